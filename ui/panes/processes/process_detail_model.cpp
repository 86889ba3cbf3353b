// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panes/processes/process_detail_model.h"

#include "ui/bridge/sentences.h"
#include "ui/kit/process_model.h"
#include "ui/kit/record_text.h"

#include <QLocale>

#include <map>

namespace rumpscope::ui {

namespace {

using lineage::Node;

constexpr int kAges = 500; ///< milliseconds

QString number(quint64 value)
{
    return QString::number(value);
}

/// What the kernel says of a descriptor.
QString kernelText(const query::OpenFile &file)
{
    QString text = QString::fromStdString(query::kindOf(file));
    if (file.size > 0)
        text += ProcessDetailModel::tr(", %1 bytes").arg(file.size);
    if (file.offset > 0)
        text += ProcessDetailModel::tr(", at %1").arg(file.offset);
    if (file.uses > 1)
        text += ProcessDetailModel::tr(", shared by %1").arg(file.uses);
    return text;
}

} // namespace

ProcessDetailModel::ProcessDetailModel(Workbench &workbench, QObject *parent)
    : QAbstractItemModel(parent)
    , m_workbench(workbench)
{
    connect(&workbench, &Workbench::processesChanged, this, &ProcessDetailModel::refresh);
    connect(&workbench, &Workbench::filesListed, this,
            [this](qint32 pid, const std::vector<query::OpenFile> &files) {
                m_listed = pid;
                m_kernel = files;
                refresh();
            });
    connect(&m_timer, &QTimer::timeout, this, &ProcessDetailModel::refresh);
    m_timer.setInterval(kAges);
}

void ProcessDetailModel::setNode(std::optional<quint32> node)
{
    if (m_node == node)
        return;
    beginResetModel();
    m_node = node;
    m_sections = {};
    endResetModel();
    refresh();
}

void ProcessDetailModel::refresh()
{
    const auto &nodes = m_workbench.processes().nodes();
    const auto found = m_node ? nodes.find(lineage::NodeId{*m_node}) : nodes.end();
    if (found == nodes.end()) {
        m_timer.stop();
        m_workbench.watchFiles({});
        for (int section = 0; section < SectionCount; ++section)
            show(section, {});
        return;
    }
    const Node &node = found->second;
    const bool alive = node.state != Node::State::Ended;
    m_workbench.watchFiles(alive ? node.pid : std::nullopt);
    show(Facts, facts(node));
    show(Names, names(node));
    show(Files, files(node));
    show(Calls, calls(node));
    if (node.underWay.empty())
        m_timer.stop();
    else if (!m_timer.isActive())
        m_timer.start();
}

QString ProcessDetailModel::timeText(transport::TimePoint when) const
{
    return tr("%1 s").arg(QLocale::c().toString(secondsSince(m_workbench.startTime(), when), 'f', 3));
}

ProcessDetailModel::Rows ProcessDetailModel::facts(const Node &node) const
{
    Rows rows;
    const auto add = [&rows](const QString &name, const QString &text) { rows.push_back({name, text, {}}); };
    add(tr("state"), processState(node));
    add(tr("pid"), node.pid ? QString::number(*node.pid) : tr("not known"));
    if (node.hostPid)
        add(tr("host pid"), QString::number(*node.hostPid));
    else if (node.tapped)
        add(tr("host pid"), tr("not known: only a local socket tells it"));
    if (node.session) {
        add(tr("connection"), number(static_cast<quint32>(*node.session)));
        const quint32 life = static_cast<quint32>(node.generation);
        add(tr("life"), node.probable ? tr("%1, probably: told by its name and host address only").arg(life)
                                      : number(life));
    }
    add(tr("since"), timeText(node.since));
    if (node.ended)
        add(tr("ended"), tr("%1, %2").arg(timeText(*node.ended), QString::fromStdString(node.ending)));
    if (node.session) {
        add(tr("calls"), tr("%1, %2 a second").arg(node.calls).arg(node.rate, 0, 'f', 0));
        add(tr("failed"), number(node.errors));
    }
    return rows;
}

ProcessDetailModel::Rows ProcessDetailModel::names(const Node &node) const
{
    Rows rows;
    for (std::size_t i = 0; i < node.formerNames.size(); ++i)
        rows.push_back({QString::fromStdString(node.formerNames[i]),
                        tr("until the exec at %1").arg(timeText(node.renamed[i])),
                        {}});
    if (!node.formerNames.empty())
        rows.push_back({processName(node), tr("now"), {}});
    return rows;
}

/// The kernel knows which descriptors there are; calls know what they lead to.
ProcessDetailModel::Rows ProcessDetailModel::files(const Node &node) const
{
    std::map<std::int32_t, std::pair<const lineage::Descriptor *, const query::OpenFile *>> all;
    for (const auto &[fd, descriptor] : node.descriptors.all())
        all[fd].first = &descriptor;
    if (node.pid && m_listed == node.pid && node.state != Node::State::Ended) {
        for (const query::OpenFile &file : m_kernel)
            all[file.fd].second = &file;
    }
    Rows rows;
    for (const auto &[fd, sides] : all) {
        const auto &[seen, listed] = sides;
        QStringList parts;
        if (seen)
            parts << QString::fromStdString(seen->what);
        if (listed)
            parts << kernelText(*listed);
        if (listed ? listed->closeOnExec : seen->closeOnExec)
            parts << tr("close-on-exec");
        if (seen && seen->inherited)
            parts << tr("inherited");
        rows.push_back(
            {QString::number(fd), parts.join(QStringLiteral(" · ")), seen ? seen->opened : std::nullopt});
    }
    return rows;
}

ProcessDetailModel::Rows ProcessDetailModel::calls(const Node &node) const
{
    Rows rows;
    const auto now = m_workbench.now();
    for (const lineage::UnderWay &one : node.underWay) {
        const auto index = m_workbench.store().indexOf(one.call);
        rows.push_back({underWayText(one, now),
                        index ? textOf(m_workbench.store().at(*index)).call : QString(), one.call});
    }
    if (node.running > node.underWay.size())
        rows.push_back({tr("… %1 more").arg(node.running - node.underWay.size()), {}, {}});
    return rows;
}

void ProcessDetailModel::show(int section, Rows rows)
{
    Rows &shown = m_sections[static_cast<std::size_t>(section)];
    if (shown == rows)
        return;
    const QModelIndex parent = index(section, 0);
    const auto before = static_cast<int>(shown.size());
    const auto after = static_cast<int>(rows.size());
    const int common = std::min(before, after);
    if (after < before) {
        beginRemoveRows(parent, after, before - 1);
        shown.resize(rows.size());
        endRemoveRows();
    } else if (after > before) {
        beginInsertRows(parent, before, after - 1);
        shown.insert(shown.end(), rows.begin() + before, rows.end());
        endInsertRows();
    }
    shown = std::move(rows);
    if (common > 0)
        emit dataChanged(index(0, 0, parent), index(common - 1, ColumnCount - 1, parent));
    emit dataChanged(parent, parent.siblingAtColumn(ColumnCount - 1));
}

/// Rows carry their section, counted from 1; sections carry 0.
QModelIndex ProcessDetailModel::index(int row, int column, const QModelIndex &parent) const
{
    if (!hasIndex(row, column, parent))
        return {};
    return createIndex(row, column, parent.isValid() ? static_cast<quintptr>(parent.row()) + 1 : 0);
}

QModelIndex ProcessDetailModel::parent(const QModelIndex &child) const
{
    return child.isValid() && child.internalId() != 0
               ? createIndex(static_cast<int>(child.internalId()) - 1, 0, quintptr{0})
               : QModelIndex();
}

int ProcessDetailModel::rowCount(const QModelIndex &parent) const
{
    if (!parent.isValid())
        return m_node ? SectionCount : 0;
    if (parent.internalId() != 0 || parent.column() != 0)
        return 0;
    return static_cast<int>(m_sections[static_cast<std::size_t>(parent.row())].size());
}

int ProcessDetailModel::columnCount(const QModelIndex &) const
{
    return ColumnCount;
}

QVariant ProcessDetailModel::data(const QModelIndex &index, int role) const
{
    if (!index.isValid())
        return {};
    if (role == IsSectionRole)
        return index.internalId() == 0;
    if (index.internalId() == 0) {
        if (role != Qt::DisplayRole || index.column() != NameColumn)
            return {};
        const int count = rowCount(index);
        switch (index.row()) {
        case Facts:
            return tr("Process");
        case Names:
            return tr("Names");
        case Files:
            return tr("Descriptors %1").arg(count);
        default:
            return tr("Calls under way %1").arg(count);
        }
    }
    const Row &row = m_sections[index.internalId() - 1][static_cast<std::size_t>(index.row())];
    switch (role) {
    case CallIdRole:
        return row.call ? QVariant::fromValue(static_cast<quint64>(*row.call)) : QVariant();
    case Qt::ToolTipRole:
    case Qt::DisplayRole:
        return index.column() == NameColumn ? row.name : row.text;
    default:
        return {};
    }
}

QVariant ProcessDetailModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole)
        return {};
    return section == NameColumn ? tr("what") : tr("value");
}

} // namespace rumpscope::ui
