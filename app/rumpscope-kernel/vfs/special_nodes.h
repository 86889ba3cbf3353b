// SPDX-License-Identifier: GPL-3.0-or-later
// Inodes that hold no file contents: symbolic links, devices, FIFOs, sockets.
#pragma once

#include "app/rumpscope-kernel/vfs/inode.h"

#include <memory>
#include <string>
#include <utility>

namespace rumpscope::kernel {

class Symlink : public Inode
{
public:
    Symlink(std::uint64_t number, std::shared_ptr<FileSystem> fs, std::string target)
        : Inode(Kind::Symlink, number, std::move(fs))
        , m_target(std::move(target))
    {}
    [[nodiscard]] const std::string &target() const { return m_target; }
    [[nodiscard]] std::uint64_t size() const override { return m_target.size(); }
    [[nodiscard]] std::uint64_t storedBytes() const override
    {
        return (m_target.size() + 4095) / 4096 * 4096;
    }

private:
    std::string m_target;
};

class DeviceNode : public Inode
{
public:
    enum class Access { Character, Block };

    DeviceNode(std::uint64_t number, std::shared_ptr<FileSystem> fs, Access access, std::uint64_t device)
        : Inode(access == Access::Block ? Kind::BlockDevice : Kind::Device, number, std::move(fs))
        , m_device(device)
    {}
    [[nodiscard]] std::uint64_t device() const override { return m_device; }
    /// A rump kernel's own root shows a sector for each.
    [[nodiscard]] std::uint64_t size() const override;
    [[nodiscard]] std::uint64_t storedBytes() const override { return size(); }

private:
    std::uint64_t m_device;
};

class Pipe;

/// A pipe with a name. The pipe itself is there while somebody has it open.
class FifoNode : public Inode
{
public:
    FifoNode(std::uint64_t number, std::shared_ptr<FileSystem> fs)
        : Inode(Kind::Fifo, number, std::move(fs))
    {}
    std::weak_ptr<Pipe> pipe;
};

class Socket;

/// The name of a local socket. Nobody answers there once the socket is closed.
class SocketNode : public Inode
{
public:
    SocketNode(std::uint64_t number, std::shared_ptr<FileSystem> fs)
        : Inode(Kind::Socket, number, std::move(fs))
    {}
    std::weak_ptr<Socket> socket;
};

} // namespace rumpscope::kernel
