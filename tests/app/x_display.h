// SPDX-License-Identifier: GPL-3.0-or-later
// An X server without a screen, and what a window manager would do on it.
#pragma once

#include <QProcess>
#include <QString>

#include <memory>

namespace rumpscope::ui::test {

/// Needs Xvfb; ended with this object.
class XDisplay
{
public:
    [[nodiscard]] static bool isInstalled();
    XDisplay();
    ~XDisplay();
    XDisplay(const XDisplay &) = delete;
    XDisplay &operator=(const XDisplay &) = delete;

    [[nodiscard]] bool start();
    [[nodiscard]] const QString &name() const { return m_name; } ///< for DISPLAY
    /// A window with this title is on the screen.
    [[nodiscard]] bool shows(const QByteArray &title) const;
    /// Asks that window to close, as the button in its frame does; false where there is none.
    [[nodiscard]] bool close(const QByteArray &title) const;

private:
    struct Client;
    QProcess m_server;
    QString m_name;
    std::unique_ptr<Client> m_client;
};

} // namespace rumpscope::ui::test
