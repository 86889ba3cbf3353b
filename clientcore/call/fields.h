// SPDX-License-Identifier: BSD-2-Clause
// A call as a tree of fields: each argument, structure, element and flag with its type, its value, what it
// means, and where its bytes went over the wire.
#pragma once

#include "clientcore/call/decode.h"

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace rumpscope::call {

/// Where bytes of a call are.
struct Spot
{
    enum class In : std::uint8_t {
        Nowhere,  ///< they did not go over the wire, or were not kept
        Argument, ///< slot `index` of the request
        Copy,     ///< copy `index` of SeenCall::copies, from its first byte of data
        Answer,   ///< payload of the answer
    };
    In in = In::Nowhere;
    std::size_t index = 0;
    std::size_t offset = 0; ///< bytes
    std::size_t size = 0;   ///< bytes
};

struct Field
{
    std::string name;    ///< "st_mode", "[2]", "O_CREAT"
    std::string type;    ///< "int", "u32", "struct stat"; empty for a part of a value
    std::string text;    ///< its value: "S_IFREG|0644"
    std::string meaning; ///< a few words with the unit; may be empty
    Spot spot;
    std::vector<Field> children;
};

/// The arguments in order, unused slots included, then the result once there is one. Anything may be in the
/// bytes; what did not go over the wire has no children. Elements, depth and bytes are bounded.
[[nodiscard]] std::vector<Field> fieldsOf(const SeenCall &seen);

/// Elements shown of one list; the last child counts the others.
inline constexpr std::size_t kMostElementFields = 256;
/// Fields behind the pointers of one call; what is beyond is left out. Pointers may lead to the same bytes
/// again.
inline constexpr std::size_t kMostFieldsOfACall = 20'000;

} // namespace rumpscope::call
