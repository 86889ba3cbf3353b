// SPDX-License-Identifier: GPL-3.0-or-later
// The selected process in detail.
#pragma once

#include "ui/kit/call_id.h"
#include "ui/panes/processes/process_detail_model.h"

#include <QTreeView>

namespace rumpscope::ui {

class ProcessDetail : public QTreeView
{
    Q_OBJECT
public:
    explicit ProcessDetail(QWidget *parent = nullptr);
    /// A model with ProcessDetailModel's columns and roles; not owned.
    void setModel(QAbstractItemModel *model) override;
    [[nodiscard]] QSize sizeHint() const override;

signals:
    void callRequested(rumpscope::trace::CallId id); ///< the call that opened a descriptor, or is under way
};

} // namespace rumpscope::ui
