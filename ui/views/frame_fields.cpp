// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/views/frame_fields.h"

#include "clientcore/abi/catalog.h"
#include "clientcore/trace/event.h"

#include <QCoreApplication>

#include <cstring>
#include <functional>

namespace rumpscope::ui {

namespace {

using wire::FrameClass;
using wire::FrameType;

QString tr(const char *text)
{
    return QCoreApplication::translate("FrameFields", text);
}

QString from(std::string_view text)
{
    return QString::fromUtf8(text.data(), static_cast<qsizetype>(text.size()));
}

QString hex(std::uint64_t value)
{
    return QStringLiteral("0x") + QString::number(value, 16);
}

wire::Header headerOf(const QByteArray &frame)
{
    return wire::decodeHeader(std::as_bytes(std::span(frame.constData(), wire::kHeaderSize)).first<24>());
}

/// Printable ASCII as it is, the rest escaped; bytes of a peer never reach a label as markup or controls.
QString quoted(const QByteArray &bytes, qsizetype limit = 64)
{
    QString text = QStringLiteral("\"");
    for (const char c : bytes.left(limit)) {
        const auto byte = static_cast<unsigned char>(c);
        if (c == '\n')
            text += QStringLiteral("\\n");
        else if (c == '\t')
            text += QStringLiteral("\\t");
        else if (c == '"' || c == '\\')
            text += QStringLiteral("\\%1").arg(QLatin1Char(c));
        else if (byte < 0x20 || byte >= 0x7f)
            text += QStringLiteral("\\x%1").arg(byte, 2, 16, QLatin1Char('0'));
        else
            text += QLatin1Char(c);
    }
    return text + (bytes.size() > limit ? QStringLiteral("\"…") : QStringLiteral("\""));
}

/// Walks over the payload and writes down each field that is wholly there.
class Reader
{
public:
    explicit Reader(const QByteArray &frame)
        : m_frame(frame)
    {}

    [[nodiscard]] int left() const { return static_cast<int>(m_frame.size()) - m_at; }
    std::uint64_t number(const QString &name, int size, const std::function<QString(std::uint64_t)> &say)
    {
        if (left() < size)
            return 0;
        std::uint64_t value = 0;
        std::memcpy(&value, m_frame.constData() + m_at, static_cast<std::size_t>(size));
        fields.append({name, say(value), m_at, size});
        m_at += size;
        return value;
    }
    void bytes(const QString &name, int size)
    {
        size = std::min(size, left());
        if (size <= 0)
            return;
        fields.append({name, quoted(m_frame.mid(m_at, size)), m_at, size});
        m_at += size;
    }
    void cookie(const QString &name)
    {
        if (left() < 16)
            return;
        fields.append({name, QString::fromLatin1(m_frame.mid(m_at, 16).toHex(' ')), m_at, 16});
        m_at += 16;
    }
    void rest(const QString &name) { bytes(name, left()); }

    QList<FrameField> fields;

private:
    const QByteArray &m_frame;
    int m_at = 0;
};

QString decimal(std::uint64_t value)
{
    return QString::number(value);
}

QString signedDecimal(std::uint64_t value)
{
    return QString::number(static_cast<std::int64_t>(value));
}

QString errnoText(std::uint64_t value)
{
    const auto number = static_cast<std::int32_t>(value);
    if (number == 0)
        return tr("0, no error");
    const abi::ErrnoFact *fact = abi::findErrno(number);
    return fact ? QStringLiteral("%1 %2 (%3)").arg(number).arg(from(fact->name), from(fact->meaning))
                : QString::number(number);
}

QString wordText(const wire::Header &header)
{
    if (header.frameClass == FrameClass::Error)
        return QStringLiteral("%1, %2")
            .arg(header.word)
            .arg(from(wire::meaning(static_cast<wire::ErrorCode>(header.word))));
    if (header.frameClass != FrameClass::Request)
        return QString::number(header.word);
    switch (header.type) {
    case FrameType::Handshake:
        return QStringLiteral("%1 %2")
            .arg(header.word)
            .arg(from(wire::name(static_cast<wire::HandshakeKind>(header.word))));
    case FrameType::Syscall: {
        const abi::Call *call = abi::findCall(header.word);
        return call ? QStringLiteral("%1 %2").arg(header.word).arg(from(call->display))
                    : tr("%1, no such call").arg(header.word);
    }
    case FrameType::Raise:
        return QStringLiteral("%1 %2")
            .arg(header.word)
            .arg(from(abi::signalName(static_cast<std::int32_t>(header.word))));
    default:
        return QString::number(header.word);
    }
}

void readArguments(Reader &reader, std::uint32_t number)
{
    const abi::Call *call = abi::findCall(number);
    for (std::size_t slot = 0; reader.left() >= 8; ++slot) {
        const bool known = call && slot < call->arguments.size();
        const QString name = known ? from(call->arguments[slot].name) : tr("argument %1").arg(slot);
        reader.number(name, 8, [](std::uint64_t value) {
            return value > 9 ? QStringLiteral("%1 (%2)").arg(hex(value), signedDecimal(value))
                             : decimal(value);
        });
    }
}

void readRequest(Reader &reader, const wire::Header &header)
{
    switch (header.type) {
    case FrameType::Handshake:
        if (header.word == static_cast<std::uint32_t>(wire::HandshakeKind::Fork)) {
            reader.cookie(tr("cookie"));
            reader.number(tr("cancel"), 4, decimal);
        } else {
            reader.rest(tr("command name"));
        }
        break;
    case FrameType::Syscall:
        readArguments(reader, header.word);
        break;
    case FrameType::CopyIn:
    case FrameType::CopyInStr:
    case FrameType::CopyOut:
    case FrameType::CopyOutStr:
        reader.number(tr("length"), 8, decimal);
        reader.number(tr("address"), 8, hex);
        reader.rest(tr("data"));
        break;
    case FrameType::AnonMmap:
        reader.number(tr("length"), 8, decimal);
        break;
    default:
        break;
    }
}

void readResponse(Reader &reader, const wire::Header &header)
{
    switch (header.type) {
    case FrameType::Handshake:
        reader.number(tr("error"), 4, errnoText);
        break;
    case FrameType::Syscall:
        reader.number(tr("error"), 4, errnoText);
        reader.number(tr("padding"), 4, hex);
        reader.number(tr("first value"), 8, signedDecimal);
        reader.number(tr("second value"), 8, signedDecimal);
        break;
    case FrameType::Prefork:
        reader.cookie(tr("cookie"));
        break;
    case FrameType::AnonMmap:
        reader.number(tr("address"), 8, hex);
        break;
    default:
        reader.rest(tr("data"));
        break;
    }
}

bool fromServer(const wire::Header &header)
{
    const bool serverAsks = header.type >= FrameType::CopyIn && header.type != FrameType::Prefork;
    return serverAsks == (header.frameClass == FrameClass::Request);
}

} // namespace

QList<FrameField> fieldsOf(const QByteArray &frame)
{
    Reader reader(frame);
    if (frame.size() < static_cast<qsizetype>(wire::kHeaderSize)) {
        reader.rest(tr("bytes"));
        return reader.fields;
    }
    const wire::Header header = headerOf(frame);
    reader.number(tr("len (u64)"), 8, decimal);
    reader.number(tr("reqno (u64)"), 8, decimal);
    reader.number(tr("class (u16)"), 2, [&](std::uint64_t value) {
        return QStringLiteral("%1 %2").arg(value).arg(from(wire::name(header.frameClass)));
    });
    reader.number(tr("type (u16)"), 2, [&](std::uint64_t value) {
        return QStringLiteral("%1 %2").arg(value).arg(from(wire::name(header.type)));
    });
    reader.number(tr("word (u32)"), 4, [&](std::uint64_t) { return wordText(header); });
    if (header.frameClass == FrameClass::Request)
        readRequest(reader, header);
    else if (header.frameClass == FrameClass::Response)
        readResponse(reader, header);
    reader.rest(tr("more bytes"));
    const auto kept = static_cast<std::uint64_t>(frame.size());
    if (header.length > kept)
        reader.fields.append({tr("not kept"), tr("%1 bytes").arg(header.length - kept), 0, 0});
    return reader.fields;
}

QString titleOf(const QByteArray &frame)
{
    if (frame.size() < static_cast<qsizetype>(wire::kHeaderSize))
        return tr("%1 bytes, no whole header").arg(frame.size());
    const wire::Header header = headerOf(frame);
    const QString direction = fromServer(header) ? tr("server → client") : tr("client → server");
    return tr("%1 %2 %3, %4 bytes")
        .arg(from(wire::name(header.type)), from(wire::name(header.frameClass)), direction)
        .arg(header.length);
}

} // namespace rumpscope::ui
