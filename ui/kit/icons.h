// SPDX-License-Identifier: GPL-3.0-or-later
// One-colour symbols that take the text colour of the palette they are painted with.
#pragma once

#include <QIcon>

namespace rumpscope::ui {

/// `name` of a file in resources/icons without its ending; follows changes of the palette by itself.
[[nodiscard]] QIcon symbolIcon(const QString &name);

/// The program's own icon, in colours.
[[nodiscard]] QIcon applicationIcon();

} // namespace rumpscope::ui
