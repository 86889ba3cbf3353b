// SPDX-License-Identifier: GPL-3.0-or-later
// All processes, and the prepared children that wait to be claimed.
#pragma once

#include "app/rumpscope-kernel/proc/process.h"

#include <array>
#include <map>
#include <vector>

namespace rumpscope::kernel {

/// Proof that a prepared child may be claimed.
using Cookie = std::array<std::byte, 16>;

/// Begins with pid 0 `system` and pid 1 `rumplocal`, as the real kernel's list does.
class ProcessTable
{
public:
    ProcessTable(DirectoryPtr root, std::size_t most);

    /// A new child of pid 1. EAGAIN when there are too many processes.
    [[nodiscard]] Outcome<ProcessPtr> addGuest(std::string_view commandName);
    /// A copy of `parent`, with its own pid and copies of its descriptors, until claimed or released.
    [[nodiscard]] Outcome<Cookie> prepare(const Process &parent);
    /// The prepared child becomes a process with a new pid and parent 1; ESRCH for an unknown cookie.
    [[nodiscard]] Outcome<ProcessPtr> claim(const Cookie &cookie);
    [[nodiscard]] Outcome<void> release(const Cookie &cookie);
    /// Closes what it has open and forgets it.
    void end(Process &process);
    /// The same for all there are.
    void endAll();

    [[nodiscard]] bool isGroup(std::int32_t group) const;
    /// A signal for a process, or for all of a group (a negative number). Nobody there: nothing happens.
    void raise(std::int32_t whom, std::int32_t signal) const;
    [[nodiscard]] ProcessPtr find(std::int32_t pid) const;
    /// The newest first: the order of the kernel's own list.
    [[nodiscard]] std::vector<ProcessPtr> newestFirst() const { return {m_order.rbegin(), m_order.rend()}; }
    [[nodiscard]] OpenFiles &openFiles() const { return *m_openFiles; }
    [[nodiscard]] std::size_t count() const { return m_order.size(); }
    [[nodiscard]] std::size_t limit() const { return m_most; }
    /// Those there are stay.
    void setLimit(std::size_t most) { m_most = most; }

private:
    [[nodiscard]] Outcome<ProcessPtr> copy(const Process &from, std::int32_t parent);
    void add(const ProcessPtr &process);
    static void letGo(Process &process);
    [[nodiscard]] Outcome<std::int32_t> freePid();

    DirectoryPtr m_root;
    std::size_t m_most;
    std::shared_ptr<OpenFiles> m_openFiles = std::make_shared<OpenFiles>(DescriptorTable::kMost);
    std::int32_t m_lastPid = 1;
    std::map<std::int32_t, ProcessPtr> m_byPid;
    std::vector<ProcessPtr> m_order; ///< oldest first
    std::map<Cookie, ProcessPtr> m_prepared;
};

} // namespace rumpscope::kernel
