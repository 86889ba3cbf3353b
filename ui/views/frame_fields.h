// SPDX-License-Identifier: GPL-3.0-or-later
// A frame taken apart: each field with the bytes it stands in.
#pragma once

#include <QByteArray>
#include <QList>
#include <QString>

namespace rumpscope::ui {

struct FrameField
{
    QString name;
    QString text;
    int offset = 0; ///< from the frame's first byte
    int length = 0;
};

/// Fields of header and payload (rump_sp, "Frames"), as far as `frame` goes: it may be a prefix, and nothing
/// in it is trusted. What does not fit its type's layout comes as plain bytes.
[[nodiscard]] QList<FrameField> fieldsOf(const QByteArray &frame);

/// "COPYOUT server → client, 129 bytes"
[[nodiscard]] QString titleOf(const QByteArray &frame);

} // namespace rumpscope::ui
