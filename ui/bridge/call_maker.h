// SPDX-License-Identifier: GPL-3.0-or-later
// From a checked expression to what a person reads: marshal, call, decode. Runs on worker threads.
#pragma once

#include "clientcore/call/marshal.h"
#include "clientcore/session/session.h"
#include "ui/bridge/call_outcome.h"

namespace rumpscope::ui {

/// A mistake in what was typed, as an outcome: nothing left.
[[nodiscard]] CallOutcome refusedExpression(const QString &expression, const call::ExpressionError &error);
/// Parses and checks.
[[nodiscard]] tl::expected<call::BoundCall, call::ExpressionError> bound(const QString &expression);
/// Makes the call on this thread and waits for its answer. Ticket and expression are the caller's to fill in.
[[nodiscard]] CallOutcome makeCall(session::Session &session, const call::BoundCall &call);

} // namespace rumpscope::ui
