// SPDX-License-Identifier: GPL-3.0-or-later
// What the core says about a typed call, in the units of a QString.
#pragma once

#include "clientcore/abi/catalog.h"

#include <QString>

namespace rumpscope::ui {

struct ExpressionCheck
{
    bool valid = false;
    int position = 0; ///< of the mistake
    int length = 0;
    QString mistake; ///< a sentence; empty where valid
    QString call;    ///< display name, where valid
    abi::Danger danger = abi::Danger::None;
    /// The mistake is that the text stops too early: more typing may mend it.
    bool unfinished = false;
};

[[nodiscard]] ExpressionCheck checkExpression(const QString &text);

/// Byte offsets in UTF-8 and positions in a QString, both ways.
[[nodiscard]] int utf8Offset(const QString &text, int position);
[[nodiscard]] int positionOf(const QByteArray &utf8, std::size_t offset);

} // namespace rumpscope::ui
