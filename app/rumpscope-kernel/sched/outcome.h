// SPDX-License-Identifier: GPL-3.0-or-later
// Errors inside the practice kernel: NetBSD errno values, never the host's.
#pragma once

#include "clientcore/abi/netbsd.h"

#include <tl/expected.hpp>

#include <cstdint>

namespace rumpscope::kernel {

// Every constant of the kernel's interface is NetBSD's; the host's are never meant.
using namespace abi; // NOLINT(google-build-using-namespace)

/// A NetBSD errno; 0 is success.
enum class Errno : std::int32_t {};

/// What a call answers when its descriptor was closed while it waited. In NetBSD the call begins anew then,
/// and finds no descriptor; a rump kernel lets the number out.
inline constexpr std::int32_t kRestart = -3;

template<class T>
using Outcome = tl::expected<T, Errno>;

[[nodiscard]] inline tl::unexpected<Errno> fail(std::int64_t number)
{
    return tl::unexpected(static_cast<Errno>(number));
}

/// Hands an error on to whoever asked for something else.
template<class T>
[[nodiscard]] tl::unexpected<Errno> pass(const Outcome<T> &failed)
{
    return tl::unexpected(failed.error());
}

/// What a call answers when it succeeds: the two values of the protocol.
struct Values
{
    std::int64_t first = 0;
    std::int64_t second = 0;
};

/// The answer of a call that has no value.
[[nodiscard]] inline Outcome<Values> answer(const Outcome<void> &done)
{
    if (!done)
        return pass(done);
    return Values{};
}
[[nodiscard]] inline Outcome<Values> answer(std::int64_t first, std::int64_t second = 0)
{
    return Values{first, second};
}

} // namespace rumpscope::kernel
