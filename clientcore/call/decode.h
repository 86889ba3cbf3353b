// SPDX-License-Identifier: BSD-2-Clause
// From slots and copies, as seen on the wire, back to text. Serves our own calls and anybody's behind a tap.
#pragma once

#include "clientcore/abi/catalog.h"

#include <array>
#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace rumpscope::call {

/// Memory that went over the wire while a call ran.
struct Copy
{
    enum class Kind { In, InStr, Out };
    Kind kind;
    std::uint64_t address = 0;
    std::span<const std::byte> data; ///< may be a prefix
    std::uint64_t length = 0;        ///< what really went over
};

/// A call as the wire shows it. Spans are borrowed.
struct SeenCall
{
    std::uint32_t number = 0;
    std::span<const std::uint64_t> arguments;
    std::span<const Copy> copies;
    bool answered = false;
    std::int32_t error = 0;
    std::array<std::int64_t, 2> retval{};
};

/// One argument for people: name and text, and the bytes behind it where there are any.
struct DecodedArgument
{
    std::string_view name;
    std::string text;                                        ///< "O_RDONLY|O_CLOEXEC"
    std::vector<std::pair<std::string, std::string>> fields; ///< of structures, for the console
    std::vector<std::byte> bytes;                            ///< of buffers: what was copied
};
struct DecodedCall
{
    std::string name; ///< display name; "syscall 999" for numbers outside the catalog
    std::vector<DecodedArgument> arguments;
    std::string text;   ///< name(arguments), one line, long strings cut with …
    std::string result; ///< "= 3", "-1 ENOENT", "…" while it runs
    bool failed = false;
};

struct FormatLimits
{
    std::size_t stringBytes = 32;
    std::size_t listItems = 8;
};

[[nodiscard]] DecodedCall decode(const SeenCall &seen, FormatLimits limits = {});
/// "-1 ENOENT (No such file or directory)"
[[nodiscard]] std::string errnoText(std::int32_t netbsdErrno, bool withMeaning = false);
/// A C string literal with escapes and quotes; cut to `limit` source bytes with … behind the quote.
[[nodiscard]] std::string quote(std::span<const std::byte> bytes, std::size_t limit);

} // namespace rumpscope::call
