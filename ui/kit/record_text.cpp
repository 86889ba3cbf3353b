// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/kit/record_text.h"

#include "clientcore/abi/catalog.h"
#include "clientcore/trace/store/seen_call.h"

#include <QObject>

#include <cstring>

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

RecordText syscallText(const trace::CallRecord &record)
{
    const call::DecodedCall decoded = trace::decode(record);
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

QString textOf(const event::FrameRecord &frame)
{
    const wire::Header &header = frame.header;
    const bool toServer = frame.direction == event::Direction::ToServer;
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

QString messageText(const event::FrameRecord &frame)
{
    const wire::Header &header = frame.header;
    QString type = view(wire::name(header.type));
    const wire::FrameView seen{header, frame.payload};
    const bool request = header.frameClass == FrameClass::Request;
    if (!request)
        return QObject::tr("%1 of %2 bytes").arg(type).arg(header.payloadLength());
    const auto at = [&](const QString &text, std::uint64_t address) {
        return QObject::tr("%1 at 0x%2").arg(text).arg(address, 0, 16);
    };
    switch (header.type) {
    case FrameType::CopyIn:
    case FrameType::CopyInStr:
        if (const auto place = wire::decodeCopyIn(seen))
            return at(header.type == FrameType::CopyIn
                          ? QObject::tr("%1 %2 bytes").arg(type).arg(place->length)
                          : QObject::tr("%1 up to %2 bytes").arg(type).arg(place->length),
                      place->address);
        return type;
    case FrameType::CopyOut:
    case FrameType::CopyOutStr: {
        constexpr std::size_t kHead = 16;
        if (frame.payload.size() < kHead)
            return type;
        std::uint64_t address = 0;
        std::memcpy(&address, frame.payload.data() + sizeof address, sizeof address);
        return at(QObject::tr("%1 %2 bytes").arg(type).arg(header.payloadLength() - kHead), address);
    }
    case FrameType::Raise: {
        const auto signal = abi::signalName(static_cast<std::int32_t>(header.word));
        return QStringLiteral("%1 %2").arg(type,
                                           signal.empty() ? QString::number(header.word) : view(signal));
    }
    default:
        return type;
    }
}

QByteArray bytesOf(const event::FrameRecord &frame)
{
    QByteArray bytes(wire::kHeaderSize, Qt::Uninitialized);
    wire::encodeHeader(frame.header, std::span<std::byte, wire::kHeaderSize>(
                                         reinterpret_cast<std::byte *>(bytes.data()), wire::kHeaderSize));
    bytes.append(reinterpret_cast<const char *>(frame.payload.data()),
                 static_cast<qsizetype>(frame.payload.size()));
    return bytes;
}

} // namespace rumpscope::ui
