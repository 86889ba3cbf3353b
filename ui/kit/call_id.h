// SPDX-License-Identifier: GPL-3.0-or-later
// Lets trace::CallId travel in signals.
#pragma once

#include "clientcore/trace/store/call_record.h"

#include <QDataStream>

namespace rumpscope::trace {

// Qt 6.4 streams an enumeration as its underlying type, and has no operator for unsigned long, which
// std::uint64_t is on 64-bit Linux: without these, moc's code for a signal with a CallId does not compile.
inline QDataStream &operator<<(QDataStream &stream, CallId id)
{
    return stream << static_cast<quint64>(id);
}
inline QDataStream &operator>>(QDataStream &stream, CallId &id)
{
    quint64 value = 0;
    stream >> value;
    id = static_cast<CallId>(value);
    return stream;
}

} // namespace rumpscope::trace
