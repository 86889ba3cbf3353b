// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/rumpscope-kernel/control/commands.h"

#include "app/rumpscope-kernel/control/names.h"

#include <fmt/format.h>

namespace rumpscope::kernel {

namespace {

using faults::Reply;

/// Without the newline of the line clients are greeted with.
std::string bannerText(const Faults &kernelFaults)
{
    const std::string &line = kernelFaults.banner();
    return line.substr(0, line.size() - 1);
}

/// What is set of one call, or of all.
void addRule(std::vector<faults::Command> &set, const std::string &calls, const Faults::Rule &rule)
{
    if (rule.delay.count() > 0)
        set.emplace_back(faults::Slow{calls, rule.delay});
    if (rule.error != Errno{})
        set.emplace_back(faults::Fail{calls, static_cast<std::int32_t>(rule.error), rule.percent});
    if (rule.loseRequests > 0)
        set.emplace_back(faults::Lose{faults::Lose::What::Request, calls, rule.loseRequests});
    if (rule.loseAnswers > 0)
        set.emplace_back(faults::Lose{faults::Lose::What::Answer, calls, rule.loseAnswers});
}

faults::Status status(const Faults &kernelFaults)
{
    faults::Status status{kernelFaults.busy(), bannerText(kernelFaults), {}};
    for (const auto &[number, rule] : kernelFaults.rules())
        addRule(status.set, callName(number), rule);
    status.set.emplace_back(faults::Workers{static_cast<std::uint32_t>(kernelFaults.workers())});
    if (kernelFaults.silent())
        status.set.emplace_back(faults::Happen{faults::Happen::Event::Silence});
    if (const auto action = kernelFaults.planned())
        status.set.emplace_back(faults::Happen{*action, kernelFaults.callsLeft()});
    return status;
}

Reply help()
{
    Reply reply;
    for (const faults::CommandHelp &command : faults::commandHelp())
        reply.lines.push_back(fmt::format("{:<28} {}", command.usage, command.meaning));
    return reply;
}

class CarryOut
{
public:
    explicit CarryOut(Faults &kernelFaults)
        : m_faults(kernelFaults)
    {}

    Reply operator()(const faults::Slow &slow) const
    {
        return onRules(slow.calls, [&](Faults::Rule &rule) { rule.delay = slow.delay; });
    }
    Reply operator()(const faults::Fail &fails) const
    {
        return onRules(fails.calls, [&](Faults::Rule &rule) {
            rule.error = Errno{fails.error};
            rule.percent = fails.percent;
            rule.owed = 0;
        });
    }
    Reply operator()(const faults::Lose &lose) const
    {
        return onRules(lose.calls, [&](Faults::Rule &rule) {
            (lose.what == faults::Lose::What::Request ? rule.loseRequests : rule.loseAnswers) = lose.times;
        });
    }
    Reply operator()(const faults::Happen &happens) const
    {
        m_faults.plan(happens.event, happens.after);
        return {};
    }
    Reply operator()(const faults::Workers &workers) const
    {
        m_faults.setWorkers(workers.count);
        return {};
    }
    Reply operator()(const faults::Banner &banner) const
    {
        m_faults.setBanner(banner.text ? *banner.text + '\n' : Faults::defaultBanner());
        return {};
    }
    Reply operator()(const faults::Protocol &protocol) const
    {
        const std::string usual = Faults::defaultBanner();
        const auto rest = usual.find('-', usual.find('-') + 1);
        m_faults.setBanner(fmt::format("RUMPSP-{}.{}{}", protocol.major, protocol.minor, usual.substr(rest)));
        return {};
    }
    Reply operator()(faults::Plain plain) const
    {
        switch (plain) {
        case faults::Plain::Answer:
            m_faults.setSilent(false);
            return {};
        case faults::Plain::Clear:
            m_faults.clear();
            return {};
        case faults::Plain::Status:
            return {status(m_faults).toLines(), {}};
        case faults::Plain::Help:
            break;
        }
        return help();
    }

private:
    template<class Change>
    Reply onRules(const std::string &names, Change change) const
    {
        const auto calls = callsNamed(names);
        if (calls.empty())
            return {{}, unknownCall(names)};
        for (const std::uint32_t call : calls)
            change(m_faults.rule(call));
        m_faults.forgetEmptyRules();
        return {};
    }

    Faults &m_faults;
};

} // namespace

faults::Reply carryOut(Faults &faults, const faults::Command &command)
{
    return std::visit(CarryOut(faults), command);
}

std::string carryOut(Faults &faults, std::string_view line)
{
    const auto command = faults::parse(line);
    const faults::Reply reply = command ? carryOut(faults, *command) : faults::Reply{{}, command.error()};
    return reply.toText();
}

} // namespace rumpscope::kernel
