// SPDX-License-Identifier: GPL-3.0-or-later
// What goes wrong on purpose: slow calls, failing calls, silence, few workers, another banner, a sudden end.
#pragma once

#include "app/rumpscope-kernel/core/call.h"
#include "clientcore/faults/command.h"

#include <functional>
#include <map>
#include <optional>
#include <string>

namespace rumpscope::kernel {

/// Shared by all clients of a server, on its thread. Nothing is wrong at first.
class Faults
{
public:
    using Milliseconds = std::chrono::milliseconds;
    using Action = faults::Happen::Event;

    /// Of one call, or of all. A call's own rule counts, where there is one, else the rule for all.
    struct Rule
    {
        Milliseconds delay{0};
        Errno error{};                  ///< what fails answers; 0: nothing does
        unsigned percent = 100;         ///< how many of a hundred calls fail, evenly spread
        unsigned owed = 0;              ///< hundredths of a failure since the last one
        std::uint32_t loseRequests = 0; ///< so many callers lose their connection before the call is done
        std::uint32_t loseAnswers = 0;  ///< ... or when it was

        [[nodiscard]] bool isEmpty() const
        {
            return delay.count() == 0 && error == Errno{} && loseRequests == 0 && loseAnswers == 0;
        }
    };
    /// The number of all calls in rules.
    static constexpr std::uint32_t kEveryCall = ~0U;

    /// A place among those who serve calls; given back at its end.
    class Worker
    {
    public:
        explicit Worker(Faults &faults)
            : m_faults(faults)
        {
            ++m_faults.m_busy;
        }
        Worker(const Worker &) = delete;
        Worker &operator=(const Worker &) = delete;
        ~Worker();

    private:
        Faults &m_faults;
    };

    /// As many workers as the real server has.
    static constexpr std::size_t kRealWorkers = 128;

    /// What is usual: 0 workers are as many as there are calls.
    explicit Faults(std::size_t workers = kRealWorkers)
        : m_usualWorkers(workers)
    {}
    Faults(const Faults &) = delete;
    Faults &operator=(const Faults &) = delete;

    [[nodiscard]] Rule &rule(std::uint32_t call) { return m_rules[call]; }
    [[nodiscard]] const std::map<std::uint32_t, Rule> &rules() const { return m_rules; }
    /// Takes rules away that do nothing.
    void forgetEmptyRules();
    /// Everything as at first; calls that wait for a worker go on.
    void clear();

    /// A call has to wait for a worker.
    [[nodiscard]] bool mustQueue() const { return m_workers != 0 && m_busy >= m_workers; }
    /// Waits for a worker. EBUSY when an exec or the client's end comes first, as in the real server.
    [[nodiscard]] Task<Outcome<void>> queue(Call &call);
    /// Whether rules may say something about a call.
    [[nodiscard]] bool hasRules() const { return !m_rules.empty(); }
    /// Waits as long as the rule says; then the errno it says, or none. EINTR when interrupted.
    [[nodiscard]] Task<Outcome<void>> suffer(Call &call);
    /// Whether the caller is to lose its connection here: one of the times that were asked for is over then.
    [[nodiscard]] bool loses(std::uint32_t call, faults::Lose::What what);
    /// Counts answers: what was planned happens in place of the next one.
    void aboutToAnswer();

    /// 0: as many as there are calls.
    void setWorkers(std::size_t count);
    [[nodiscard]] std::size_t workers() const { return m_workers; }
    /// Calls under way, without those that wait for a worker.
    [[nodiscard]] std::size_t busy() const { return m_busy; }

    /// Clients are neither read from nor written to, and new ones get no banner.
    [[nodiscard]] bool silent() const { return m_silent; }
    void setSilent(bool silent);
    /// The line new clients are greeted with, its newline included.
    [[nodiscard]] const std::string &banner() const { return m_banner; }
    void setBanner(std::string line) { m_banner = std::move(line); }
    [[nodiscard]] static std::string defaultBanner();

    /// `action` at once, or when that many more calls were answered and there is another to answer.
    void plan(Action action, std::uint64_t calls);
    [[nodiscard]] std::optional<Action> planned() const { return m_planned; }
    [[nodiscard]] std::uint64_t callsLeft() const { return m_callsLeft; }
    /// Who carries out Die and Restart, sends what was answered so far, and goes on after a silence.
    std::function<void(Action)> act;
    std::function<void()> sendAll;
    std::function<void()> goOn;

private:
    /// A call's own rule, or that for all; null: none.
    [[nodiscard]] Rule *ruleFor(std::uint32_t call);
    void carryOut(Action action);

    std::map<std::uint32_t, Rule> m_rules;
    std::size_t m_usualWorkers;
    std::size_t m_workers = m_usualWorkers;
    std::size_t m_busy = 0;
    WaitQueue m_queue; ///< for a worker
    bool m_silent = false;
    std::string m_banner = defaultBanner();
    std::optional<Action> m_planned;
    std::uint64_t m_callsLeft = 0;
};

} // namespace rumpscope::kernel
