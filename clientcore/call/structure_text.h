// SPDX-License-Identifier: BSD-2-Clause
// Bytes of NetBSD structures as text. Any bytes are fine: what is missing is left out and marked with "...".
#pragma once

#include "clientcore/abi/catalog.h"
#include "clientcore/call/bytes.h"
#include "clientcore/call/decode.h"

namespace rumpscope::call {

using FieldTexts = std::vector<std::pair<std::string, std::string>>;

class Behind;

/// How a structure is to be written. With a Behind, pointers are written as what they lead to, else as
/// numbers.
enum class Detail {
    Brief,       ///< its brief fields, if it has any
    Full,        ///< all of them
    WithoutZeros ///< all but zeros at its end: a pollfd nobody answered yet
};

[[nodiscard]] std::string structureText(const abi::Structure &structure, std::span<const std::byte> bytes,
                                        Detail detail, const FormatLimits &limits,
                                        const Behind *behind = nullptr);
/// Name and text of every field that is there.
[[nodiscard]] FieldTexts structureFields(const abi::Structure &structure, std::span<const std::byte> bytes,
                                         const FormatLimits &limits, const Behind *behind = nullptr);
/// One field of `owner`, whose bytes are `all`.
[[nodiscard]] std::string fieldText(const abi::Structure &owner, const abi::Field &field,
                                    std::span<const std::byte> all, const FormatLimits &limits,
                                    const Behind *behind = nullptr);
/// {AF_INET, "127.0.0.1", 80}
[[nodiscard]] std::string socketAddressText(std::span<const std::byte> bytes);

/// Elements of `stride` bytes each (0: the size of the structure); directory records as long as they say.
/// `fields`: as many as kMostFields are appended.
[[nodiscard]] std::string listText(const abi::Structure &structure, std::span<const std::byte> bytes,
                                   std::size_t stride, Detail detail, const FormatLimits &limits,
                                   FieldTexts &fields, const Behind *behind = nullptr);
inline constexpr std::size_t kMostFields = 1024;
/// The directory records in what getdents wrote, as far as each says where the next one begins.
[[nodiscard]] std::vector<std::span<const std::byte>> directoryRecords(std::span<const std::byte> bytes);

} // namespace rumpscope::call
