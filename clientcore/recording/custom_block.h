// SPDX-License-Identifier: BSD-2-Clause
// What is ours in a pcapng file: blocks of JSON, and numbers in options of other blocks.
#pragma once

#include "clientcore/recording/block_source.h"

#include <nlohmann/json_fwd.hpp>

#include <optional>
#include <span>

namespace rumpscope::trace {

/// The object in a custom block of ours; nullopt for one of somebody else, null for one of ours without an
/// object in it.
[[nodiscard]] std::optional<nlohmann::json> jsonIn(const BlockSource::Block &block);

/// The value of an option of ours: the enterprise number, `numbers`, and a mark that tells their byte order.
/// Tools that write a file anew in the other order leave the values of such options as they are.
[[nodiscard]] wire::Bytes ourOption(std::span<const std::uint32_t> numbers);
/// Reads the numbers of such a value; nullopt for an option of somebody else. Recordings of before the mark
/// have the order of the enterprise number.
[[nodiscard]] std::optional<pcapng::BlockReader> ourNumbers(wire::ByteView value);

} // namespace rumpscope::trace
