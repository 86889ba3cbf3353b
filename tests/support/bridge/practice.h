// SPDX-License-Identifier: GPL-3.0-or-later
// A workbench and a practice kernel, as the window has them.
#pragma once

#include "tests/support/bridge/surroundings.h"
#include "ui/bridge/practice_kernel.h"
#include "ui/bridge/workbench.h"

#include <QStringList>

#include <memory>

namespace rumpscope::ui::test {

/// Every function that waits handles events meanwhile, and says false after kPatience.
class Practice
{
public:
    explicit Practice(const trace::Store::Limits &history = {});
    ~Practice();

    PracticeKernel kernel;
    std::unique_ptr<Workbench> workbench;
    std::vector<CallOutcome> outcomes;
    QStringList notices;

    [[nodiscard]] bool startKernel();
    [[nodiscard]] bool killKernel();
    /// Starts the kernel, connects and waits for the first guest.
    [[nodiscard]] bool connect();
    [[nodiscard]] bool waitFor(LinkState state);
    /// Connected, in that life of the first guest.
    [[nodiscard]] bool waitForLife(unsigned generation);
    /// Of the primary session, or another one. Fails with clientError and no text after kPatience.
    [[nodiscard]] CallOutcome call(const QString &expression, std::optional<SessionId> session = {});
    /// The process's node in the tree; null where there is none.
    [[nodiscard]] const lineage::Node *node(const std::string &comm) const;
    [[nodiscard]] const lineage::Node *node(lineage::Node::State state) const;
    [[nodiscard]] int kernelPid() const; ///< of the program; 0 while it does not run
};

} // namespace rumpscope::ui::test
