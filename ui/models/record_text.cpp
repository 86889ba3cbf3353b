// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/record_text.h"

#include "clientcore/abi/catalog.h"
#include "clientcore/call/decode.h"

#include <QObject>

namespace rumpscope::ui {

namespace {

using Kind = trace::CallRecord::Kind;
using Outcome = trace::CallRecord::Outcome;
using wire::FrameClass;
using wire::FrameType;

QString view(std::string_view text)
{
    return QString::fromUtf8(text.data(), static_cast<qsizetype>(text.size()));
}

/// What was copied while the call ran, as far as the frames are kept. Answers follow their requests.
std::vector<call::Copy> copiesOf(const trace::CallRecord &record)
{
    std::vector<call::Copy> copies;
    std::vector<std::pair<std::uint64_t, const trace::FrameEvent *>> asked;
    for (const trace::FrameEvent &frame : record.frames) {
        const wire::FrameView seen{frame.header, frame.payload};
        const FrameType type = frame.header.type;
        const bool request = frame.header.frameClass == FrameClass::Request;
        if (request && (type == FrameType::CopyIn || type == FrameType::CopyInStr)) {
            asked.emplace_back(frame.header.reqno, &frame);
        } else if (request && (type == FrameType::CopyOut || type == FrameType::CopyOutStr)) {
            constexpr std::size_t kHead = 16;
            if (frame.payload.size() < kHead)
                continue;
            wire::FrameView head = seen;
            head.header.length = wire::kHeaderSize + kHead;
            head.payload = seen.payload.first(kHead);
            const auto place = wire::decodeCopyIn(head); // length and address, as in a COPYIN
            if (place)
                copies.push_back(
                    {call::Copy::Kind::Out, place->address, seen.payload.subspan(kHead), place->length});
        } else if (!request && type == FrameType::CopyIn) {
            for (const auto &[reqno, question] : asked) {
                if (reqno != frame.header.reqno)
                    continue;
                const auto place = wire::decodeCopyIn({question->header, question->payload});
                if (place)
                    copies.push_back({question->header.type == FrameType::CopyIn ? call::Copy::Kind::In
                                                                                 : call::Copy::Kind::InStr,
                                      place->address, seen.payload, frame.header.payloadLength()});
            }
            std::erase_if(asked, [&](const auto &one) { return one.first == frame.header.reqno; });
        }
    }
    return copies;
}

RecordText syscallText(const trace::CallRecord &record)
{
    const auto arguments = record.arguments();
    const auto copies = copiesOf(record);
    const call::DecodedCall decoded = call::decode({.number = record.number,
                                                    .arguments = arguments,
                                                    .copies = copies,
                                                    .answered = record.outcome == Outcome::Answered,
                                                    .error = record.error,
                                                    .retval = record.retval});
    return {QString::fromStdString(decoded.text), QString::fromStdString(decoded.result), decoded.failed};
}

QString lifecycleText(const trace::CallRecord &record)
{
    const QString name = QString::fromStdString(record.text);
    const QString cookie = record.cookie ? textOf(*record.cookie) : QString();
    switch (record.kind) {
    case Kind::Guest:
        return QObject::tr("● guest “%1”").arg(name);
    case Kind::Fork:
        return record.outcome == Outcome::Cancelled
                   ? QObject::tr("✝ cancel of prepared child %1").arg(cookie)
                   : QObject::tr("↳ fork: claims prepared child %1").arg(cookie);
    case Kind::Exec:
        return record.before.empty()
                   ? QObject::tr("⟳ exec “%1”").arg(name)
                   : QObject::tr("⟳ exec “%1” → “%2”").arg(QString::fromStdString(record.before), name);
    case Kind::Prefork:
        return cookie.isEmpty() ? QObject::tr("◌ prefork")
                                : QObject::tr("◌ prefork: prepares child %1").arg(cookie);
    case Kind::Raise: {
        const auto signal = abi::signalName(static_cast<std::int32_t>(record.number));
        return signal.empty() ? QObject::tr("signal %1").arg(record.number)
                              : QObject::tr("signal %1").arg(view(signal));
    }
    case Kind::Syscall:
    case Kind::Unknown:
        break;
    }
    return QObject::tr("request with number %1, which rump_sp does not have").arg(record.number);
}

QString resultText(const trace::CallRecord &record)
{
    switch (record.outcome) {
    case Outcome::Running:
        return QObject::tr("running");
    case Outcome::Refused:
        return QObject::tr("refused: %1")
            .arg(view(wire::meaning(static_cast<wire::ErrorCode>(record.error))));
    case Outcome::Lost:
        return QObject::tr("answer lost");
    case Outcome::Cancelled:
        return QObject::tr("ended by us");
    case Outcome::Answered:
        break;
    }
    return record.kind == Kind::Raise ? QString() : QStringLiteral("= 0");
}

} // namespace

QString textOf(const wire::Cookie &cookie)
{
    constexpr qsizetype kShown = 4;
    const QByteArray head(reinterpret_cast<const char *>(cookie.data()), kShown);
    return QString::fromLatin1(head.toHex()) + QChar(u'…');
}

RecordText textOf(const trace::CallRecord &record)
{
    const bool lost = record.outcome == Outcome::Lost || record.outcome == Outcome::Refused;
    if (record.kind != Kind::Syscall)
        return {lifecycleText(record), resultText(record), lost};
    RecordText text = syscallText(record);
    if (record.outcome != Outcome::Answered)
        text.result = resultText(record);
    text.failed = text.failed || lost;
    return text;
}

QString textOf(const trace::FrameEvent &frame)
{
    const wire::Header &header = frame.header;
    const bool toServer = frame.direction == trace::Direction::ToServer;
    QString text = QStringLiteral("%1 %2 %3")
                       .arg(toServer ? QStringLiteral("→") : QStringLiteral("←"),
                            view(wire::name(header.frameClass)), view(wire::name(header.type)));
    const wire::FrameView seen{header, frame.payload};
    if (header.frameClass == FrameClass::Request) {
        const bool asks = header.type == FrameType::CopyIn || header.type == FrameType::CopyInStr;
        if (const auto place = asks ? wire::decodeCopyIn(seen) : wire::Decoded<wire::CopyInRequest>{})
            text += asks ? QObject::tr("  %n byte(s) at 0x%1", nullptr, static_cast<int>(place->length))
                               .arg(place->address, 0, 16)
                         : QString();
    }
    return text + QObject::tr("  · request %1 · %2 bytes").arg(header.reqno).arg(header.length);
}

} // namespace rumpscope::ui
