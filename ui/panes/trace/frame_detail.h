// SPDX-License-Identifier: GPL-3.0-or-later
// One call taken apart: its arguments and result, its frames, their fields and bytes, pointing at each other.
#pragma once

#include "ui/kit/field_model.h"

#include <QPersistentModelIndex>
#include <QWidget>

class QTreeView;

namespace rumpscope::ui {

class HexView;
class RedrawGate;

class FrameDetail : public QWidget
{
    Q_OBJECT
public:
    explicit FrameDetail(QWidget *parent = nullptr);

    /// The model showCall's indexes belong to: TraceModel's roles. Not owned.
    void setModel(QAbstractItemModel *model);
    /// A call's own row, and which of its frames is meant; nothing: the call itself. Follows while frames
    /// arrive.
    void showCall(const QModelIndex &call, std::optional<int> frame);
    [[nodiscard]] QTreeView *fields() const { return m_tree; }
    [[nodiscard]] const FieldModel &model() const { return *m_fields; }
    [[nodiscard]] HexView *hex() const { return m_hex; }

protected:
    bool eventFilter(QObject *object, QEvent *event) override;

private:
    void buildTree();
    void rebuild();
    void choose(const QModelIndex &index);
    void fieldChosen(const QModelIndex &index);
    void byteChosen(int offset);

    FieldModel *m_fields;
    QTreeView *m_tree;
    HexView *m_hex;
    RedrawGate *m_gate;
    QAbstractItemModel *m_model = nullptr;
    QPersistentModelIndex m_call;
    std::optional<int> m_wanted; ///< frame to go to
    int m_frame = 0;             ///< whose bytes are shown
    bool m_pointing = false;     ///< one side is following the other
};

} // namespace rumpscope::ui
