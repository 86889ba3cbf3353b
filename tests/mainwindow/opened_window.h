// SPDX-License-Identifier: GPL-3.0-or-later
// The whole window, with what a person would look at and press.
#pragma once

#include "tests/support/bridge/surroundings.h"
#include "ui/mainwindow/main_window.h"

#include <gtest/gtest.h>

class QComboBox;

namespace rumpscope::ui::test {

/// Everything that waits handles events meanwhile, and says false after kPatience.
class OpenedWindow
{
public:
    OpenedWindow();

    [[nodiscard]] bool show(const QSize &size = QSize(1440, 900));
    /// Starts the practice kernel as the program does, and waits for the first guest.
    [[nodiscard]] bool openKernel();
    [[nodiscard]] bool waitForLife(unsigned generation);
    [[nodiscard]] bool waitForWord(const QString &word); ///< of the connection's state

    template<class View>
    [[nodiscard]] View &view() const
    {
        return *window->findChild<View *>();
    }
    [[nodiscard]] QString word() const;
    [[nodiscard]] QString facts() const; ///< beside it
    /// Gives a command as a script would; it has to be possible.
    void run(const char *command, const QVariant &argument = {});
    /// Types into the composer and presses Enter.
    void type(const QString &expression);
    /// Opens the kernel's menu, clicks the entry whose text begins so.
    [[nodiscard]] bool chooseOfKernelMenu(const QString &entry);
    /// Picks the policy by keys in its box.
    void choosePolicy(const retry::Policy &policy);

    std::unique_ptr<MainWindow> window = std::make_unique<MainWindow>();
};

} // namespace rumpscope::ui::test
