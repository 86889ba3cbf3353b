// SPDX-License-Identifier: GPL-3.0-or-later
// Descriptors of one process.
#pragma once

#include "app/rumpscope-kernel/proc/file.h"

#include <map>

namespace rumpscope::kernel {

struct Descriptor
{
    FilePtr file;
    bool closeOnExec = false;
};

/// A copy shares the open files, as a forked process does.
class DescriptorTable
{
public:
    using Slots = std::map<std::int32_t, Descriptor>;
    /// Descriptors are below this, whatever the limit says.
    static constexpr std::int32_t kMost = 3404;
    static constexpr std::int32_t kDefaultLimit = 128;

    explicit DescriptorTable(std::shared_ptr<OpenFiles> openFiles = nullptr)
        : m_openFiles(std::move(openFiles))
    {}

    /// Null: EBADF.
    [[nodiscard]] FilePtr file(std::int32_t fd) const;
    [[nodiscard]] Descriptor *find(std::int32_t fd);
    /// The lowest free descriptor from `least`; EMFILE beyond the limit, ENFILE when all processes together
    /// have too many files.
    [[nodiscard]] Outcome<std::int32_t> add(FilePtr file, bool closeOnExec, std::int32_t least = 0);
    /// Puts the file at `fd`, closing what was there; EBADF for a number that cannot be.
    [[nodiscard]] Outcome<void> put(std::int32_t fd, Descriptor descriptor);
    [[nodiscard]] Outcome<void> close(std::int32_t fd);
    void closeFrom(std::int32_t least);
    void closeOnExec();
    void clear();
    /// What a child gets: everything but kqueues.
    [[nodiscard]] DescriptorTable inherited() const;

    /// EMFILE when add() would fail: asked before a file is made that would be for nothing.
    [[nodiscard]] Outcome<void> check() const;
    [[nodiscard]] const Slots &slots() const { return m_slots; }
    [[nodiscard]] std::int32_t limit() const { return m_limit; }
    void setLimit(std::int32_t limit) { m_limit = limit; }

private:
    void forgetWatchers(std::int32_t fd) const;
    [[nodiscard]] bool has(const File &file) const;

    std::shared_ptr<OpenFiles> m_openFiles; ///< null: no limit
    Slots m_slots;
    std::int32_t m_limit = kDefaultLimit; ///< soft limit of RLIMIT_NOFILE
};

} // namespace rumpscope::kernel
