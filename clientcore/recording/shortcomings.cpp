// SPDX-License-Identifier: BSD-2-Clause
#include "clientcore/recording/shortcomings.h"

#include <fmt/format.h>

namespace rumpscope::trace {

namespace {

std::string counted(std::uint64_t count, const char *one, const char *many)
{
    return fmt::format("{} {}", count, count == 1 ? one : many);
}

} // namespace

std::vector<Shortcoming> shortcomingsOf(const RecordingFacts &facts)
{
    using Kind = Shortcoming::Kind;
    std::vector<Shortcoming> found;
    if (facts.lost > 0)
        found.push_back({Kind::Loss, counted(facts.lost, "event was", "events were") +
                                         " lost while recording: the disk or the reader was too slow."});
    if (facts.damaged > 0)
        found.push_back({Kind::Loss, counted(facts.damaged, "packet or note is", "packets or notes are") +
                                         " damaged, or were cut by another tool, and not shown."});
    for (const std::string &part : facts.missingParts)
        found.push_back({Kind::Loss, "Missing: " + part + " is not here, or belongs to another recording."});
    if (facts.firstPart > 1)
        found.push_back(
            {Kind::Remark,
             fmt::format("This is part {} of a recording in segments: what came before is not here.",
                         facts.firstPart)});
    if (!facts.ours && facts.frames == 0 && facts.turns == 0 && facts.damaged == 0)
        found.push_back({Kind::Foreign, "Nothing of rump_sp is in this file."});
    else if (facts.ours && !facts.complete && facts.missingParts.empty())
        found.push_back(
            {Kind::Remark, "The recording was not closed: it is still being written, or was cut off."});
    std::string kinds;
    for (const auto &[kind, count] : facts.passedOver)
        kinds += fmt::format("{}{} × {}", kinds.empty() ? "" : ", ", count, kind);
    if (!kinds.empty())
        found.push_back({Kind::Remark, "Passed over: " + kinds + "."});
    return found;
}

} // namespace rumpscope::trace
