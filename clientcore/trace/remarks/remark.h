// SPDX-License-Identifier: BSD-2-Clause
// What a person would want to know about a trace, and where to see it.
#pragma once

#include "clientcore/trace/store/call_record.h"

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace rumpscope::trace {

enum class RemarkRule : std::uint8_t {
    LostDescriptors, ///< EBADF after a reconnect
    RepeatedCall,    ///< sent again after a lost answer
    LostAnswer,
    ShortArguments, ///< fewer argument slots than the call takes
    NoFreeWorker,   ///< as many calls run as the server has workers
    Violation,      ///< a server request outside lent memory
    StrayAnswers,   ///< answers to nobody
    OpenToNetwork,  ///< everybody is root, over TCP
    UnclaimedChild,
    BlockedCall,
    SilentClient,   ///< the kernel waits for a copyin's answer
    SmallTransfers, ///< many calls where one would do
    SmallPieces,    ///< many copyins where one would do
    UnreadAnswers,  ///< a client leaves its answers in the tap
};

enum class Severity : std::uint8_t { Note, Warning, Error };

struct RuleFact
{
    RemarkRule rule;
    Severity severity;
    std::string_view key; ///< for settings: stays the same for ever
    std::string_view title;
    std::string_view advice; ///< what it means and what to do, in a sentence or two
};
[[nodiscard]] std::span<const RuleFact> remarkRules();
[[nodiscard]] const RuleFact &ruleFact(RemarkRule rule);

enum class RemarkId : std::uint32_t {};

struct Remark
{
    RemarkId id{};
    RemarkRule rule{};
    std::string text;
    std::vector<CallId> evidence; ///< first ones, in the order they happened; may have left the history
    std::uint64_t count = 0;      ///< how often, evidence that is not kept included
    TimePoint first{};
    TimePoint last{};
};

} // namespace rumpscope::trace
