// SPDX-License-Identifier: GPL-3.0-or-later
// Cancel, and the button that does it: what a dialog that asks for something ends with.
#pragma once

#include <QString>

class QDialog;
class QLayout;
class QPushButton;

namespace rumpscope::ui {

/// Adds them below what is in `column`, the dialog's own layout. Return presses the button given back, also
/// when it was disabled as the dialog opened. Owned by the dialog.
QPushButton *addDialogButtons(QDialog &dialog, QLayout &column, const QString &action);

} // namespace rumpscope::ui
