// SPDX-License-Identifier: BSD-2-Clause
#include "clientcore/faults/command.h"

#include "clientcore/abi/catalog.h"

#include <fmt/format.h>

#include <array>

namespace rumpscope::faults {

namespace {

struct Writer
{
    std::string operator()(const Slow &slow) const
    {
        return fmt::format("slow {} {}", slow.calls, slow.delay.count());
    }
    std::string operator()(const Fail &fails) const
    {
        if (fails.error == 0)
            return fmt::format("fail {} never", fails.calls);
        const std::string name =
            abi::findErrno(fails.error) != nullptr ? errnoName(fails.error) : fmt::format("{}", fails.error);
        return fmt::format("fail {} {} {}%", fails.calls, name, fails.percent);
    }
    std::string operator()(const Lose &lose) const
    {
        const std::string_view verb = lose.what == Lose::What::Request ? "lose-request" : "lose-answer";
        return fmt::format("{} {} {}", verb, lose.calls, lose.times);
    }
    std::string operator()(const Happen &happens) const
    {
        constexpr std::array<std::string_view, 3> kVerbs{"die", "restart", "silent"};
        const std::string_view verb = kVerbs[static_cast<std::size_t>(happens.event)];
        return happens.after == 0 ? std::string(verb) : fmt::format("{} after {}", verb, happens.after);
    }
    std::string operator()(const Workers &workers) const
    {
        return workers.count == 0 ? "workers any" : fmt::format("workers {}", workers.count);
    }
    std::string operator()(const Banner &banner) const { return "banner " + banner.text.value_or("default"); }
    std::string operator()(const Protocol &protocol) const
    {
        return fmt::format("protocol {}.{}", protocol.major, protocol.minor);
    }
    std::string operator()(Plain plain) const
    {
        constexpr std::array<std::string_view, 4> kVerbs{"answer", "clear", "status", "help"};
        return std::string(kVerbs[static_cast<std::size_t>(plain)]);
    }
};

} // namespace

std::string toLine(const Command &command)
{
    return std::visit(Writer{}, command);
}

std::string errnoName(std::int32_t error)
{
    const abi::ErrnoFact *fact = abi::findErrno(error);
    return fact != nullptr ? std::string(fact->name) : fmt::format("errno {}", error);
}

std::span<const CommandHelp> commandHelp()
{
    static constexpr std::array<CommandHelp, 14> kHelp{{
        {"slow CALLS MILLISECONDS", "answer these calls that much later; 0: at once again"},
        {"fail CALLS ERRNO [PERCENT]", "let so many of a hundred of these calls fail; never: none"},
        {"lose-request CALLS [TIMES]", "lose the caller's connection before the call is done, once or TIMES"},
        {"lose-answer CALLS [TIMES]", "do the call, then lose the caller's connection instead of answering"},
        {"silent [after N]", "stop reading and answering (after N more answers)"},
        {"answer", "go on after a silence"},
        {"die [after N]", "end at once, as a crash would (after N more answers)"},
        {"restart [after N]", "lose everything and begin anew (after N more answers)"},
        {"workers N", "serve N calls at once, as the real server serves 128; any: all"},
        {"banner TEXT", "greet new clients with TEXT; default: as usual"},
        {"protocol MAJOR.MINOR", "greet new clients with this version"},
        {"clear", "everything as usual again"},
        {"status", "what is set, and how many calls are under way"},
        {"help", "these lines"},
    }};
    return kHelp;
}

} // namespace rumpscope::faults
