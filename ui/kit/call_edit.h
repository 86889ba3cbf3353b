// SPDX-License-Identifier: GPL-3.0-or-later
// One line for a call.
#pragma once

#include "ui/kit/completion_edit.h"

namespace rumpscope::ui {

class CallEdit : public CompletionEdit
{
    Q_OBJECT
public:
    explicit CallEdit(QWidget *parent = nullptr)
        : CompletionEdit(call::complete, parent)
    {}
};

} // namespace rumpscope::ui
