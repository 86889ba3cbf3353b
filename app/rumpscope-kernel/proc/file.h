// SPDX-License-Identifier: GPL-3.0-or-later
// An open file: what descriptors refer to, shared by dup and fork.
#pragma once

#include "app/rumpscope-kernel/proc/open_files.h"
#include "app/rumpscope-kernel/sched/outcome.h"
#include "app/rumpscope-kernel/sched/task.h"
#include "app/rumpscope-kernel/sched/wait_queue.h"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <vector>

namespace rumpscope::kernel {

class Call;
class Inode;
class Kqueue;
class Socket;
class Uio;
class VnodeFile;

/// Each kind of open file is one subclass; what a kind cannot do has the errno the kernel answers.
class File
{
public:
    /// f_type of kinfo_file.
    enum class Kind : std::uint32_t { Vnode = 1, Socket = 2, Pipe = 3, Kqueue = 4, Misc = 5 };

    /// Access mode and status flags, as fcntl(F_GETFL) shows them.
    File(Kind kind, std::uint32_t flags);
    File(const File &) = delete;
    File &operator=(const File &) = delete;
    virtual ~File();

    [[nodiscard]] Kind kind() const { return m_kind; }
    [[nodiscard]] std::uint32_t flags() const { return m_flags; }
    /// fcntl(F_SETFL): only the flags that may change do.
    void setStatusFlags(std::uint32_t flags);
    /// fcntl(F_GETOWN): a process, or a group as a negative number; 0: nobody.
    [[nodiscard]] std::int32_t owner() const { return m_owner; }
    /// From now on `raise` is called when something can be read or written and O_ASYNC is set.
    void setOwner(std::int32_t owner, std::function<void()> raise);
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
    /// For those that can.
    virtual void setPosition(std::int64_t /*position*/) {}

    /// Which of POLLIN, POLLOUT, POLLHUP ... hold now.
    [[nodiscard]] virtual std::uint32_t pollEvents() const = 0;
    /// Where to wait for something to read, or for room to write; null for what never changes.
    [[nodiscard]] virtual WaitQueue *readQueue() { return nullptr; }
    [[nodiscard]] virtual WaitQueue *writeQueue() { return nullptr; }
    /// Where kevent(2) waits for what the filter tells of: EINVAL, EPERM or EOPNOTSUPP where it tells
    /// nothing.
    [[nodiscard]] virtual Outcome<WaitQueue *> watchedQueue(std::uint32_t filter);
    /// Whether there is something to tell now to who watches by EVFILT_READ or EVFILT_WRITE.
    [[nodiscard]] virtual bool isReadable() const { return (pollEvents() & NB_POLLIN) != 0; }
    [[nodiscard]] virtual bool isWritable() const { return (pollEvents() & NB_POLLOUT) != 0; }
    /// Bytes (or connections) a reader, bytes a writer would find: what kevent(2) says in data.
    [[nodiscard]] virtual std::int64_t readableCount() const { return 0; }
    [[nodiscard]] virtual std::int64_t writableCount() const { return 0; }

    /// Nothing more will come to be read, or nobody will read what is written: EV_EOF.
    [[nodiscard]] virtual bool isAtEnd() const { return false; }
    [[nodiscard]] virtual bool isBroken() const { return false; }

    /// Whether ioctl(2) with FIONBIO and FIOASYNC, which set their flags first, is a success.
    [[nodiscard]] virtual bool takesFlagRequests() const { return true; }
    /// What a request is answered with that it does not know.
    [[nodiscard]] virtual Errno unknownRequest() const { return Errno{NB_ENOTTY}; }
    /// Whether it says that it is a terminal, without being much of one.
    [[nodiscard]] virtual bool isTerminal() const { return false; }
    /// struct stat, encoded.
    [[nodiscard]] virtual std::vector<std::byte> stat() const = 0;
    /// What kern.file2 shows.
    [[nodiscard]] virtual std::int64_t position() const { return 0; }
    /// Null for everything that has no inode.
    [[nodiscard]] virtual std::shared_ptr<Inode> inode() const { return nullptr; }
    /// Its file system was unmounted by force, or the file revoked: nothing works any more but close.
    [[nodiscard]] virtual bool isDead() const { return false; }
    /// Null for everything but kqueues.
    [[nodiscard]] virtual Kqueue *kqueue() { return nullptr; }
    /// Null for everything but sockets.
    [[nodiscard]] virtual Socket *socket() { return nullptr; }
    /// Open files that wait in it to be received.
    virtual void filesInQueue(std::vector<std::shared_ptr<File>> & /*files*/) const {}
    virtual void dropQueue() {}
    [[nodiscard]] virtual VnodeFile *asVnode() { return nullptr; }

    /// Set with the first descriptor.
    std::unique_ptr<OpenFiles::Place> place;
    /// A descriptor of this file was closed in the process that has `table`: its record locks go.
    void descriptorClosed(const void *table) const;
    /// The last descriptor of this file in a process was closed. Only kqueues are told.
    virtual void lastDescriptorClosed() {}
    /// That descriptor of a process that has this file open was closed: who watches it forgets it.
    virtual void forgetDescriptor(std::int32_t /*fd*/) {}

protected:
    /// For destructors of files with an inode: the lock of flock(2) goes with the open file.
    void releaseFlock() const;
    /// For destructors of files with queues, before these go.
    void stopSignals();

private:
    class AsyncSignal;
    void watchForOwner();

    Kind m_kind;
    std::uint32_t m_flags;
    std::int32_t m_owner = 0;
    std::function<void()> m_raise;
    std::unique_ptr<AsyncSignal> m_async; ///< while O_ASYNC is set and there is an owner
};

using FilePtr = std::shared_ptr<File>;

} // namespace rumpscope::kernel
