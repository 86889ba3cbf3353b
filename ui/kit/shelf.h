// SPDX-License-Identifier: GPL-3.0-or-later
// A place in one pane for small widgets of others, which do not know whose place it is.
#pragma once

#include <QPointer>
#include <QWidget>

#include <functional>
#include <utility>
#include <vector>

namespace rumpscope::ui {

class Shelf
{
public:
    using Host = std::function<void(QWidget *)>;
    Shelf() = default;
    Shelf(const Shelf &) = delete;
    Shelf &operator=(const Shelf &) = delete;
    ~Shelf()
    {
        for (const auto &widget : m_waiting)
            delete widget.data();
    }

    /// It waits, owned by the shelf, until there is a host, who owns it then.
    void add(QWidget *widget)
    {
        if (m_host)
            m_host(widget);
        else
            m_waiting.emplace_back(widget);
    }
    void setHost(Host host)
    {
        m_host = std::move(host);
        for (const auto &widget : std::exchange(m_waiting, {}))
            m_host(widget);
    }

private:
    Host m_host;
    std::vector<QPointer<QWidget>> m_waiting;
};

} // namespace rumpscope::ui
