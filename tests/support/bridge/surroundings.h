// SPDX-License-Identifier: GPL-3.0-or-later
// What a test of Qt code lives in: settings and runtime directory of its own, and waits with a deadline.
#pragma once

#include "tests/support/files/temp_dir.h"

#include <QString>

#include <functional>
#include <vector>

namespace rumpscope::ui::test {

/// No wait is longer than this, in milliseconds.
inline constexpr int kPatience = 30'000;

/// Before any QSettings and any practice kernel: both stay in a directory that goes with this object.
class Surroundings
{
public:
    Surroundings();
    /// Of the process whose settings are in use now.
    [[nodiscard]] static QString runtimeDirectory();

private:
    rumpscope::test::TempDir m_directory;
};

/// Handles events until `what` is true; false after kPatience.
[[nodiscard]] bool eventually(const std::function<bool()> &what);
/// Processes started by `parent` that have not ended (zombies have).
[[nodiscard]] std::vector<int> childProcesses(int parent);
[[nodiscard]] std::vector<int> childProcesses(); ///< started by this one

} // namespace rumpscope::ui::test
