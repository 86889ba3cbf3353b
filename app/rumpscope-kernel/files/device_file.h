// SPDX-License-Identifier: GPL-3.0-or-later
// An open character device.
#pragma once

#include "app/rumpscope-kernel/proc/file.h"
#include "app/rumpscope-kernel/vfs/device_numbers.h"
#include "app/rumpscope-kernel/vfs/inode.h"

namespace rumpscope::kernel {

class DeviceFile : public File
{
public:
    DeviceFile(InodePtr inode, DeviceKind device, std::uint32_t flags)
        : File(Kind::Vnode, flags)
        , m_inode(std::move(inode))
        , m_device(device)
    {}

    ~DeviceFile() override { releaseFlock(); }

    Task<Outcome<void>> read(Call &call, Uio &uio, std::optional<std::int64_t> offset) override;
    Task<Outcome<void>> write(Call &call, Uio &uio, std::optional<std::int64_t> offset) override;
    /// Every position is the same to it, but it keeps what lseek(2) sets.
    [[nodiscard]] bool canSeek() const override { return true; }
    [[nodiscard]] std::int64_t position() const override { return m_position; }
    void setPosition(std::int64_t position) override { m_position = position; }
    [[nodiscard]] std::uint32_t pollEvents() const override;
    [[nodiscard]] Outcome<WaitQueue *> watchedQueue(std::uint32_t filter) override
    {
        if (filter == NB_EVFILT_VNODE)
            return fail(NB_EINVAL);
        return &m_inode->events; // nothing ever changes: it is always ready
    }
    [[nodiscard]] bool takesFlagRequests() const override { return m_device == DeviceKind::Random; }
    [[nodiscard]] Errno unknownRequest() const override
    {
        const bool isMemory = m_device == DeviceKind::Null || m_device == DeviceKind::Zero;
        return Errno{isMemory ? NB_ENODEV : NB_ENOTTY};
    }
    [[nodiscard]] std::vector<std::byte> stat() const override;
    [[nodiscard]] InodePtr inode() const override { return m_inode; }

private:
    void moved(const Uio &uio, std::optional<std::int64_t> offset);

    InodePtr m_inode;
    DeviceKind m_device;
    std::int64_t m_position = 0;
};

} // namespace rumpscope::kernel
