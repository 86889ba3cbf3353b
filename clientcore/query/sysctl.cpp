// SPDX-License-Identifier: BSD-2-Clause
#include "clientcore/query/sysctl.h"

#include "clientcore/abi/catalog.h"
#include "clientcore/abi/netbsd.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstring>

namespace rumpscope::query {

namespace {

/// One call. `old` is as long as the room for the old value and comes back as
/// long as the kernel says; with no room only its length is asked.
Answer<void> call(session::Session &session, const Mib &mib, const std::string &what, Bytes &old,
                  std::size_t &length, std::span<const std::byte> given)
{
    memory::CallMemory memory(session.memory());
    const std::uint64_t room = old.size();
    const auto name = memory.in(std::as_bytes(std::span(mib)));
    const auto value = old.empty() ? memory::Address{0} : memory.out(old.size());
    const auto size = memory.inOut(std::as_bytes(std::span(&room, 1)));
    const auto fresh = given.empty() ? memory::Address{0} : memory.in(given);
    const std::array<std::uint64_t, 6> arguments{name, mib.size(), value, size, fresh, given.size()};
    const auto answer = session.syscall({.number = abi::NB_SYS___sysctl,
                                         .arguments = arguments,
                                         .memory = &memory,
                                         .repeatable = true,
                                         .housekeeping = true});
    if (!answer)
        return tl::unexpected(QueryError{answer.error(), 0, what});
    std::uint64_t said = 0;
    const auto after = memory.contents(size);
    std::memcpy(&said, after.data(), std::min(sizeof said, after.size()));
    length = static_cast<std::size_t>(std::min<std::uint64_t>(said, kLongestValue));
    if (answer->error != 0)
        return tl::unexpected(QueryError{{}, answer->error, what});
    if (value != 0) {
        old = memory.contents(value);
        old.resize(std::min(memory.written(value), length));
    }
    return {};
}

} // namespace

std::string QueryError::sentence() const
{
    if (client)
        return client->sentence();
    const abi::ErrnoFact *fact = abi::findErrno(kernel);
    return fact ? fmt::format("{}: {} ({}).", what, fact->meaning, fact->name)
                : fmt::format("{}: error {}.", what, kernel);
}

Answer<Bytes> readSysctl(session::Session &session, const Mib &mib, const std::string &what,
                         std::span<const std::byte> given)
{
    Bytes value;
    std::size_t length = 0;
    if (auto asked = call(session, mib, what, value, length, given); !asked)
        return tl::unexpected(asked.error());
    for (;;) {
        if (length == 0)
            return Bytes{};
        value.assign(length, std::byte{0});
        auto asked = call(session, mib, what, value, length, given);
        if (asked)
            return value;
        const bool grown = !asked.error().client && asked.error().kernel == abi::NB_ENOMEM;
        if (!grown || value.size() >= kLongestValue)
            return tl::unexpected(asked.error());
        length = std::min(std::max(length, 2 * value.size()), kLongestValue);
    }
}

Answer<void> writeSysctl(session::Session &session, const Mib &mib, const std::string &what,
                         std::span<const std::byte> value)
{
    Bytes none;
    std::size_t length = 0;
    return call(session, mib, what, none, length, value);
}

} // namespace rumpscope::query
