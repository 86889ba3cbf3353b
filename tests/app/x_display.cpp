// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/app/x_display.h"

#include "tests/support/bridge/surroundings.h"

#include <QStandardPaths>

#include <X11/Xlib.h>
#include <X11/Xutil.h>

namespace rumpscope::ui::test {

struct XDisplay::Client
{
    explicit Client(const QString &name)
        : display(XOpenDisplay(name.toLocal8Bit().constData()))
    {}
    ~Client()
    {
        if (display)
            XCloseDisplay(display);
    }
    Client(const Client &) = delete;
    Client &operator=(const Client &) = delete;

    /// The visible window with this title; 0 if there is none.
    [[nodiscard]] Window find(const QByteArray &title) const
    {
        Window root = 0;
        Window parent = 0;
        Window *children = nullptr;
        unsigned count = 0;
        Window found = 0;
        if (!XQueryTree(display, DefaultRootWindow(display), &root, &parent, &children, &count))
            return 0;
        for (unsigned i = 0; i < count; ++i) {
            char *name = nullptr;
            XWindowAttributes attributes;
            if (XFetchName(display, children[i], &name) && name == title &&
                XGetWindowAttributes(display, children[i], &attributes) && attributes.map_state == IsViewable)
                found = children[i];
            if (name)
                XFree(name);
        }
        if (children)
            XFree(children);
        return found;
    }

    Display *display;
};

bool XDisplay::isInstalled()
{
    return !QStandardPaths::findExecutable(QStringLiteral("Xvfb")).isEmpty();
}

XDisplay::XDisplay() = default;

XDisplay::~XDisplay()
{
    m_client.reset();
    m_server.terminate();
    if (!m_server.waitForFinished()) {
        m_server.kill();
        m_server.waitForFinished();
    }
}

bool XDisplay::start()
{
    // It picks a free number and writes it to its standard output.
    m_server.start(QStringLiteral("Xvfb"),
                   {QStringLiteral("-displayfd"), QStringLiteral("1"), QStringLiteral("-screen"),
                    QStringLiteral("0"), QStringLiteral("1600x1000x24"), QStringLiteral("-nolisten"),
                    QStringLiteral("tcp")});
    QByteArray number;
    const bool listens = eventually([&] {
        number += m_server.readAllStandardOutput();
        return number.endsWith('\n') || m_server.state() == QProcess::NotRunning;
    });
    if (!listens || !number.endsWith('\n'))
        return false;
    m_name = QLatin1Char(':') + QString::fromLatin1(number.trimmed());
    m_client = std::make_unique<Client>(m_name);
    return m_client->display != nullptr;
}

bool XDisplay::shows(const QByteArray &title) const
{
    return m_client->find(title) != 0;
}

bool XDisplay::close(const QByteArray &title) const
{
    const Window window = m_client->find(title);
    if (window == 0)
        return false;
    Display *display = m_client->display;
    XEvent event = {};
    event.xclient.type = ClientMessage;
    event.xclient.window = window;
    event.xclient.message_type = XInternAtom(display, "WM_PROTOCOLS", False);
    event.xclient.format = 32;
    event.xclient.data.l[0] = static_cast<long>(XInternAtom(display, "WM_DELETE_WINDOW", False));
    event.xclient.data.l[1] = CurrentTime;
    XSendEvent(display, window, False, NoEventMask, &event);
    XFlush(display);
    return true;
}

} // namespace rumpscope::ui::test
