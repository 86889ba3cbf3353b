// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/kit/record_copy.h"

#include "clientcore/abi/catalog.h"
#include "clientcore/call/scalar_text.h"
#include "clientcore/trace/store/seen_call.h"
#include "ui/kit/record_text.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

#include <algorithm>

namespace rumpscope::ui {

namespace {

using abi::Role;
using trace::CallRecord;

/// Nothing is cut: what is copied is to be used.
constexpr call::FormatLimits kWhole{16U << 20, 100'000};

QString view(std::string_view text)
{
    return QString::fromUtf8(text.data(), static_cast<qsizetype>(text.size()));
}

QString expressionOf(const CallRecord &record)
{
    const abi::Call *call = record.kind == CallRecord::Kind::Syscall ? abi::findCall(record.number) : nullptr;
    return call ? QString::fromStdString(trace::decode(record, kWhole).text) : QString();
}

/// In single quotes nothing is special to a shell but the quote itself.
QString shellQuoted(QString text)
{
    return QLatin1Char('\'') + text.replace(QLatin1Char('\''), QStringLiteral("'\\''")) + QLatin1Char('\'');
}

QString commandOf(const CallRecord &record, const QString &url)
{
    const QString expression = expressionOf(record);
    if (expression.isEmpty())
        return {};
    return QStringLiteral("rumpscope-cli call %1 %2").arg(shellQuoted(url), shellQuoted(expression));
}

QString arrayOf(const std::vector<std::byte> &bytes)
{
    QStringList items;
    for (const std::byte byte : bytes)
        items << QStringLiteral("0x%1").arg(static_cast<unsigned>(byte), 2, 16, QLatin1Char('0'));
    return items.join(QStringLiteral(", "));
}

/// Arguments of a C call, and the declarations they need before it.
class CText
{
public:
    CText(const abi::Call &call, const CallRecord &record)
        : m_call(call)
        , m_slots(record.arguments())
        , m_decoded(trace::decode(record, kWhole))
    {
        m_slots.resize(call.arguments.size());
    }

    [[nodiscard]] QString text()
    {
        QStringList arguments;
        std::size_t shown = 0;
        for (std::size_t i = 0; i < m_call.arguments.size(); ++i) {
            if (m_call.arguments[i].role == Role::Pad)
                continue;
            arguments << argument(i, m_decoded.arguments[shown]);
            ++shown;
        }
        if (m_call.result == abi::ResultKind::TwoFds) { // both values of the answer, as C has them
            m_declarations += QStringLiteral("    int descriptors[2];\n");
            arguments << QStringLiteral("descriptors");
        }
        QString call =
            QStringLiteral("%1(%2);").arg(view(m_call.function), arguments.join(QStringLiteral(", ")));
        if (m_declarations.isEmpty())
            return call;
        return QStringLiteral("{\n%1    %2\n}").arg(m_declarations, call);
    }

private:
    QString argument(std::size_t index, const call::DecodedArgument &decoded)
    {
        const abi::Argument &argument = m_call.arguments[index];
        const std::uint64_t slot = m_slots[index];
        const QString name = view(argument.name);
        const QString text = QString::fromStdString(decoded.text);
        if (call::isScalar(argument.role))
            return number(slot, text);
        if (slot == 0)
            return QStringLiteral("NULL");
        if (argument.role == Role::Path || argument.role == Role::String)
            return text.startsWith(QLatin1Char('"')) ? text : address(slot);
        if (argument.role == Role::BufferIn && !decoded.bytes.empty())
            return QString::fromStdString(call::quote(decoded.bytes, decoded.bytes.size()));
        const bool written = argument.role == Role::BufferOut || argument.role == Role::StructOut;
        if (!decoded.bytes.empty() && !written)
            m_declarations +=
                QStringLiteral("    unsigned char %1[] = {%2};\n").arg(name, arrayOf(decoded.bytes));
        else
            m_declarations += QStringLiteral("    unsigned char %1[%2]%3;\n")
                                  .arg(name)
                                  .arg(room(argument))
                                  .arg(written ? QString() : QStringLiteral(" = {0} /* never fetched */"));
        return QStringLiteral("(void *)") + name;
    }

    /// The number itself, with the names it stands for beside it: a C compiler knows other ones.
    static QString number(std::uint64_t slot, const QString &text)
    {
        const QString plain = QString::number(static_cast<std::int64_t>(slot));
        const bool names = std::any_of(text.begin(), text.end(), [](QChar c) { return c.isUpper(); });
        return names ? QStringLiteral("%1 /* %2 */").arg(plain, text) : plain;
    }

    /// Memory that the kernel never fetched: nobody knows what is there.
    static QString address(std::uint64_t slot)
    {
        return QStringLiteral("(void *)0x%1 /* never fetched */").arg(slot, 0, 16);
    }

    [[nodiscard]] std::uint64_t room(const abi::Argument &argument) const
    {
        const std::uint64_t unit = argument.structure ? argument.structure->size : 1;
        if (argument.lengthArgument < 0 || argument.lengthUnit == abi::LengthUnit::PointedTo)
            return std::max<std::uint64_t>(unit, 1);
        const std::uint64_t count = m_slots[static_cast<std::size_t>(argument.lengthArgument)];
        return argument.lengthUnit == abi::LengthUnit::Elements ? count * unit
                                                                : std::max<std::uint64_t>(count, 1);
    }

    const abi::Call &m_call;
    std::vector<std::uint64_t> m_slots;
    call::DecodedCall m_decoded;
    QString m_declarations;
};

QString cTextOf(const CallRecord &record)
{
    const abi::Call *call = record.kind == CallRecord::Kind::Syscall ? abi::findCall(record.number) : nullptr;
    return call && !call->function.empty() ? CText(*call, record).text() : QString();
}

QString jsonOf(const CallRecord &record)
{
    const RecordText text = textOf(record);
    QJsonObject json{{QStringLiteral("type"), QStringLiteral("call")},
                     {QStringLiteral("session"), static_cast<qint64>(record.session)},
                     {QStringLiteral("generation"), static_cast<qint64>(record.generation)},
                     {QStringLiteral("thread"), static_cast<qint64>(record.thread)},
                     {QStringLiteral("process"), QString::fromStdString(record.process)},
                     {QStringLiteral("call"), text.call},
                     {QStringLiteral("result"), text.result},
                     {QStringLiteral("round_trips"), static_cast<qint64>(record.roundTrips)},
                     {QStringLiteral("bytes_in"), static_cast<qint64>(record.bytesIn)},
                     {QStringLiteral("bytes_out"), static_cast<qint64>(record.bytesOut)}};
    if (record.pid)
        json.insert(QStringLiteral("pid"), *record.pid);
    if (record.outcome == CallRecord::Outcome::Answered && record.kind == CallRecord::Kind::Syscall) {
        json.insert(QStringLiteral("errno"), record.error);
        json.insert(QStringLiteral("retval"),
                    QJsonArray{static_cast<qint64>(record.retval[0]), static_cast<qint64>(record.retval[1])});
    }
    if (record.outcome != CallRecord::Outcome::Running)
        json.insert(QStringLiteral("latency_ns"),
                    static_cast<qint64>(std::chrono::nanoseconds(record.latency(record.ended)).count()));
    return QString::fromUtf8(QJsonDocument(json).toJson(QJsonDocument::Compact));
}

QString hexOf(const CallRecord &record)
{
    constexpr qsizetype kLine = 16;
    QString text;
    for (const event::FrameRecord &frame : record.frames) {
        const QByteArray bytes = bytesOf(frame);
        text += QStringLiteral("# %1\n").arg(textOf(frame));
        for (qsizetype at = 0; at < bytes.size(); at += kLine)
            text += QStringLiteral("%1  %2\n")
                        .arg(at, 4, 16, QLatin1Char('0'))
                        .arg(QString::fromLatin1(bytes.mid(at, kLine).toHex(' ')));
    }
    return text;
}

} // namespace

QString copyOf(const CallRecord &record, CopyForm form, const QString &url)
{
    switch (form) {
    case CopyForm::Expression:
        return expressionOf(record);
    case CopyForm::C:
        return cTextOf(record);
    case CopyForm::Command:
        return commandOf(record, url);
    case CopyForm::Json:
        return jsonOf(record);
    case CopyForm::Hex:
        return hexOf(record);
    }
    return {};
}

} // namespace rumpscope::ui
