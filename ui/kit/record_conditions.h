// SPDX-License-Identifier: GPL-3.0-or-later
// Filter conditions that a call fulfils: for "only this" and "not this".
#pragma once

#include "clientcore/trace/store/call_record.h"

#include <QStringList>

namespace rumpscope::ui {

/// The most telling first; each matches `record`.
[[nodiscard]] QStringList conditionsOf(const trace::CallRecord &record);
/// The one that fits a column of TraceModel; empty where none does.
[[nodiscard]] QString conditionOf(const trace::CallRecord &record, int column);

} // namespace rumpscope::ui
