// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/kit/expression_check.h"

#include "clientcore/call/marshal.h"

namespace rumpscope::ui {

int utf8Offset(const QString &text, int position)
{
    return static_cast<int>(QStringView(text).left(position).toUtf8().size());
}

int positionOf(const QByteArray &utf8, std::size_t offset)
{
    return static_cast<int>(QString::fromUtf8(utf8.left(static_cast<qsizetype>(offset))).size());
}

namespace {

ExpressionCheck mistaken(const QByteArray &utf8, const call::ExpressionError &error)
{
    ExpressionCheck check;
    check.position = positionOf(utf8, error.position);
    check.length = positionOf(utf8, error.position + error.length) - check.position;
    check.mistake = QString::fromStdString(error.message);
    check.unfinished = error.position >= static_cast<std::size_t>(utf8.trimmed().size());
    return check;
}

} // namespace

ExpressionCheck checkExpression(const QString &text)
{
    const QByteArray utf8 = text.toUtf8();
    const auto expression =
        call::parse(std::string_view(utf8.constData(), static_cast<std::size_t>(utf8.size())));
    if (!expression)
        return mistaken(utf8, expression.error());
    const auto bound = call::bind(*expression);
    if (!bound)
        return mistaken(utf8, bound.error());
    ExpressionCheck check;
    check.valid = true;
    check.call =
        QString::fromUtf8(bound->call->display.data(), static_cast<qsizetype>(bound->call->display.size()));
    check.danger = bound->call->danger;
    return check;
}

} // namespace rumpscope::ui
