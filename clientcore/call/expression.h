// SPDX-License-Identifier: BSD-2-Clause
// Call expressions as strace prints them: open("/tmp/x", O_CREAT|O_RDWR, 0644).
#pragma once

#include <tl/expected.hpp>

#include <cstdint>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace rumpscope::call {

/// A mistake in what was typed: where, and a sentence that says what to write instead.
struct ExpressionError
{
    std::size_t position = 0;
    std::size_t length = 0;
    std::string message;
};

struct Value;
struct NumberValue
{
    std::int64_t number;
}; ///< 12, -1, 0x10, 0644, 'c'
struct StringValue
{
    std::string bytes;
    bool cut = false; ///< "a"…: as printed, not whole
};                    ///< "a\n\0", C escapes
struct NamesValue
{
    std::vector<std::string> names;
    std::int64_t rest = 0;
}; ///< O_CREAT|O_RDWR|0x8
struct NullValue
{}; ///< NULL
struct ListValue
{
    std::vector<Value> items;
    bool cut = false; ///< [1, 2, ...]
};                    ///< [1, 2] or [pollfd...]
struct FieldValue;
struct StructValue
{
    std::vector<FieldValue> fields;
    bool cut = false; ///< {fd=3, ...}
};                    ///< {fd=3, events=POLLIN} or {AF_INET, "127.0.0.1", 80}
/// Room for the kernel to write: `[64]` (bytes) or nothing written, where the catalog knows the size.
struct RoomValue
{
    std::uint64_t size;
};

struct PointerValue;
/// Memory with pointers in it, as binding makes it: never typed.
struct BlockValue
{
    std::string bytes;
    bool written = false; ///< the kernel writes it, too
    std::vector<PointerValue> pointers;
};

/// A parsed argument with its place in the text.
struct Value
{
    std::variant<NumberValue, StringValue, NamesValue, NullValue, ListValue, StructValue, RoomValue,
                 BlockValue>
        is;
    std::size_t position = 0;
    std::size_t length = 0;
};
struct FieldValue
{
    std::string name;
    Value value;
};

/// What a pointer inside a block leads to.
struct PointerValue
{
    std::size_t offset; ///< of the pointer, in the block
    Value target;       ///< a string, bytes, room or another block; nothing: NULL
    bool string = false;
};

/// name(argument, ...)
struct Expression
{
    std::string name;
    std::size_t namePosition = 0;
    std::size_t nameLength = 0;
    std::vector<Value> arguments;
    std::size_t end = 0; ///< just behind the closing parenthesis
};

[[nodiscard]] tl::expected<Expression, ExpressionError> parse(std::string_view text);

} // namespace rumpscope::call
