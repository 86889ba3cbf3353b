// SPDX-License-Identifier: GPL-3.0-or-later
// The work in the middle and cards around it that can be moved, stacked, taken out and hidden.
#pragma once

#include <QMainWindow>
#include <QTimer>

namespace rumpscope::ui {

class Card;

class Panels : public QMainWindow
{
    Q_OBJECT
public:
    /// Become its own.
    struct Cards
    {
        QWidget *centre;
        Card *processes;
        Card *latency;
        Card *connection;
        Card *throughput;
    };
    enum class Arrangement {
        Explore, ///< processes at the left, time at the right
        Debug,   ///< time across the whole width: retries against latency
        Teach,   ///< room for processes and messages; of time the connection only
    };
    explicit Panels(const Cards &cards, QWidget *parent = nullptr);

    void arrange(Arrangement arrangement);
    /// One for each card around the centre: shown or not.
    [[nodiscard]] QList<QAction *> toggles() const;
    /// As saveState() gave it; where that is not to be understood, all stays as it is.
    void restore(const QByteArray &state);

protected:
    void showEvent(QShowEvent *event) override;

private:
    QDockWidget *addPanel(const QString &name, Card *card);
    /// The times stand below the lowest of the cards above each other.
    void showTimes();

    QDockWidget *m_processes;
    QDockWidget *m_latency;
    QDockWidget *m_connection;
    QDockWidget *m_throughput;
    QTimer m_moved;
    QByteArray m_wanted; ///< a state that came before there was room to share out
};

} // namespace rumpscope::ui
