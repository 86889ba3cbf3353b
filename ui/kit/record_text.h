// SPDX-License-Identifier: GPL-3.0-or-later
// Calls of the history in words.
#pragma once

#include "clientcore/trace/store/call_record.h"

#include <QByteArray>
#include <QString>

namespace rumpscope::ui {

/// One record as the trace shows it.
struct RecordText
{
    QString call;   ///< open("/x", O_RDONLY), or what a lifecycle step did
    QString result; ///< = 3, -1 ENOENT (...), "running", "answer lost"
    bool failed = false;
};
[[nodiscard]] RecordText textOf(const trace::CallRecord &record);
/// One frame of a record: "COPYIN 4096 bytes at 0x10000000".
[[nodiscard]] QString textOf(const event::FrameRecord &frame);
/// One frame as a message between client and kernel: "COPYINSTR of up to 1024 bytes at 0x1000".
[[nodiscard]] QString messageText(const event::FrameRecord &frame);
/// Header and kept payload.
[[nodiscard]] QByteArray bytesOf(const event::FrameRecord &frame);
/// "a1b2c3d4…": enough of a cookie to tell two apart.
[[nodiscard]] QString textOf(const wire::Cookie &cookie);

} // namespace rumpscope::ui
