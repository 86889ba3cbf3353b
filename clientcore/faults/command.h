// SPDX-License-Identifier: BSD-2-Clause
// What the practice kernel can be told to do wrong: the commands of its control socket, a line each.
#pragma once

#include <tl/expected.hpp>

#include <chrono>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <variant>

namespace rumpscope::faults {

// `calls` is always "all", a call's name, a family's name, or several of these with commas between them. Only
// the kernel knows which there are.

/// Answer calls that much later; 0: at once again.
struct Slow
{
    std::string calls;
    std::chrono::milliseconds delay{0};
    friend bool operator==(const Slow &, const Slow &) = default;
};
/// Let calls fail with an errno of NetBSD before they do anything; 0: none fails any more.
struct Fail
{
    std::string calls;
    std::int32_t error = 0;
    unsigned percent = 100; ///< how many of a hundred, 1 to 100
    friend bool operator==(const Fail &, const Fail &) = default;
};
/// Lose the connection of whoever makes such a call: before it is done, or when it was.
struct Lose
{
    enum class What { Request, Answer };
    What what = What::Request;
    std::string calls;
    std::uint32_t times = 1; ///< of so many calls; 0: of none any more
    friend bool operator==(const Lose &, const Lose &) = default;
};
/// Something that happens to the whole kernel, at once or when that many more calls were answered.
struct Happen
{
    enum class Event { Die, Restart, Silence };
    Event event = Event::Die;
    std::uint64_t after = 0; ///< 0: at once
    friend bool operator==(const Happen &, const Happen &) = default;
};
/// Serve so many calls at once; 0: as many as there are.
struct Workers
{
    std::uint32_t count = 0;
    friend bool operator==(const Workers &, const Workers &) = default;
};
/// Greet new clients with a line of text (without its newline); none: as usual.
struct Banner
{
    std::optional<std::string> text;
    friend bool operator==(const Banner &, const Banner &) = default;
};
/// Greet new clients with another version of the protocol.
struct Protocol
{
    std::uint32_t major = 0;
    std::uint32_t minor = 0;
    friend bool operator==(const Protocol &, const Protocol &) = default;
};
/// What takes no words: go on after a silence, everything as usual again, tell what is set, tell what there
/// is.
enum class Plain { Answer, Clear, Status, Help };

using Command = std::variant<Slow, Fail, Lose, Happen, Workers, Banner, Protocol, Plain>;

/// As it is written to the control socket, without a newline.
[[nodiscard]] std::string toLine(const Command &command);
/// The command in a line, or a sentence that says what is wrong and what to write instead. Blanks around and
/// between words do not matter.
[[nodiscard]] tl::expected<Command, std::string> parse(std::string_view line);

/// "ENOSPC" for its number, "errno 200" for one NetBSD has not.
[[nodiscard]] std::string errnoName(std::int32_t error);

struct CommandHelp
{
    std::string_view usage; ///< "slow CALLS MILLISECONDS"
    std::string_view meaning;
};
/// All commands, in the order people should read them.
[[nodiscard]] std::span<const CommandHelp> commandHelp();

} // namespace rumpscope::faults
