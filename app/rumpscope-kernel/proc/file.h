// SPDX-License-Identifier: GPL-3.0-or-later
// An open file: what descriptors refer to, shared by dup and fork.
#pragma once

#include "app/rumpscope-kernel/sched/outcome.h"
#include "app/rumpscope-kernel/sched/task.h"
#include "app/rumpscope-kernel/sched/wait_queue.h"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

namespace rumpscope::kernel {

class Call;
class Inode;
class Uio;
class VnodeFile;

/// Each kind of open file is one subclass; what a kind cannot do has the errno the kernel answers.
class File
{
public:
    /// f_type of kinfo_file.
    enum class Kind : std::uint32_t { Vnode = 1, Socket = 2, Pipe = 3, Kqueue = 4, Misc = 5 };

    /// `flags` as given to open(2): access mode and status flags.
    File(Kind kind, std::uint32_t flags)
        : m_kind(kind)
        , m_flags(flags & ~static_cast<std::uint32_t>(NB_O_CLOEXEC | NB_O_CREAT | NB_O_EXCL | NB_O_TRUNC))
    {}
    File(const File &) = delete;
    File &operator=(const File &) = delete;
    virtual ~File() = default;

    [[nodiscard]] Kind kind() const { return m_kind; }
    [[nodiscard]] std::uint32_t flags() const { return m_flags; }
    /// fcntl(F_SETFL): only the flags that may change do.
    void setStatusFlags(std::uint32_t flags);
    void setFlag(std::uint32_t flag, bool on) { m_flags = on ? m_flags | flag : m_flags & ~flag; }
    [[nodiscard]] bool nonBlocking() const { return (m_flags & NB_O_NONBLOCK) != 0; }
    [[nodiscard]] bool mayRead() const { return (m_flags & NB_O_ACCMODE) != NB_O_WRONLY; }
    [[nodiscard]] bool mayWrite() const { return (m_flags & NB_O_ACCMODE) != NB_O_RDONLY; }

    /// Moves bytes between the file and the client; how far it came is in `uio`. Without `offset` at the
    /// file's own position, which moves.
    [[nodiscard]] virtual Task<Outcome<void>> read(Call &call, Uio &uio,
                                                   std::optional<std::int64_t> offset) = 0;
    [[nodiscard]] virtual Task<Outcome<void>> write(Call &call, Uio &uio,
                                                    std::optional<std::int64_t> offset) = 0;
    [[nodiscard]] virtual bool canSeek() const { return false; }

    /// Which of POLLIN, POLLOUT, POLLHUP ... hold now.
    [[nodiscard]] virtual std::uint32_t pollEvents() const = 0;
    /// Where to wait for others; none for files that never change.
    [[nodiscard]] virtual std::vector<WaitQueue *> pollQueues() { return {}; }

    /// struct stat, encoded.
    [[nodiscard]] virtual std::vector<std::byte> stat() const = 0;
    /// What kern.file2 shows.
    [[nodiscard]] virtual std::int64_t position() const { return 0; }
    /// Null for everything that has no inode.
    [[nodiscard]] virtual std::shared_ptr<Inode> inode() const { return nullptr; }
    [[nodiscard]] virtual VnodeFile *asVnode() { return nullptr; }

private:
    Kind m_kind;
    std::uint32_t m_flags;
};

using FilePtr = std::shared_ptr<File>;

} // namespace rumpscope::kernel
