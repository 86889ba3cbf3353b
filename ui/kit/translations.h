// SPDX-License-Identifier: GPL-3.0-or-later
// Texts in the user's words: "1 call", "2 calls".
#pragma once

class QCoreApplication;

namespace rumpscope::ui {

/// Before the first text is shown; the translator belongs to `application`.
void installTranslations(QCoreApplication &application);

} // namespace rumpscope::ui
