// SPDX-License-Identifier: BSD-2-Clause
// What a process has open, as its calls show it.
#pragma once

#include "clientcore/trace/store/call_record.h"

#include <map>

namespace rumpscope::lineage {

/// One descriptor of one process.
struct Descriptor
{
    std::int32_t number = -1;
    std::string what;         ///< "/etc/hosts", "socket(AF_INET, SOCK_STREAM, 0)", "pipe, for reading"
    bool closeOnExec = false; ///< as far as calls tell
    bool inherited = false;   ///< from the process that forked this one
    std::optional<trace::CallId> opened; ///< the call that made it, of this process or of its parent
    transport::TimePoint since{};
};

/// Follows the answered calls of one process. What was opened before anybody looked is not in it. Bounded.
class Descriptors
{
public:
    /// An ended call of the process; anything but a successful system call or EXEC changes nothing. True if
    /// it did.
    bool follow(const trace::CallRecord &record);
    /// What a child begins with: all of them, marked as inherited.
    [[nodiscard]] Descriptors inherited() const;

    [[nodiscard]] const std::map<std::int32_t, Descriptor> &all() const { return m_open; }

    static constexpr std::size_t kMost = 1024;

private:
    void open(const trace::CallRecord &record, std::int64_t number, std::string what, bool closeOnExec);
    void duplicate(const trace::CallRecord &record, std::int64_t from, std::int64_t to, bool closeOnExec);
    void add(std::int64_t number, const std::string &what);
    void pair(const trace::CallRecord &record);
    [[nodiscard]] bool control(const trace::CallRecord &record);

    std::map<std::int32_t, Descriptor> m_open;
};

} // namespace rumpscope::lineage
