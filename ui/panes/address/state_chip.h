// SPDX-License-Identifier: GPL-3.0-or-later
// The state of the link as a shape and a word.
#pragma once

#include "ui/bridge/link_status.h"

#include <QWidget>

namespace rumpscope::ui {

/// Idle ○, connecting ◐, connected ●, silent ◍ (barred), retrying ▲, lost ✕: each shape differs.
class StateChip : public QWidget
{
    Q_OBJECT
public:
    explicit StateChip(QWidget *parent = nullptr);

    void setState(LinkState state, const QString &word);
    [[nodiscard]] LinkState state() const { return m_state; }
    [[nodiscard]] QString word() const { return m_word; }
    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override { return sizeHint(); }

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    [[nodiscard]] int symbolSize() const;
    LinkState m_state = LinkState::Idle;
    QString m_word;
};

} // namespace rumpscope::ui
