// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/bridge/sentences.h"

#include <cstring>

namespace rumpscope::ui {

QString sentence(const event::ClientError &error)
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

QString reason(const event::ClientError &error)
{
    const char *host = error.hostErrno != 0 ? ::strerrorname_np(error.hostErrno) : nullptr;
    return QString::fromLatin1(host ? host : name(error.kind));
}

} // namespace rumpscope::ui
