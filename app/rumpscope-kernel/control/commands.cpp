// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/rumpscope-kernel/control/commands.h"

#include "app/rumpscope-kernel/calls/table.h"
#include "app/rumpscope-kernel/control/names.h"

#include <fmt/format.h>

#include <array>
#include <charconv>
#include <vector>

namespace rumpscope::kernel {

namespace {

using Words = std::vector<std::string_view>;
/// Nothing, or what is wrong.
using Done = tl::expected<std::string, std::string>;

constexpr std::uint64_t kLongestDelay = 3'600'000;
constexpr std::uint64_t kMostWorkers = 1'000'000;
constexpr std::size_t kLongestBanner = 95; // and its newline

tl::unexpected<std::string> wrong(std::string sentence)
{
    return tl::unexpected(std::move(sentence));
}

Words split(std::string_view line)
{
    Words words;
    while (!line.empty()) {
        const auto end = std::min(line.find(' '), line.size());
        if (end > 0)
            words.push_back(line.substr(0, end));
        line.remove_prefix(std::min(end + 1, line.size()));
    }
    return words;
}

std::optional<std::uint64_t> number(std::string_view text, std::uint64_t most)
{
    std::uint64_t value = 0;
    const auto [end, failed] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (failed != std::errc() || end != text.data() + text.size() || value > most)
        return std::nullopt;
    return value;
}

Done slow(Faults &faults, const Words &words)
{
    const auto calls = callsNamed(words[1]);
    if (calls.empty())
        return wrong(unknownCall(words[1]));
    const auto delay = number(words[2], kLongestDelay);
    if (!delay)
        return wrong(fmt::format("\"{}\": write milliseconds, an hour at most.", words[2]));
    for (const std::uint32_t call : calls)
        faults.rule(call).delay = Faults::Milliseconds(*delay);
    faults.forgetEmptyRules();
    return "";
}

Done failCalls(Faults &faults, const Words &words)
{
    const auto calls = callsNamed(words[1]);
    if (calls.empty())
        return wrong(unknownCall(words[1]));
    const bool never = words[2] == "never";
    const auto error = never ? Errno{} : errnoNamed(words[2]).value_or(Errno{});
    if (!never && error == Errno{})
        return wrong(
            fmt::format("\"{}\" is no errno of NetBSD: write ENOSPC or its number, or never.", words[2]));
    std::string_view share = words.size() > 3 ? words[3] : "100";
    if (share.ends_with('%'))
        share.remove_suffix(1);
    const auto percent = number(share, 100);
    if (!percent || *percent == 0)
        return wrong(fmt::format("\"{}\": write how many of 100 calls fail, 1 to 100.", share));
    for (const std::uint32_t call : calls) {
        Faults::Rule &rule = faults.rule(call);
        rule.error = error;
        rule.percent = static_cast<unsigned>(*percent);
        rule.owed = 0;
    }
    faults.forgetEmptyRules();
    return "";
}

Done plan(Faults &faults, const Words &words, Faults::Action action)
{
    std::uint64_t calls = 0;
    if (words.size() > 1) {
        const auto count =
            words.size() == 3 && words[1] == "after" ? number(words[2], UINT64_MAX) : std::nullopt;
        if (!count || *count == 0)
            return wrong(
                fmt::format("write {} alone, or {} after and a number of calls.", words[0], words[0]));
        calls = *count;
    }
    faults.plan(action, calls);
    return "";
}

Done workers(Faults &faults, const Words &words)
{
    const auto count = words[1] == "any" ? std::optional<std::uint64_t>(0) : number(words[1], kMostWorkers);
    if (!count)
        return wrong(fmt::format("\"{}\": write how many calls are served at once, or any.", words[1]));
    faults.setWorkers(static_cast<std::size_t>(*count));
    return "";
}

Done banner(Faults &faults, std::string_view text)
{
    if (text == "default") {
        faults.setBanner(Faults::defaultBanner());
        return "";
    }
    if (text.size() > kLongestBanner)
        return wrong(fmt::format("the banner may have {} characters.", kLongestBanner));
    faults.setBanner(std::string(text) + '\n');
    return "";
}

Done protocol(Faults &faults, const Words &words)
{
    const std::string_view version = words[1];
    const auto dot = version.find('.');
    if (dot == std::string_view::npos || !number(version.substr(0, dot), 99999) ||
        !number(version.substr(dot + 1), 99999))
        return wrong(fmt::format("\"{}\": write a version as 0.4.", version));
    const std::string standard = Faults::defaultBanner();
    const auto rest = standard.find('-', standard.find('-') + 1);
    faults.setBanner(fmt::format("RUMPSP-{}{}", version, standard.substr(rest)));
    return "";
}

std::string status(const Faults &faults)
{
    std::string text = fmt::format(" calls under way: {}\n", faults.busy());
    const std::string &banner = faults.banner();
    text += fmt::format(" banner: {}\n", std::string_view(banner).substr(0, banner.size() - 1));
    for (const auto &[number, rule] : faults.rules()) {
        const std::string name = callName(number);
        if (rule.delay.count() > 0)
            text += fmt::format(" slow {} {}\n", name, rule.delay.count());
        if (rule.error != Errno{})
            text += fmt::format(" fail {} {} {}%\n", name, errnoName(rule.error), rule.percent);
    }
    if (faults.workers() > 0)
        text += fmt::format(" workers {}\n", faults.workers());
    if (faults.silent())
        text += " silent\n";
    if (const auto action = faults.planned()) {
        constexpr std::array<std::string_view, 3> kNames{"die", "restart", "silent"};
        text += fmt::format(" {} after {}\n", kNames[static_cast<std::size_t>(*action)], faults.callsLeft());
    }
    return text;
}

std::string help()
{
    std::string text;
    for (const CommandHelp &command : commandHelp())
        text += fmt::format(" {:<28} {}\n", command.usage, command.meaning);
    return text;
}

Done carryOutWords(Faults &faults, const Words &words, std::string_view line)
{
    const std::string_view verb = words[0];
    const std::size_t count = words.size();
    if (verb == "slow" && count == 3)
        return slow(faults, words);
    if (verb == "fail" && (count == 3 || count == 4))
        return failCalls(faults, words);
    if (verb == "silent")
        return plan(faults, words, Faults::Action::Silence);
    if (verb == "die")
        return plan(faults, words, Faults::Action::Die);
    if (verb == "restart")
        return plan(faults, words, Faults::Action::Restart);
    if (verb == "workers" && count == 2)
        return workers(faults, words);
    if (verb == "protocol" && count == 2)
        return protocol(faults, words);
    if (verb == "banner" && count > 1)
        return banner(faults, line.substr(line.find(' ') + 1));
    if (verb == "status" && count == 1)
        return status(faults);
    if (verb == "help" && count == 1)
        return help();
    if (verb == "answer" && count == 1) {
        faults.setSilent(false);
        return "";
    }
    if (verb == "clear" && count == 1) {
        faults.clear();
        return "";
    }
    for (const CommandHelp &command : commandHelp()) {
        if (split(command.usage)[0] == verb)
            return wrong(fmt::format("write {}.", command.usage));
    }
    return wrong(fmt::format("\"{}\" is no command: write help.", verb));
}

} // namespace

std::span<const CommandHelp> commandHelp()
{
    static constexpr std::array<CommandHelp, 12> kHelp{{
        {"slow CALLS MILLISECONDS", "answer these calls that much later; 0: at once again"},
        {"fail CALLS ERRNO [PERCENT]", "let so many of a hundred of these calls fail; never: none"},
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

std::string carryOut(Faults &faults, std::string_view line)
{
    const Words words = split(line);
    const Done done =
        words.empty() ? wrong("an empty line: write help.") : carryOutWords(faults, words, line);
    return done ? *done + "ok\n" : "error " + done.error() + '\n';
}

} // namespace rumpscope::kernel
