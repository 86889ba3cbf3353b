// SPDX-License-Identifier: BSD-2-Clause
// What comes of asking a kernel something.
#pragma once

#include "clientcore/event/client_error.h"

#include <tl/expected.hpp>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace rumpscope::query {

/// Either the connection failed, or the kernel refused: never both.
struct QueryError
{
    std::optional<event::ClientError> client;
    std::int32_t kernel = 0; ///< NetBSD errno
    std::string what;        ///< what was asked: "sysctl kern.hostname"

    [[nodiscard]] std::string sentence() const;
};

template<class T>
using Answer = tl::expected<T, QueryError>;
using Bytes = std::vector<std::byte>;

} // namespace rumpscope::query
