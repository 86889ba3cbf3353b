// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/views/frame_detail.h"

#include "ui/models/trace_model.h"
#include "ui/views/frame_fields.h"
#include "ui/views/hex_view.h"
#include "ui/views/redraw_gate.h"
#include "ui/views/theme.h"

#include <QHBoxLayout>
#include <QHeaderView>
#include <QSplitter>
#include <QTreeWidget>

namespace rumpscope::ui {

namespace {

enum Role { OffsetRole = Qt::UserRole, LengthRole };

} // namespace

FrameDetail::FrameDetail(QWidget *parent)
    : QWidget(parent)
    , m_fields(new QTreeWidget)
    , m_hex(new HexView)
    , m_gate(new RedrawGate(this, [this] { rebuild(); }))
{
    m_fields->setFrameShape(QFrame::NoFrame);
    m_fields->setColumnCount(2);
    m_fields->setHeaderHidden(true);
    m_fields->setUniformRowHeights(true);
    m_fields->setIndentation(14);
    m_fields->setMinimumWidth(fontMetrics().averageCharWidth() * 26);
    m_fields->setAccessibleName(tr("Frames of the selected call and their fields"));
    m_fields->header()->setStretchLastSection(true);
    connect(m_fields, &QTreeWidget::itemExpanded, this, &FrameDetail::fill);
    connect(m_fields, &QTreeWidget::currentItemChanged, this, &FrameDetail::itemChosen);
    connect(m_hex, &HexView::bytePicked, this, &FrameDetail::byteChosen);

    auto *split = new QSplitter(Qt::Horizontal);
    split->addWidget(m_fields);
    split->addWidget(m_hex);
    split->setSizes({230, 420}); // weights: the bytes of a line fit before the fields get more
    auto *row = new QHBoxLayout(this);
    row->setContentsMargins(0, 0, 0, 0);
    row->addWidget(split);
}

void FrameDetail::setModel(QAbstractItemModel *model)
{
    if (m_model)
        disconnect(m_model, nullptr, this, nullptr);
    m_model = model;
    m_call = QPersistentModelIndex();
    rebuild();
    if (!m_model)
        return;
    const auto ifOurs = [this](const QModelIndex &parent) {
        if (parent.isValid() && parent.row() == m_call.row())
            m_gate->markDirty();
    };
    connect(m_model, &QAbstractItemModel::rowsInserted, this, ifOurs);
    connect(m_model, &QAbstractItemModel::modelReset, this, [this] { m_gate->markDirty(); });
    connect(m_model, &QAbstractItemModel::dataChanged, this,
            [this](const QModelIndex &from, const QModelIndex &to) {
                const bool calls = !from.parent().isValid();
                if (calls && m_call.isValid() && from.row() <= m_call.row() && m_call.row() <= to.row())
                    m_gate->markDirty();
            });
}

void FrameDetail::showCall(const QModelIndex &call, int frame)
{
    const QModelIndex first = call.siblingAtColumn(0);
    if (m_call != first)
        m_fields->clear();
    m_call = first;
    m_frame = frame;
    m_gate->markDirty();
}

QByteArray FrameDetail::bytesOf(int frame) const
{
    return m_model->index(frame, 0, m_call).data(TraceModel::FrameBytesRole).toByteArray();
}

void FrameDetail::rebuild()
{
    const int count = m_call.isValid() ? m_model->rowCount(m_call) : 0;
    const int shown = std::min(count, kFrames);
    if (count == 0) {
        m_fields->clear();
        m_hex->setBytes({});
        return;
    }
    if (m_fields->topLevelItemCount() > shown)
        delete m_fields->takeTopLevelItem(shown); // "… more", counted anew below
    addFrames(m_fields->topLevelItemCount(), shown);
    if (count > shown) {
        auto *more = new QTreeWidgetItem(m_fields, {tr("… %n more frame(s)", nullptr, count - shown)});
        more->setFirstColumnSpanned(true);
        more->setFlags(Qt::ItemIsEnabled);
    }
    QTreeWidgetItem *wanted = m_fields->topLevelItem(std::min(m_frame, shown - 1));
    const QTreeWidgetItem *current = m_fields->currentItem();
    if (current && (current == wanted || current->parent() == wanted))
        return;
    m_fields->setCurrentItem(wanted);
    wanted->setExpanded(true);
    m_fields->scrollToItem(wanted, QAbstractItemView::PositionAtTop);
}

void FrameDetail::addFrames(int first, int count)
{
    for (int frame = first; frame < count; ++frame) {
        auto *item = new QTreeWidgetItem(m_fields, {titleOf(bytesOf(frame))});
        item->setFirstColumnSpanned(true);
        item->setChildIndicatorPolicy(QTreeWidgetItem::ShowIndicator);
        QFont strong = font();
        strong.setWeight(QFont::DemiBold);
        item->setFont(0, strong);
    }
}

void FrameDetail::fill(QTreeWidgetItem *frame)
{
    if (frame->parent() || frame->childCount() > 0)
        return;
    const QFont mono = Theme::monospaced(font());
    for (const FrameField &field : fieldsOf(bytesOf(m_fields->indexOfTopLevelItem(frame)))) {
        auto *item = new QTreeWidgetItem(frame, {field.name, field.text});
        item->setData(0, OffsetRole, field.offset);
        item->setData(0, LengthRole, field.length);
        item->setForeground(0, palette().brush(QPalette::PlaceholderText));
        item->setFont(1, mono);
        item->setToolTip(1, field.text.toHtmlEscaped());
    }
    m_fields->resizeColumnToContents(0);
}

void FrameDetail::itemChosen(QTreeWidgetItem *item)
{
    if (!item || m_pointing || !m_call.isValid())
        return;
    QTreeWidgetItem *frame = item->parent() ? item->parent() : item;
    const int row = m_fields->indexOfTopLevelItem(frame);
    if (row >= m_model->rowCount(m_call))
        return;
    m_frame = row;
    const QByteArray bytes = bytesOf(row);
    if (m_hex->bytes() != bytes)
        m_hex->setBytes(bytes);
    if (item->parent())
        m_hex->mark(item->data(0, OffsetRole).toInt(), item->data(0, LengthRole).toInt());
    else
        m_hex->mark(0, 0);
}

void FrameDetail::byteChosen(int offset)
{
    QTreeWidgetItem *frame = m_fields->topLevelItem(m_frame);
    if (!frame)
        return;
    fill(frame);
    for (int i = 0; i < frame->childCount(); ++i) {
        QTreeWidgetItem *field = frame->child(i);
        const int begin = field->data(0, OffsetRole).toInt();
        const int length = field->data(0, LengthRole).toInt();
        if (offset < begin || offset >= begin + length)
            continue;
        m_pointing = true;
        frame->setExpanded(true);
        m_fields->setCurrentItem(field);
        m_pointing = false;
        m_hex->mark(begin, length);
    }
}

} // namespace rumpscope::ui
