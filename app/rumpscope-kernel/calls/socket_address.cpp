// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/rumpscope-kernel/calls/socket_address.h"

#include <algorithm>

namespace rumpscope::kernel {

Outcome<FilePtr> socketFile(Call &call, std::size_t index)
{
    auto file = call.file(index);
    if (file && (*file)->socket() == nullptr)
        return fail(NB_ENOTSOCK);
    return file;
}

Task<Outcome<AddressBytes>> fetchAddress(Call &call, std::uint64_t address, std::uint64_t length)
{
    constexpr std::uint64_t kShortest = 3;
    constexpr std::uint64_t kLongest = 255;
    if (static_cast<std::uint32_t>(length) < kShortest || static_cast<std::uint32_t>(length) > kLongest)
        co_return fail(NB_EINVAL);
    AddressBytes bytes(static_cast<std::uint32_t>(length));
    auto copied = co_await call.memory.copyIn(address, bytes);
    if (!copied)
        co_return pass(copied);
    // 4.3BSD had a family of 16 bits, as hosts have: its first byte is read as the length, its second is 0.
    if (bytes[1] == std::byte{0} && std::to_integer<std::uint8_t>(bytes[0]) < NB_AF_MAX)
        bytes[1] = bytes[0];
    bytes[0] = static_cast<std::byte>(bytes.size());
    co_return bytes;
}

Task<Outcome<void>> giveAddress(Call &call, AddressBytes name, std::uint64_t address,
                                std::uint64_t lengthAddress, std::uint32_t room)
{
    const auto count = std::min<std::uint32_t>(room, static_cast<std::uint32_t>(name.size()));
    auto copied = co_await call.memory.copyOut(address, ByteView(name).first(count));
    if (!copied)
        co_return copied;
    if (lengthAddress != 0)
        co_return co_await call.copyOut(lengthAddress, count);
    co_return Outcome<void>();
}

} // namespace rumpscope::kernel
