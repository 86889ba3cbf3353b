// SPDX-License-Identifier: GPL-3.0-or-later
// File contents in pages; pages never written take no memory.
#pragma once

#include "app/rumpscope-kernel/sched/wait_queue.h"
#include "app/rumpscope-kernel/vfs/inode.h"

#include <array>
#include <cstddef>
#include <memory>
#include <span>
#include <unordered_map>

namespace rumpscope::kernel {

class RegularFile : public Inode
{
public:
    static constexpr std::uint64_t kPage = 4096;
    static constexpr std::uint64_t kMaxSize = INT64_MAX;

    RegularFile(std::uint64_t number, std::shared_ptr<Budget> budget)
        : Inode(Kind::Regular, number, std::move(budget))
    {}
    ~RegularFile() override;

    [[nodiscard]] std::uint64_t size() const override { return m_size; }
    [[nodiscard]] std::uint64_t storedBytes() const override { return m_pages.size() * kPage; }

    /// Reads within one page: as much as there is up to the page's end; 0 at the end of the file.
    [[nodiscard]] std::size_t readPage(std::uint64_t offset, std::span<std::byte> room) const;
    /// Writes within one page. EFBIG beyond the largest offset, ENOSPC when memory is used up.
    [[nodiscard]] Outcome<void> writePage(std::uint64_t offset, std::span<const std::byte> bytes);
    [[nodiscard]] Outcome<void> resize(std::uint64_t size);

    /// A write holds its file from its first byte to its last, however long the client takes to hand them
    /// over: two writes never mix.
    bool writing = false;
    WaitQueue writers;

private:
    using Page = std::array<std::byte, kPage>;

    std::unordered_map<std::uint64_t, std::unique_ptr<Page>> m_pages;
    std::uint64_t m_size = 0;
};

} // namespace rumpscope::kernel
