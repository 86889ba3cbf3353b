// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/kit/translations.h"

#include <QCoreApplication>
#include <QTranslator>

namespace rumpscope::ui {

void installTranslations(QCoreApplication &application)
{
    auto *english = new QTranslator(&application);
    if (english->load(QStringLiteral(":/translations/rumpscope_en.qm")))
        QCoreApplication::installTranslator(english);
}

} // namespace rumpscope::ui
