// SPDX-License-Identifier: GPL-3.0-or-later
// File contents in pages. Pages never written take no memory, but are paid for: as in a tmpfs a file of a
// size has room for that size.
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

    RegularFile(std::uint64_t number, std::shared_ptr<FileSystem> fs)
        : Inode(Kind::Regular, number, std::move(fs))
    {}
    ~RegularFile() override;

    [[nodiscard]] std::uint64_t size() const override { return m_size; }
    [[nodiscard]] std::uint64_t storedBytes() const override { return pagesOf(m_size) * kPage; }

    /// Reads within one page: as much as there is up to the page's end; 0 at the end of the file.
    [[nodiscard]] std::size_t readPage(std::uint64_t offset, std::span<std::byte> room) const;
    /// Writes within one page of what resize() made room for.
    void writePage(std::uint64_t offset, std::span<const std::byte> bytes);
    /// EFBIG beyond the largest offset, ENOSPC when memory is used up.
    [[nodiscard]] Outcome<void> resize(std::uint64_t size);

    /// A write holds its file from its first byte to its last, however long the client takes to hand them
    /// over: two writes never mix.
    bool writing = false;
    WaitQueue writers;

private:
    using Page = std::array<std::byte, kPage>;
    [[nodiscard]] static std::uint64_t pagesOf(std::uint64_t size) { return (size + kPage - 1) / kPage; }

    std::unordered_map<std::uint64_t, std::unique_ptr<Page>> m_pages;
    std::uint64_t m_size = 0;
};

} // namespace rumpscope::kernel
