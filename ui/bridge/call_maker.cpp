// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/bridge/call_maker.h"

#include "clientcore/call/decode.h"
#include "clientcore/call/lent_copies.h"
#include "ui/bridge/sentences.h"

#include <QStringList>

#include <algorithm>

namespace rumpscope::ui {

namespace {

/// Bytes of a buffer that the console shows.
constexpr std::size_t kShownBytes = 4096;

/// As string literals in C stand below each other: a literal for each line of a text.
QStringList quotedLines(std::span<const std::byte> bytes)
{
    QStringList lines;
    auto rest = bytes.first(std::min(bytes.size(), kShownBytes));
    while (!rest.empty()) {
        const auto newline = std::find(rest.begin(), rest.end(), std::byte{'\n'});
        const auto length =
            static_cast<std::size_t>(newline - rest.begin()) + (newline != rest.end() ? 1 : 0);
        lines.push_back(QString::fromStdString(call::quote(rest.first(length), kShownBytes)));
        rest = rest.subspan(length);
    }
    if (bytes.size() > kShownBytes)
        lines.back() += QStringLiteral("…");
    return lines;
}

QList<std::pair<QString, QString>> detailsOf(const call::DecodedCall &decoded)
{
    QList<std::pair<QString, QString>> details;
    for (const call::DecodedArgument &argument : decoded.arguments) {
        QStringList lines;
        for (const auto &[field, value] : argument.fields) {
            const QString named =
                field.empty() ? QString() : QString::fromStdString(field) + QStringLiteral(": ");
            lines.push_back(named + QString::fromStdString(value));
        }
        if (lines.isEmpty() && !argument.bytes.empty())
            lines = quotedLines(argument.bytes);
        if (!lines.isEmpty())
            details.push_back(
                {QString::fromUtf8(argument.name.data(), static_cast<qsizetype>(argument.name.size())),
                 lines.join(QLatin1Char('\n'))});
    }
    return details;
}

} // namespace

CallOutcome refusedExpression(const QString &expression, const call::ExpressionError &error)
{
    CallOutcome outcome;
    outcome.expression = expression;
    outcome.text = expression;
    outcome.result = QString::fromStdString(error.message);
    outcome.failed = true;
    outcome.clientError = true;
    return outcome;
}

tl::expected<call::BoundCall, call::ExpressionError> bound(const QString &expression)
{
    const auto parsed = call::parse(expression.toStdString());
    if (!parsed)
        return tl::unexpected(parsed.error());
    return call::bind(*parsed);
}

CallOutcome makeCall(session::Session &session, const call::BoundCall &call)
{
    call::MarshalledCall marshalled = call::marshal(call, session.memory());
    const auto result = session.syscall({.number = call.call->number,
                                         .arguments = marshalled.arguments,
                                         .memory = &marshalled.memory,
                                         .repeatable = call.call->repeatable});
    const auto ranges = marshalled.memory.ranges();
    const auto copies = call::copiesOf(ranges);
    call::SeenCall seen{.number = call.call->number,
                        .arguments = marshalled.arguments,
                        .copies = copies,
                        .answered = result.has_value()};
    CallOutcome outcome;
    outcome.session = session.id();
    outcome.pid = session.pid();
    if (result) {
        seen.error = result->error;
        seen.retval = result->retval;
        outcome.latency = result->answered - result->sent;
        outcome.roundTrips = result->roundTrips;
        outcome.reqno = result->reqno;
        outcome.generation = static_cast<quint32>(result->generation);
    }
    const call::DecodedCall decoded = call::decode(seen);
    outcome.text = QString::fromStdString(decoded.text);
    outcome.result = result ? QString::fromStdString(decoded.result) : sentence(result.error());
    outcome.failed = !result || decoded.failed;
    outcome.clientError = !result;
    if (result)
        outcome.details = detailsOf(decoded);
    return outcome;
}

} // namespace rumpscope::ui
