// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panes/trace/frame_detail.h"

#include "ui/kit/empty_state.h"
#include "ui/kit/hex_view.h"
#include "ui/kit/redraw_gate.h"
#include "ui/kit/trace_model.h"
#include "ui/panes/trace/field_delegate.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QSplitter>
#include <QTreeView>

namespace rumpscope::ui {

namespace {

constexpr int kTypeFigures = 14;
constexpr int kFiguresForType = 72;

} // namespace

FrameDetail::FrameDetail(QWidget *parent)
    : QWidget(parent)
    , m_fields(new FieldModel(this))
    , m_tree(new QTreeView)
    , m_hex(new HexView)
    , m_gate(new RedrawGate(this, [this] { rebuild(); }))
{
    buildTree();
    connect(m_hex, &HexView::bytePicked, this, &FrameDetail::byteChosen);
    (new EmptyState(m_tree, tr("Choose a call: its fields and bytes show here.")))->watch();
    auto *split = new QSplitter(Qt::Horizontal);
    split->addWidget(m_tree);
    split->addWidget(m_hex);
    split->setSizes({480, 400}); // weights: the bytes of a line fit before the fields get more
    auto *row = new QHBoxLayout(this);
    row->setContentsMargins(0, 0, 0, 0);
    row->addWidget(split);
}

void FrameDetail::buildTree()
{
    m_tree->setModel(m_fields);
    m_tree->setItemDelegate(new FieldDelegate(m_tree));
    m_tree->setFrameShape(QFrame::NoFrame);
    m_tree->setUniformRowHeights(true);
    m_tree->setIndentation(14);
    m_tree->setEditTriggers(QAbstractItemView::NoEditTriggers);
    m_tree->setMinimumWidth(fontMetrics().averageCharWidth() * 26);
    m_tree->setAccessibleName(tr("The selected call, its frames and their fields"));
    m_tree->header()->setStretchLastSection(false);
    m_tree->header()->setSectionResizeMode(FieldModel::MeaningColumn, QHeaderView::Stretch);
    m_tree->header()->installEventFilter(this);
    const int figure = fontMetrics().averageCharWidth();
    m_tree->setColumnWidth(FieldModel::NameColumn, figure * 20);
    m_tree->setColumnWidth(FieldModel::TextColumn, figure * 20);
    m_tree->setColumnWidth(FieldModel::TypeColumn, figure * kTypeFigures);
    connect(m_tree->selectionModel(), &QItemSelectionModel::currentChanged, this, &FrameDetail::fieldChosen);
    const auto span = [this] {
        for (int row = 1; row < m_fields->rowCount(); ++row)
            m_tree->setFirstColumnSpanned(row, {}, true);
    };
    connect(m_fields, &QAbstractItemModel::modelReset, this, span);
}

/// Where there is little room the meaning goes before the type.
bool FrameDetail::eventFilter(QObject *object, QEvent *event)
{
    if (event->type() == QEvent::Resize) {
        const int figures = m_tree->header()->width() / fontMetrics().averageCharWidth();
        m_tree->setColumnHidden(FieldModel::TypeColumn, figures < kFiguresForType);
    }
    return QWidget::eventFilter(object, event);
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

void FrameDetail::showCall(const QModelIndex &call, std::optional<int> frame)
{
    const QModelIndex first = call.siblingAtColumn(0);
    if (m_call == first && m_wanted == frame)
        return;
    m_call = first;
    m_wanted = frame;
    m_fields->setRecord(nullptr); // what was chosen in another call says nothing here
    m_gate->markDirty();
}

/// The record may have grown: then the call, or the frame that was looked at, is gone to again.
void FrameDetail::rebuild()
{
    if (!m_call.isValid()) {
        m_fields->setRecord(nullptr);
        m_hex->setBytes({});
        return;
    }
    QModelIndex top = m_tree->currentIndex().siblingAtColumn(0);
    while (top.parent().isValid())
        top = top.parent();
    if (top.isValid())
        m_wanted = top.row() == 0 ? std::nullopt : std::optional(top.row() - 1);
    m_fields->setRecord(m_call.data(TraceModel::RecordRole).value<RecordPtr>());
    if (!m_tree->currentIndex().isValid())
        choose(m_wanted ? m_fields->indexOfFrame(*m_wanted) : m_fields->indexOfCall());
}

void FrameDetail::choose(const QModelIndex &index)
{
    if (!index.isValid())
        return;
    m_tree->expand(index);
    m_tree->setCurrentIndex(index);
    m_tree->scrollTo(index, QAbstractItemView::PositionAtTop);
}

void FrameDetail::fieldChosen(const QModelIndex &index)
{
    if (!index.isValid() || m_pointing)
        return;
    const int frame = index.data(FieldModel::FrameRole).toInt();
    if (frame >= 0)
        m_frame = frame;
    else if (m_hex->bytes().isEmpty() || index == m_fields->indexOfCall())
        m_frame = 0;
    const QByteArray bytes = m_fields->bytesOfFrame(m_frame);
    if (m_hex->bytes() != bytes)
        m_hex->setBytes(bytes);
    if (frame >= 0)
        m_hex->mark(index.data(FieldModel::OffsetRole).toInt(), index.data(FieldModel::LengthRole).toInt());
    else
        m_hex->mark(0, 0);
}

void FrameDetail::byteChosen(int offset)
{
    const QModelIndex field = m_fields->indexOfByte(m_frame, offset, m_tree->currentIndex());
    if (!field.isValid())
        return;
    m_pointing = true;
    m_tree->setCurrentIndex(field);
    m_tree->scrollTo(field);
    m_pointing = false;
    m_hex->mark(field.data(FieldModel::OffsetRole).toInt(), field.data(FieldModel::LengthRole).toInt());
}

} // namespace rumpscope::ui
