// SPDX-License-Identifier: GPL-3.0-or-later
// The work in the middle and cards around it that can be moved, stacked, taken out and hidden.
#pragma once

#include "ui/kit/pane.h"

#include <QMainWindow>
#include <QTimer>

namespace rumpscope::ui {

class Card;

class Panels : public QMainWindow
{
    Q_OBJECT
public:
    explicit Panels(QWidget *parent = nullptr);

    /// Becomes its own. The pane's id names its place in saved states.
    void addPanel(const Pane &pane, Card *card);
    void arrange(Layout layout);
    [[nodiscard]] bool shows(const QString &pane) const;
    void show(const QString &pane, bool shown); ///< unknown ones are passed over
    using QWidget::show;
    /// As saveState() gave it; where that is not to be understood, all stays as it is.
    void restore(const QByteArray &state);

signals:
    void shownChanged(); ///< a panel was shown or hidden, by whatever way

protected:
    void showEvent(QShowEvent *event) override;

private:
    struct Panel
    {
        Pane pane;
        QDockWidget *dock;
    };
    void arrangeArea(Qt::DockWidgetArea area, std::size_t layout);
    [[nodiscard]] QDockWidget *find(const QString &pane) const;
    /// The times stand below the lowest of the cards above each other.
    void showTimes();

    std::vector<Panel> m_panels;
    QTimer m_moved;
    QByteArray m_wanted; ///< a state that came before there was room to share out
};

} // namespace rumpscope::ui
