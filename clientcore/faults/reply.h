// SPDX-License-Identifier: BSD-2-Clause
// What the control socket answers to a command: lines that begin with a blank, then "ok", or "error" and a
// sentence.
#pragma once

#include "clientcore/faults/command.h"

#include <vector>

namespace rumpscope::faults {

struct Reply
{
    std::vector<std::string> lines;   ///< what is told, without the blank
    std::optional<std::string> error; ///< why the command was refused

    /// As it is written, newlines included.
    [[nodiscard]] std::string toText() const;
    /// From a whole answer; a sentence for what is none.
    [[nodiscard]] static tl::expected<Reply, std::string> parse(std::string_view text);
    friend bool operator==(const Reply &, const Reply &) = default;
};
/// Whether `text` ends with the last line of an answer.
[[nodiscard]] bool isWhole(std::string_view text);

/// The answer to "status".
struct Status
{
    std::uint64_t busy = 0;   ///< calls under way, without those that wait for a worker
    std::string banner;       ///< without its newline
    std::vector<Command> set; ///< given to a fresh kernel, these bring it to where this one is

    [[nodiscard]] std::vector<std::string> toLines() const;
    [[nodiscard]] static tl::expected<Status, std::string> parse(const std::vector<std::string> &lines);
    friend bool operator==(const Status &, const Status &) = default;
};

} // namespace rumpscope::faults
