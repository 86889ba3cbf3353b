// SPDX-License-Identifier: GPL-3.0-or-later
// What the cells of the trace say.
#include "ui/bridge/note_book.h"
#include "ui/bridge/sentences.h"
#include "ui/kit/field_model.h"
#include "ui/kit/record_conditions.h"
#include "ui/kit/record_copy.h"
#include "ui/kit/record_text.h"
#include "ui/kit/trace_model.h"

#include <QDateTime>

#include <cmath>

namespace rumpscope::ui {

namespace {

using trace::CallRecord;

const QChar kThinSpace(0x2009);

/// "12.345 678": seconds with thin spaces between groups of three.
QString timeText(double seconds)
{
    QString text = QString::number(seconds, 'f', 6);
    text.insert(text.size() - 3, kThinSpace);
    return text;
}

/// A number with thin spaces between groups of three.
QString grouped(QString text)
{
    const qsizetype dot = text.indexOf(QLatin1Char('.'));
    const qsizetype sign = text.startsWith(QLatin1Char('-')) ? 1 : 0;
    for (qsizetype at = (dot < 0 ? text.size() : dot) - 3; at > sign; at -= 3)
        text.insert(at, kThinSpace);
    return text;
}

/// Microseconds, whole from ten on.
QString latencyText(double microseconds)
{
    constexpr double kWholeFrom = 10;
    return grouped(QString::number(microseconds, 'f', std::abs(microseconds) < kWholeFrom ? 1 : 0));
}

/// "14:03:07.123 456"; nothing where the calendar is not known.
QString wallText(std::optional<std::chrono::system_clock::time_point> start, transport::Duration since)
{
    using namespace std::chrono;
    if (!start)
        return {};
    const auto moment = duration_cast<std::chrono::microseconds>(
        (*start + duration_cast<system_clock::duration>(since)).time_since_epoch());
    const auto day = QDateTime::fromMSecsSinceEpoch(moment.count() / 1000);
    return day.toString(QStringLiteral("HH:mm:ss.zzz")) + kThinSpace +
           QStringLiteral("%1").arg(moment.count() % 1000, 3, 10, QLatin1Char('0'));
}

bool isLifecycle(CallRecord::Kind kind)
{
    return kind == CallRecord::Kind::Guest || kind == CallRecord::Kind::Fork ||
           kind == CallRecord::Kind::Exec || kind == CallRecord::Kind::Prefork;
}

QString noteText(const trace::Note *note)
{
    if (!note)
        return {};
    const QString text = QString::fromStdString(note->text);
    return note->bookmark ? (text.isEmpty() ? QStringLiteral("★") : QStringLiteral("★ ") + text)
                          : QStringLiteral("✎ ") + text;
}

} // namespace

void TraceModel::setNotes(const NoteBook *notes)
{
    m_notes = notes;
    connect(notes, &NoteBook::changed, this, [this] {
        if (!m_rows.empty())
            emit dataChanged(index(0, CallColumn), index(rowCount() - 1, CallColumn), {NoteRole});
    });
}

QVariant TraceModel::callData(const CallRecord &record, int row, int column, int role) const
{
    if (role >= CopyRole && role <= CopyRole + static_cast<int>(CopyForm::Hex))
        return copyOf(record, static_cast<CopyForm>(role - CopyRole), m_workbench.status().url);
    switch (role) {
    case CallIdRole:
        return QVariant::fromValue(static_cast<quint64>(record.id));
    case IsFrameRole:
        return false;
    case FailedRole:
        return record.failed();
    case RunningRole:
        return record.outcome == CallRecord::Outcome::Running;
    case LifecycleRole:
        return isLifecycle(record.kind);
    case TimeRole:
        return secondsSince(m_workbench.startTime(), record.sent);
    case LatencyRole:
        return microseconds(record.latency(m_workbench.now()));
    case RecordRole:
        return QVariant::fromValue<RecordPtr>(std::make_shared<const CallRecord>(record));
    case NoteRole:
        return noteText(m_notes ? m_notes->find(record) : nullptr);
    case ConditionRole:
        return conditionOf(record, column);
    case ConditionsRole:
        return conditionsOf(record);
    case Qt::ToolTipRole:
    case Qt::DisplayRole:
        return callText(record, row, column);
    default:
        return {};
    }
}

QVariant TraceModel::callText(const CallRecord &record, int row, int column) const
{
    const bool running = record.outcome == CallRecord::Outcome::Running;
    switch (column) {
    case TimeColumn:
        return timeText(secondsSince(m_workbench.startTime(), record.sent));
    case PidColumn:
        return record.pid ? QString::number(*record.pid) : QStringLiteral("–");
    case ProcessColumn:
        return QString::fromStdString(record.process);
    case CallColumn:
        return textOf(record).call;
    case ResultColumn:
        return textOf(record).result;
    case LatencyColumn:
        return running || record.roundTrips == 0 ? QString()
                                                 : latencyText(microseconds(record.latency(record.ended)));
    case TripsColumn:
        return record.roundTrips == 0 ? QString() : QString::number(record.roundTrips);
    case WallTimeColumn:
        return wallText(m_workbench.wallStart(), record.sent - m_workbench.startTime());
    case DeltaColumn: {
        const CallRecord *before = recordAt(row - 1);
        return before ? latencyText(microseconds(record.sent - before->sent)) : QString();
    }
    case ConnectionColumn:
        return QString::number(static_cast<quint32>(record.session));
    case GenerationColumn:
        return QString::number(static_cast<quint32>(record.generation));
    case ThreadColumn:
        return QString::number(record.thread);
    case BytesInColumn:
        return record.bytesIn == 0 ? QString() : grouped(QString::number(record.bytesIn));
    case BytesOutColumn:
        return record.bytesOut == 0 ? QString() : grouped(QString::number(record.bytesOut));
    default:
        return {};
    }
}

QVariant TraceModel::frameData(const CallRecord &record, int frame, int column, int role) const
{
    const event::FrameRecord &event = record.frames[static_cast<std::size_t>(frame)];
    const double sinceRequest = microseconds(event.time - record.sent);
    switch (role) {
    case CallIdRole:
        return QVariant::fromValue(static_cast<quint64>(record.id));
    case IsFrameRole:
        return true;
    case FailedRole:
    case RunningRole:
    case LifecycleRole:
        return false;
    case TimeRole:
        return secondsSince(m_workbench.startTime(), event.time);
    case LatencyRole:
        return sinceRequest;
    case Qt::DisplayRole:
        break;
    default:
        return {};
    }
    switch (column) {
    case TimeColumn:
        return timeText(secondsSince(m_workbench.startTime(), event.time));
    case CallColumn:
        return textOf(event);
    case LatencyColumn:
        return QLatin1Char('+') + latencyText(sinceRequest);
    default:
        return {};
    }
}

QVariant TraceModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal)
        return {};
    if (role == Qt::TextAlignmentRole)
        return QVariant::fromValue(section == ProcessColumn || section == CallColumn ||
                                           section == ResultColumn
                                       ? Qt::AlignLeft | Qt::AlignVCenter
                                       : Qt::AlignRight | Qt::AlignVCenter);
    if (role != Qt::DisplayRole)
        return {};
    switch (section) {
    case TimeColumn:
        return tr("time s");
    case PidColumn:
        return tr("pid");
    case ProcessColumn:
        return tr("process");
    case CallColumn:
        return tr("call");
    case ResultColumn:
        return tr("result");
    case LatencyColumn:
        return tr("µs");
    case TripsColumn:
        return tr("trips");
    case WallTimeColumn:
        return tr("time of day");
    case DeltaColumn:
        return tr("Δ µs");
    case ConnectionColumn:
        return tr("conn");
    case GenerationColumn:
        return tr("gen");
    case ThreadColumn:
        return tr("thread");
    case BytesInColumn:
        return tr("in");
    case BytesOutColumn:
        return tr("out");
    default:
        return {};
    }
}

} // namespace rumpscope::ui
