// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/ui/fake_models.h"

namespace rumpscope::ui::test {

namespace {

event::FrameRecord frameEvent(const QByteArray &frame)
{
    const auto bytes = std::as_bytes(std::span(frame.constData(), static_cast<std::size_t>(frame.size())));
    event::FrameRecord event;
    event.header = wire::decodeHeader(bytes.first<wire::kHeaderSize>());
    event.payload.assign(bytes.begin() + wire::kHeaderSize, bytes.end());
    return event;
}

} // namespace

void FakeTrace::append(int count)
{
    beginInsertRows({}, m_rows, m_rows + count - 1);
    m_rows += count;
    endInsertRows();
}

void FakeTrace::evict(int count)
{
    beginRemoveRows({}, 0, count - 1);
    m_rows -= count;
    m_first += static_cast<quint64>(count);
    endRemoveRows();
}

void FakeTrace::addFrame(int row, const QByteArray &frame)
{
    const auto count = static_cast<int>(frames.size());
    beginInsertRows(index(row, 0), count, count);
    frames.append(frame);
    endInsertRows();
}

QModelIndex FakeTrace::index(int row, int column, const QModelIndex &parent) const
{
    // Frames carry the id of their call, calls carry 0: rows move, ids do not.
    const quintptr inside = parent.isValid() ? m_first + static_cast<quint64>(parent.row()) : 0;
    return createIndex(row, column, inside);
}

QModelIndex FakeTrace::parent(const QModelIndex &child) const
{
    return child.internalId() == 0
               ? QModelIndex()
               : createIndex(static_cast<int>(child.internalId() - m_first), 0, quintptr(0));
}

int FakeTrace::rowCount(const QModelIndex &parent) const
{
    if (!parent.isValid())
        return m_rows;
    return parent.internalId() == 0 ? static_cast<int>(frames.size()) : 0;
}

int FakeTrace::columnCount(const QModelIndex &) const
{
    return TraceModel::ColumnCount;
}

bool FakeTrace::hasChildren(const QModelIndex &parent) const
{
    return rowCount(parent) > 0;
}

QVariant FakeTrace::data(const QModelIndex &index, int role) const
{
    ++asked;
    const bool isFrame = index.internalId() != 0;
    const quint64 id = isFrame ? index.internalId() : m_first + static_cast<quint64>(index.row());
    switch (role) {
    case TraceModel::CallIdRole:
        return id;
    case TraceModel::IsFrameRole:
        return isFrame;
    case TraceModel::RecordRole: {
        if (record)
            return QVariant::fromValue(record);
        auto made = std::make_shared<trace::CallRecord>();
        made->id = trace::CallId{id};
        for (const QByteArray &frame : frames)
            made->frames.push_back(frameEvent(frame));
        return QVariant::fromValue<RecordPtr>(made);
    }
    case Qt::DisplayRole:
        if (index.column() == TraceModel::CallColumn)
            return isFrame ? QStringLiteral("frame %1").arg(index.row()) : QStringLiteral("call %1").arg(id);
        if (index.column() == TraceModel::TimeColumn && !isFrame)
            return time.isEmpty() ? QVariant(id) : QVariant(time);
        return {};
    default:
        return {};
    }
}

QList<QStandardItem *> makeRow(const FakeProcess &process)
{
    auto *item = new QStandardItem(process.name);
    item->setData(process.node, ProcessModel::NodeRole);
    if (process.session != 0)
        item->setData(process.session, ProcessModel::SessionRole);
    item->setData(static_cast<int>(process.state), ProcessModel::StateRole);
    item->setData(process.state == lineage::Node::State::Ended, ProcessModel::EndedRole);
    if (!process.cookie.isEmpty())
        item->setData(process.cookie, ProcessModel::CookieRole);
    return {item, new QStandardItem(process.pid)};
}

void fillProcesses(QStandardItemModel &model)
{
    using State = lineage::Node::State;
    model.appendRow(makeRow({QStringLiteral("system"), QStringLiteral("0"), 1, 0, State::KernelOnly}));
    const auto local = makeRow({QStringLiteral("rumplocal"), QStringLiteral("1"), 2, 0, State::KernelOnly});
    model.appendRow(local);
    const auto shell = makeRow({QStringLiteral("shell"), QStringLiteral("2"), 3, 1});
    local.first()->appendRow(shell);
    shell.first()->appendRow(makeRow({QStringLiteral("ftpd"), QStringLiteral("5"), 4, 2, State::Forked}));
    shell.first()->appendRow(
        makeRow({QStringLiteral("shell"), {}, 5, 0, State::Prepared, QByteArray(16, 'c')}));
}

QByteArray makeFrame(wire::FrameClass frameClass, wire::FrameType type, quint32 word,
                     const QByteArray &payload)
{
    wire::Header header;
    header.length = wire::kHeaderSize + static_cast<std::uint64_t>(payload.size());
    header.reqno = 7;
    header.frameClass = frameClass;
    header.type = type;
    header.word = word;
    QByteArray bytes(static_cast<qsizetype>(wire::kHeaderSize), '\0');
    wire::encodeHeader(header,
                       std::as_writable_bytes(std::span(bytes.data(), wire::kHeaderSize)).first<24>());
    return bytes + payload;
}

} // namespace rumpscope::ui::test
