// SPDX-License-Identifier: GPL-3.0-or-later
// Small conversions between the core's types and Qt's.
#pragma once

#include "clientcore/event/client_error.h"
#include "clientcore/event/event.h"

#include <QString>

namespace rumpscope::ui {

[[nodiscard]] QString sentence(const event::ClientError &error);
/// The same in a word, where there is room for no more: the host's errno ("ECONNREFUSED"), or the kind of
/// failure.
[[nodiscard]] QString reason(const event::ClientError &error);
/// Where on the time axis: seconds since `zero`.
[[nodiscard]] double secondsSince(transport::TimePoint zero, transport::TimePoint when);
[[nodiscard]] double microseconds(transport::Duration duration);

} // namespace rumpscope::ui
