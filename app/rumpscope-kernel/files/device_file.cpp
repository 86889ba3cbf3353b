// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/rumpscope-kernel/files/device_file.h"

#include "app/rumpscope-kernel/core/call.h"
#include "app/rumpscope-kernel/files/console_file.h"
#include "app/rumpscope-kernel/proc/uio.h"
#include "app/rumpscope-kernel/vfs/stat_record.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <sys/random.h>

namespace rumpscope::kernel {

namespace {

/// Bytes of one copy out of /dev/random, or into it.
constexpr std::size_t kRandomPiece = 512;

bool fillRandomly(std::span<std::byte> room)
{
    while (!room.empty()) {
        const ssize_t count = ::getrandom(room.data(), room.size(), 0);
        if (count < 0 && errno != EINTR)
            return false;
        room = room.subspan(static_cast<std::size_t>(std::max<ssize_t>(count, 0)));
    }
    return true;
}

} // namespace

Task<Outcome<void>> DeviceFile::read(Call & /*call*/, Uio &uio, std::optional<std::int64_t> offset)
{
    static constexpr std::array<std::byte, kPageSize> kZeros{};
    if (m_device == DeviceKind::Console)
        co_return fail(NB_ENODEV); // nobody types there
    while (m_device == DeviceKind::Zero && uio.left() > 0) {
        const std::uint64_t count = std::min<std::uint64_t>(uio.left(), kZeros.size());
        auto stored = co_await uio.store(std::span(kZeros).first(count));
        if (!stored)
            co_return stored;
    }
    std::array<std::byte, kRandomPiece> random{};
    while (m_device == DeviceKind::Random && uio.left() > 0) {
        const std::size_t count = std::min<std::uint64_t>(uio.left(), random.size());
        if (!fillRandomly(std::span(random).first(count)))
            co_return fail(NB_EIO);
        auto stored = co_await uio.store(std::span(random).first(count));
        if (!stored)
            co_return stored;
    }
    moved(uio, offset);
    co_return Outcome<void>();
}

Task<Outcome<void>> DeviceFile::write(Call &call, Uio &uio, std::optional<std::int64_t> offset)
{
    if (m_device == DeviceKind::Console)
        co_return co_await ConsoleFile().write(call, uio, std::nullopt);
    std::array<std::byte, kRandomPiece> seed{};
    while (m_device == DeviceKind::Random && uio.left() > 0) { // fetched, and not needed
        auto fetched =
            co_await uio.fetch(std::span(seed).first(std::min<std::uint64_t>(uio.left(), seed.size())));
        if (!fetched)
            co_return fetched;
    }
    uio.swallow(); // the others copy nothing in
    moved(uio, offset);
    co_return Outcome<void>();
}

void DeviceFile::moved(const Uio &uio, std::optional<std::int64_t> offset)
{
    const auto count = static_cast<std::int64_t>(uio.moved());
    if (!offset && __builtin_add_overflow(m_position, count, &m_position))
        m_position = INT64_MAX;
}

std::uint32_t DeviceFile::pollEvents() const
{
    const std::uint32_t out = NB_POLLOUT | NB_POLLWRNORM;
    return m_device == DeviceKind::Console ? out : out | NB_POLLIN | NB_POLLRDNORM;
}

std::vector<std::byte> DeviceFile::stat() const
{
    return encodeStat(*m_inode);
}

} // namespace rumpscope::kernel
