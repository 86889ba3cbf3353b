// SPDX-License-Identifier: GPL-3.0-or-later
// One process a row: shapes, name, pid, and at the right what it does.
#pragma once

#include <QFontMetrics>
#include <QStyledItemDelegate>

namespace rumpscope::ui {

/// What of a row's words there is room for: first the name with its pid, then what the process does.
struct ProcessWords
{
    QString name;
    QString pid;
    QString doing;

    /// Within `width` pixels. A name that does not fit is elided in its middle, and nothing else is shown
    /// then but the pid.
    [[nodiscard]] static ProcessWords fit(const ProcessWords &all, int width, const QFontMetrics &bold,
                                          const QFontMetrics &plain);
};

class ProcessDelegate : public QStyledItemDelegate
{
    Q_OBJECT
public:
    using QStyledItemDelegate::QStyledItemDelegate;
    void paint(QPainter *painter, const QStyleOptionViewItem &option,
               const QModelIndex &index) const override;
    [[nodiscard]] QSize sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const override;
};

} // namespace rumpscope::ui
