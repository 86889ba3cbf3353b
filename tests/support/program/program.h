// SPDX-License-Identifier: GPL-3.0-or-later
// The real program, in an environment made for one test.
#pragma once

#include "tests/support/bridge/surroundings.h"

#include <QProcess>

namespace rumpscope::ui::test {

/// Terminated, then killed, when it is destroyed and still runs.
class Program
{
public:
    Program();
    ~Program();

    QProcessEnvironment environment; ///< with directories of its own and without a display
    QProcess process;

    void start(const QStringList &arguments);
    /// Waits for its end; the exit code, or -1 for a signal or none within `patience` milliseconds.
    [[nodiscard]] int finish(int patience = kPatience);
    [[nodiscard]] QString output() { return QString::fromUtf8(process.readAllStandardOutput()); }
    [[nodiscard]] QString errors() { return QString::fromUtf8(process.readAllStandardError()); }
    /// What it has put into XDG_RUNTIME_DIR.
    [[nodiscard]] QStringList runtimeEntries() const;
    [[nodiscard]] QString directory() const { return QString::fromStdString(m_directory.path()); }

private:
    rumpscope::test::TempDir m_directory;
};

} // namespace rumpscope::ui::test
