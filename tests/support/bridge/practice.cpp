// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/bridge/practice.h"

#include <algorithm>

namespace rumpscope::ui::test {

Practice::Practice(const trace::Store::Limits &history)
    : workbench(std::make_unique<Workbench>(history))
{
    QObject::connect(workbench.get(), &Workbench::callFinished,
                     [this](const CallOutcome &outcome) { outcomes.push_back(outcome); });
    QObject::connect(workbench.get(), &Workbench::notice,
                     [this](const QString &sentence) { notices.push_back(sentence); });
}

Practice::~Practice() = default;

bool Practice::startKernel()
{
    kernel.start();
    return eventually([this] { return kernel.state() == PracticeKernel::State::Running; });
}

bool Practice::killKernel()
{
    kernel.kill();
    return eventually([this] { return kernel.state() == PracticeKernel::State::Stopped; });
}

bool Practice::connect()
{
    if (!startKernel())
        return false;
    workbench->connectTo(kernel.url());
    return waitForLife(1);
}

bool Practice::waitFor(LinkState state)
{
    return eventually([&] { return workbench->status().state == state; });
}

bool Practice::waitForLife(unsigned generation)
{
    return eventually([&] {
        const LinkStatus status = workbench->status();
        return workbench->primary() && status.state == LinkState::Connected &&
               status.generation == generation;
    });
}

CallOutcome Practice::call(const QString &expression, std::optional<SessionId> session)
{
    CallOutcome found;
    found.clientError = true;
    const Ticket ticket =
        workbench->call(session ? *session : workbench->primary().value_or(SessionId{}), expression);
    static_cast<void>(eventually([&] {
        const auto outcome = std::find_if(outcomes.begin(), outcomes.end(),
                                          [&](const CallOutcome &one) { return one.ticket == ticket; });
        if (outcome != outcomes.end())
            found = *outcome;
        return outcome != outcomes.end();
    }));
    return found;
}

const lineage::Node *Practice::node(const std::string &comm) const
{
    for (const auto &[id, node] : workbench->processes().nodes()) {
        if (node.comm == comm)
            return &node;
    }
    return nullptr;
}

const lineage::Node *Practice::node(lineage::Node::State state) const
{
    for (const auto &[id, node] : workbench->processes().nodes()) {
        if (node.state == state)
            return &node;
    }
    return nullptr;
}

int Practice::kernelPid() const
{
    const auto children = childProcesses();
    return children.empty() ? 0 : children.front();
}

} // namespace rumpscope::ui::test
