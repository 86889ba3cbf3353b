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
    [[nodiscard]] bool canSeek() const override { return true; }
    [[nodiscard]] std::uint32_t pollEvents() const override;
    [[nodiscard]] std::vector<std::byte> stat() const override;
    [[nodiscard]] InodePtr inode() const override { return m_inode; }

private:
    InodePtr m_inode;
    DeviceKind m_device;
};

} // namespace rumpscope::kernel
