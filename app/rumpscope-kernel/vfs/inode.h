// SPDX-License-Identifier: GPL-3.0-or-later
// What a file is, apart from its names.
#pragma once

#include "app/rumpscope-kernel/sched/outcome.h"
#include "app/rumpscope-kernel/sched/timestamp.h"
#include "app/rumpscope-kernel/sched/wait_queue.h"

#include <cstdint>
#include <memory>

namespace rumpscope::kernel {

class FileSystem;
class RecordLocks;

/// Permission bits, owner and times: what chmod, chown and utimes change.
struct Attributes
{
    std::uint32_t permissions = 0; ///< the lower 12 bits of st_mode
    std::uint32_t user = 0;
    std::uint32_t group = 0;
    std::uint32_t flags = 0;
    Timestamp accessed = Timestamp::now();
    Timestamp modified = accessed;
    Timestamp changed = accessed;
    Timestamp born = accessed;
};

/// Lives as long as a name, an open file or a working directory refers to it.
class Inode
{
public:
    enum class Kind { Regular, Directory, Symlink, Device, BlockDevice, Fifo, Socket };

    /// The number is unique in its file system, which has counted the inode.
    Inode(Kind kind, std::uint64_t number, std::shared_ptr<FileSystem> fs);
    Inode(const Inode &) = delete;
    Inode &operator=(const Inode &) = delete;
    virtual ~Inode();

    [[nodiscard]] FileSystem &fs() const { return *m_fs; }
    [[nodiscard]] Kind kind() const { return m_kind; }
    [[nodiscard]] std::uint64_t number() const { return m_number; }
    [[nodiscard]] virtual std::uint64_t size() const { return 0; }
    [[nodiscard]] virtual std::uint64_t storedBytes() const { return 0; }
    /// st_nlink.
    [[nodiscard]] virtual std::uint32_t linkCount() const { return links; }
    /// st_rdev; NODEV for what is no device.
    [[nodiscard]] virtual std::uint64_t device() const { return ~std::uint64_t{0}; }
    /// S_IFMT bits of st_mode.
    [[nodiscard]] std::uint32_t typeBits() const;
    /// d_type of a directory entry.
    [[nodiscard]] std::uint8_t directoryType() const { return static_cast<std::uint8_t>(typeBits() >> 12); }

    void touchAccessed() { attributes.accessed = Timestamp::now(); }
    void touchModified() { attributes.modified = attributes.changed = Timestamp::now(); }
    void touchChanged() { attributes.changed = Timestamp::now(); }

    /// Made when first asked for.
    [[nodiscard]] RecordLocks &locks();
    /// Takes every lock of an owner away.
    void releaseLocks(const void *owner);

    /// Tells kqueues what happened: NOTE_WRITE and its kind.
    void tell(std::uint32_t what) { events.tellAll(what); }

    WaitQueue events;
    Attributes attributes;
    std::uint32_t links = 0;       ///< names it has
    std::uint32_t revocations = 0; ///< calls of revoke(2): who had it open before cannot use it any more

private:
    std::shared_ptr<FileSystem> m_fs;
    std::unique_ptr<RecordLocks> m_locks;
    Kind m_kind;
    std::uint64_t m_number;
};

using InodePtr = std::shared_ptr<Inode>;

} // namespace rumpscope::kernel
