// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/rumpscope-kernel/control/faults.h"

#include "clientcore/wire/banner.h"

namespace rumpscope::kernel {

Faults::Worker::~Worker()
{
    --m_faults.m_busy;
    m_faults.m_queue.wakeAll();
}

void Faults::forgetEmptyRules()
{
    std::erase_if(m_rules, [](const auto &entry) { return entry.second.isEmpty(); });
}

void Faults::clear()
{
    m_rules.clear();
    m_planned.reset();
    m_banner = defaultBanner();
    setWorkers(m_usualWorkers);
    setSilent(false);
}

Task<Outcome<void>> Faults::queue(Call &call)
{
    while (mustQueue()) {
        const auto waited = co_await call.waitOn(m_queue);
        if (!waited)
            co_return fail(NB_EBUSY);
    }
    co_return Outcome<void>();
}

Task<Outcome<void>> Faults::suffer(Call &call)
{
    Rule *const found = ruleFor(call.number);
    if (found == nullptr)
        co_return Outcome<void>();
    Rule &rule = *found;
    Errno error{};
    if (rule.error != Errno{}) {
        rule.owed += rule.percent;
        error = rule.owed >= 100 ? rule.error : Errno{};
        rule.owed %= 100;
    }
    if (rule.delay.count() > 0) { // the rule may be gone afterwards
        ++call.process->sleeping;
        const auto reason = co_await call.sleeper.sleep(SteadyClock::now() + rule.delay);
        --call.process->sleeping;
        if (reason == Sleeper::Reason::Interrupted)
            co_return fail(NB_EINTR);
    }
    if (error != Errno{})
        co_return tl::unexpected(error);
    co_return Outcome<void>();
}

Faults::Rule *Faults::ruleFor(std::uint32_t call)
{
    auto found = m_rules.find(call);
    if (found == m_rules.end())
        found = m_rules.find(kEveryCall);
    return found == m_rules.end() ? nullptr : &found->second;
}

bool Faults::loses(std::uint32_t call, faults::Lose::What what)
{
    Rule *const found = ruleFor(call);
    if (found == nullptr)
        return false;
    std::uint32_t &times = what == faults::Lose::What::Request ? found->loseRequests : found->loseAnswers;
    if (times == 0)
        return false;
    --times;
    forgetEmptyRules();
    return true;
}

void Faults::aboutToAnswer()
{
    if (!m_planned)
        return;
    if (m_callsLeft > 0) {
        --m_callsLeft;
        return;
    }
    const Action action = *m_planned;
    m_planned.reset();
    carryOut(action);
}

void Faults::setWorkers(std::size_t count)
{
    m_workers = count;
    m_queue.wakeAll();
}

void Faults::setSilent(bool silent)
{
    const bool ends = m_silent && !silent;
    m_silent = silent;
    if (ends && goOn)
        goOn();
}

std::string Faults::defaultBanner()
{
    return wire::encodeBanner({0, 4, "NetBSD", "7.99.34", "amd64"});
}

void Faults::plan(Action action, std::uint64_t calls)
{
    m_planned.reset();
    if (calls == 0)
        return carryOut(action);
    m_planned = action;
    m_callsLeft = calls;
}

void Faults::carryOut(Action action)
{
    if (sendAll)
        sendAll();
    if (action == Action::Silence)
        setSilent(true);
    else if (act)
        act(action);
}

} // namespace rumpscope::kernel
