// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/rumpscope-kernel/proc/process_table.h"

#include <algorithm>
#include <sys/random.h>

namespace rumpscope::kernel {

namespace {

constexpr std::int32_t kMaxPid = 30000;

} // namespace

ProcessTable::ProcessTable(DirectoryPtr root, std::size_t most)
    : m_root(std::move(root))
    , m_most(most)
{
    for (const auto &[pid, name] : {std::pair{0, "system"}, std::pair{1, "rumplocal"}}) {
        auto process = std::make_shared<Process>(pid, 0, name);
        process->root = process->workingDirectory = m_root;
        add(process);
    }
}

Outcome<std::int32_t> ProcessTable::freePid()
{
    if (m_byPid.size() >= std::min<std::size_t>(m_most, kMaxPid))
        return fail(NB_EAGAIN); // so one is free, whatever the limit was set to
    do {
        m_lastPid = m_lastPid >= kMaxPid ? 2 : m_lastPid + 1;
    } while (m_byPid.contains(m_lastPid));
    return m_lastPid;
}

Outcome<ProcessPtr> ProcessTable::addGuest(std::string_view commandName)
{
    const auto pid = freePid();
    if (!pid)
        return tl::unexpected(pid.error());
    auto process = std::make_shared<Process>(*pid, 1, commandName, m_openFiles);
    process->root = process->workingDirectory = m_root;
    add(process);
    return process;
}

void ProcessTable::add(const ProcessPtr &process)
{
    m_byPid.emplace(process->pid, process);
    m_order.push_back(process);
}

Outcome<ProcessPtr> ProcessTable::copy(const Process &from, std::int32_t parent)
{
    const auto pid = freePid();
    if (!pid)
        return tl::unexpected(pid.error());
    auto process = std::make_shared<Process>(*pid, parent, from.name, m_openFiles);
    process->group = from.group;
    process->session = from.session;
    process->credentials = from.credentials;
    process->fileModeMask = from.fileModeMask;
    process->root = from.root;
    process->workingDirectory = from.workingDirectory;
    process->descriptors = from.descriptors.inherited();
    process->limits = from.limits;
    process->changedIdentity = from.changedIdentity;
    add(process);
    return process;
}

Outcome<Cookie> ProcessTable::prepare(const Process &parent)
{
    Cookie cookie;
    if (::getrandom(cookie.data(), cookie.size(), 0) != static_cast<ssize_t>(cookie.size()))
        return fail(NB_EAGAIN);
    auto child = copy(parent, parent.pid);
    if (!child)
        return tl::unexpected(child.error());
    m_prepared.emplace(cookie, std::move(*child));
    return cookie;
}

Outcome<ProcessPtr> ProcessTable::claim(const Cookie &cookie)
{
    const auto prepared = m_prepared.find(cookie);
    if (prepared == m_prepared.end())
        return fail(NB_ESRCH);
    auto claimed = copy(*prepared->second, 1);
    if (!claimed)
        return claimed;
    end(*prepared->second);
    m_prepared.erase(cookie);
    return claimed;
}

Outcome<void> ProcessTable::release(const Cookie &cookie)
{
    const auto prepared = m_prepared.find(cookie);
    if (prepared == m_prepared.end())
        return fail(NB_ESRCH);
    end(*prepared->second);
    m_prepared.erase(cookie);
    return {};
}

void ProcessTable::letGo(Process &process)
{
    process.descriptors.clear();
    process.timers = {};
    process.posixTimers.clear();
    process.workingDirectory.reset();
    process.root.reset();
}

void ProcessTable::endAll()
{
    for (const ProcessPtr &process : newestFirst())
        letGo(*process);
    m_byPid.clear();
    m_prepared.clear();
    m_order.clear();
}

void ProcessTable::end(Process &process)
{
    letGo(process);
    for (const auto &[pid, other] : m_byPid) {
        if (other->parent == process.pid)
            other->parent = 1;
    }
    std::erase_if(m_order, [&process](const ProcessPtr &other) { return other.get() == &process; });
    m_byPid.erase(process.pid);
}

bool ProcessTable::isGroup(std::int32_t group) const
{
    return std::any_of(m_order.begin(), m_order.end(),
                       [group](const ProcessPtr &process) { return process->group == group; });
}

void ProcessTable::raise(std::int32_t whom, std::int32_t signal) const
{
    for (const ProcessPtr &process : m_order) {
        const bool meant = whom > 0 ? process->pid == whom : process->group == -whom;
        if (meant && process->raise)
            process->raise(signal);
    }
}

ProcessPtr ProcessTable::find(std::int32_t pid) const
{
    const auto process = m_byPid.find(pid);
    return process == m_byPid.end() ? nullptr : process->second;
}

} // namespace rumpscope::kernel
