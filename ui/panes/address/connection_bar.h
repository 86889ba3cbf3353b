// SPDX-License-Identifier: GPL-3.0-or-later
// Where you are: address, state, system, round trip, generation; and what to do when the kernel goes.
#pragma once

#include "ui/bridge/link_status.h"
#include "ui/bridge/practice_kernel.h"
#include "ui/panes/address/retry_box.h"

#include <QWidget>

class QAction;
class QComboBox;
class QHBoxLayout;
class QPushButton;

namespace rumpscope::ui {

class ElidedLabel;
class StateChip;

class ConnectionBar : public QWidget
{
    Q_OBJECT
public:
    explicit ConnectionBar(QWidget *parent = nullptr);

    [[nodiscard]] QString url() const;
    void setUrl(const QString &url);
    /// Addresses used before, latest first; kept by whoever owns the bar.
    void setHistory(const QStringList &urls);
    [[nodiscard]] QStringList history() const;
    [[nodiscard]] retry::Policy retry() const;
    void setRetry(const retry::Policy &setting);
    void addTool(QWidget *tool); ///< at the right end

    static constexpr int kHistory = 20;

public slots:
    void setStatus(const rumpscope::ui::LinkStatus &status);
    void setKernelState(rumpscope::ui::PracticeKernel::State state);
    void focusUrl();

signals:
    void connectRequested(const QString &url);
    void disconnectRequested();
    void reconnectRequested();
    void stopRetryingRequested();
    void retryChanged(const rumpscope::retry::Policy &setting);
    void kernelStartRequested();
    void kernelKillRequested();
    void kernelRestartRequested();
    void kernelStopRequested();
    void kernelFaultsRequested();

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    void buildAddress(QHBoxLayout *row);
    void buildKernelMenu(QHBoxLayout *row);
    void go();
    void showButtons(const LinkStatus &status);
    [[nodiscard]] bool isIdle() const
    {
        return m_state == LinkState::Idle || m_state == LinkState::Recording;
    }

    QComboBox *m_url;
    QPushButton *m_main;
    QPushButton *m_second;
    StateChip *m_chip;
    ElidedLabel *m_facts;
    RetryBox *m_retry;
    QPushButton *m_kernel = nullptr;
    QAction *m_start = nullptr;
    QAction *m_kill = nullptr;
    QAction *m_restart = nullptr;
    QAction *m_stop = nullptr;
    QHBoxLayout *m_tools;
    LinkState m_state = LinkState::Idle;
};

} // namespace rumpscope::ui
