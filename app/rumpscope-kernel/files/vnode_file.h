// SPDX-License-Identifier: GPL-3.0-or-later
// An open regular file or directory.
#pragma once

#include "app/rumpscope-kernel/proc/file.h"
#include "app/rumpscope-kernel/vfs/inode.h"
#include "app/rumpscope-kernel/vfs/regular_file.h"

namespace rumpscope::kernel {

/// Reads and writes a page of the file at a time, as the real kernel does: the client sees one COPYIN or
/// COPYOUT for each.
class VnodeFile : public File
{
public:
    VnodeFile(InodePtr inode, std::uint32_t flags)
        : File(Kind::Vnode, flags)
        , m_inode(std::move(inode))
        , m_revocations(m_inode->revocations)
    {}

    ~VnodeFile() override;

    Task<Outcome<void>> read(Call &call, Uio &uio, std::optional<std::int64_t> offset) override;
    Task<Outcome<void>> write(Call &call, Uio &uio, std::optional<std::int64_t> offset) override;
    [[nodiscard]] bool canSeek() const override { return true; }
    [[nodiscard]] std::uint32_t pollEvents() const override;
    [[nodiscard]] Outcome<WaitQueue *> watchedQueue(std::uint32_t filter) override;
    [[nodiscard]] bool isReadable() const override { return readableCount() != 0; }
    /// What is behind the position; negative when the file ends before it.
    [[nodiscard]] std::int64_t readableCount() const override
    {
        return static_cast<std::int64_t>(m_inode->size()) - m_position;
    }
    [[nodiscard]] bool isAtEnd() const override { return isDead(); }
    [[nodiscard]] std::vector<std::byte> stat() const override;
    [[nodiscard]] std::int64_t position() const override { return m_position; }
    void setPosition(std::int64_t position) override { m_position = position; }
    [[nodiscard]] InodePtr inode() const override { return m_inode; }
    [[nodiscard]] bool isDead() const override;
    [[nodiscard]] VnodeFile *asVnode() override { return this; }

private:
    static Outcome<void> checkSize(Call &call, std::int64_t begin, std::uint64_t count);
    static Task<Outcome<void>> writePages(Uio &uio, RegularFile &file, std::int64_t begin);

    InodePtr m_inode;
    std::uint32_t m_revocations; ///< when it was opened
    std::int64_t m_position = 0;
};

} // namespace rumpscope::kernel
