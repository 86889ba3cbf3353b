// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/bridge/sentences.h"

namespace rumpscope::ui {

QString sentence(const session::ClientError &error)
{
    return QString::fromStdString(error.sentence());
}

double secondsSince(transport::TimePoint zero, transport::TimePoint when)
{
    return std::chrono::duration<double>(when - zero).count();
}

double microseconds(transport::Duration duration)
{
    return std::chrono::duration<double, std::micro>(duration).count();
}

} // namespace rumpscope::ui
