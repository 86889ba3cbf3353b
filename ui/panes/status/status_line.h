// SPDX-License-Identifier: GPL-3.0-or-later
// Counts, losses, rate and the latest notice: a loss is never hidden.
#pragma once

#include <QWidget>

class QLabel;
class QToolButton;

namespace rumpscope::ui {

class ElidedLabel;

class StatusLine : public QWidget
{
    Q_OBJECT
public:
    explicit StatusLine(QWidget *parent = nullptr);

    struct Counts
    {
        quint64 calls = 0;
        quint64 lostEvents = 0; ///< did not fit into the recorder's ring
        quint64 evicted = 0;    ///< left the history
        double perSecond = 0;
        int clients = 0; ///< processes of ours that live
    };
    void setCounts(const Counts &counts);
    [[nodiscard]] QString notice() const;
    void addPermanent(QWidget *widget); ///< at the right end

    static constexpr int kNotices = 20; ///< kept for the tooltip and the menu

public slots:
    void showNotice(const QString &sentence); ///< stays until the next or until dismissed
    void dismissNotice();

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    QLabel *addLabel();
    QLabel *m_calls;
    QLabel *m_lost;
    QLabel *m_rate;
    QLabel *m_clients;
    ElidedLabel *m_notice;
    QToolButton *m_dismiss;
    QStringList m_notices; ///< with their times, latest first
};

} // namespace rumpscope::ui
