// SPDX-License-Identifier: GPL-3.0-or-later
// What went over the wire for one call: frames, their fields, their bytes, pointing at each other.
#pragma once

#include <QPersistentModelIndex>
#include <QWidget>

class QAbstractItemModel;
class QTreeWidget;
class QTreeWidgetItem;

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
    /// A call's own row; its frames are that row's children. Follows while frames arrive.
    void showCall(const QModelIndex &call, int frame);
    [[nodiscard]] QTreeWidget *fields() const { return m_fields; }
    [[nodiscard]] HexView *hex() const { return m_hex; }

    /// Frames listed of one call; the others are counted.
    static constexpr int kFrames = 2'000;

private:
    void rebuild();
    void addFrames(int first, int count);
    void fill(QTreeWidgetItem *frame);
    void itemChosen(QTreeWidgetItem *item);
    void byteChosen(int offset);
    [[nodiscard]] QByteArray bytesOf(int frame) const;

    QTreeWidget *m_fields;
    HexView *m_hex;
    RedrawGate *m_gate;
    QAbstractItemModel *m_model = nullptr;
    QPersistentModelIndex m_call;
    int m_frame = 0;
    bool m_pointing = false; ///< one side is following the other
};

} // namespace rumpscope::ui
