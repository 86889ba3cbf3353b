// SPDX-License-Identifier: GPL-3.0-or-later
// Inodes that hold no file contents: symbolic links, devices, FIFOs.
#pragma once

#include "app/rumpscope-kernel/vfs/inode.h"

#include <string>
#include <utility>

namespace rumpscope::kernel {

class Symlink : public Inode
{
public:
    Symlink(std::uint64_t number, std::shared_ptr<Budget> budget, std::string target)
        : Inode(Kind::Symlink, number, std::move(budget))
        , m_target(std::move(target))
    {}
    [[nodiscard]] const std::string &target() const { return m_target; }
    [[nodiscard]] std::uint64_t size() const override { return m_target.size(); }

private:
    std::string m_target;
};

class DeviceNode : public Inode
{
public:
    DeviceNode(std::uint64_t number, std::shared_ptr<Budget> budget, std::uint64_t device)
        : Inode(Kind::Device, number, std::move(budget))
        , m_device(device)
    {}
    [[nodiscard]] std::uint64_t device() const override { return m_device; }

private:
    std::uint64_t m_device;
};

class Pipe;

/// A pipe with a name. The pipe itself is there while somebody has it open.
class FifoNode : public Inode
{
public:
    FifoNode(std::uint64_t number, std::shared_ptr<Budget> budget)
        : Inode(Kind::Fifo, number, std::move(budget))
    {}
    std::weak_ptr<Pipe> pipe;
};

} // namespace rumpscope::kernel
