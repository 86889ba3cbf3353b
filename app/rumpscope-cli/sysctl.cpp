// SPDX-License-Identifier: GPL-3.0-or-later
// sysctl: values of the kernel, by name.
#include "app/rumpscope-cli/commands.h"
#include "app/rumpscope-cli/exit_code.h"
#include "clientcore/query/sysctl_tree.h"

#include <fmt/format.h>

namespace rumpscope::cli {

namespace {

/// Deeper names than the kernel can have are not walked; nor is a tree without
/// end.
constexpr std::size_t kMostNodes = 100'000;

class Walk
{
public:
    Walk(Console &console, session::Session &session)
        : m_console(console)
        , m_session(session)
    {}

    int name(const std::string &text)
    {
        const std::size_t equals = text.find('=');
        const auto node = query::findSysctl(m_session, text.substr(0, equals));
        if (!node)
            return failed(node.error());
        if (equals == std::string::npos)
            return below(*node);
        return set(*node, text.substr(equals + 1));
    }

    int below(const query::SysctlNode &node)
    {
        if (!node.isBranch() && !node.mib.empty())
            return value(node);
        const auto children = query::sysctlChildren(m_session, node);
        if (!children) // some branches are tables that want more of a name:
                       // kern.proc2
            return children.error().client ? failed(children.error()) : kDone;
        int worst = kDone;
        for (const auto &child : *children) {
            if (++m_nodes > kMostNodes)
                return m_console.complain(kFailed, "The tree has no end.");
            m_console.progress(child.name);
            const int code = below(child);
            if (code == kFailed)
                return code;
            worst = std::max(worst, code);
        }
        return worst;
    }

private:
    int failed(const query::QueryError &error)
    {
        return m_console.complain(error.client ? kFailed : kRefused, error.sentence());
    }

    int value(const query::SysctlNode &node)
    {
        const auto bytes = query::readSysctl(m_session, node.mib, "sysctl " + node.name);
        if (!bytes)
            return failed(bytes.error());
        const std::string text = query::sysctlText(node, *bytes);
        if (m_console.json())
            m_console.object({{"name", node.name},
                              {"mib", node.mib},
                              {"value", text},
                              {"size", bytes->size()},
                              {"writable", node.writable}});
        else
            m_console.line(node.name + " = " + text);
        return kDone;
    }

    int set(const query::SysctlNode &node, const std::string &text)
    {
        const auto bytes = query::sysctlBytes(node, text);
        if (!bytes)
            return m_console.complain(kUsage, bytes.error());
        if (const auto written = query::writeSysctl(m_session, node.mib, "sysctl " + node.name, *bytes);
            !written)
            return failed(written.error());
        return value(node);
    }

    Console &m_console;
    session::Session &m_session;
    std::size_t m_nodes = 0;
};

} // namespace

int sysctl(Console &console, const SysctlOptions &options)
{
    const auto made = connectGuest(console, options.guest);
    if (!made)
        return made.error();
    const auto &session = *made;
    Walk walk(console, *session);
    if (options.names.empty())
        return walk.below({});
    int worst = kDone;
    for (const std::string &name : options.names) {
        const int code = walk.name(name);
        if (code == kFailed)
            return code;
        worst = std::max(worst, code);
    }
    return worst;
}

} // namespace rumpscope::cli
