// SPDX-License-Identifier: GPL-3.0-or-later
// rumpscope: the desktop application.
#include "app/rumpscope/options.h"
#include "app/rumpscope/snapshot_visit.h"
#include "app/rumpscope/startup_timer.h"
#include "app/rumpscope/termination.h"
#include "ui/kit/translations.h"
#include "ui/mainwindow/main_window.h"

#include <QApplication>
#include <QSettings>
#include <QTemporaryDir>

#include <cstdio>

namespace {

using namespace rumpscope;

constexpr int kNoDisplay = 1;
constexpr int kNoPicture = 1;

bool hasDisplay()
{
    return !qEnvironmentVariableIsEmpty("DISPLAY") || !qEnvironmentVariableIsEmpty("WAYLAND_DISPLAY") ||
           !qEnvironmentVariableIsEmpty("QT_QPA_PLATFORM");
}

/// The settings of a picture, or of a measurement, are those of a first run and are not kept.
std::unique_ptr<QTemporaryDir> useFreshSettings()
{
    auto directory = std::make_unique<QTemporaryDir>();
    QSettings::setDefaultFormat(QSettings::IniFormat);
    QSettings::setPath(QSettings::IniFormat, QSettings::UserScope, directory->path());
    return directory;
}

void open(ui::MainWindow &window, const Options &options)
{
    ui::Commands &commands = window.scope().commands;
    const QString server = qEnvironmentVariable("RUMP_SERVER");
    if (!options.recording.empty())
        commands.run(QStringLiteral("file.open"), QString::fromStdString(options.recording));
    else if (!options.url.empty())
        commands.run(QStringLiteral("kernel.connect"), QString::fromStdString(options.url));
    else if (!server.isEmpty())
        commands.run(QStringLiteral("kernel.connect"), server);
    else
        commands.run(QStringLiteral("kernel.practice.start"));
}

} // namespace

int main(int argc, char **argv)
{
    QElapsedTimer sinceStart;
    sinceStart.start();
    Options options;
    if (const auto done = readOptions(argc, argv, options))
        return *done;
    const bool byScript = !options.snapshot.empty();
    if (byScript) {
        qputenv("QT_QPA_PLATFORM", "offscreen");
    } else if (!hasDisplay()) {
        std::fputs("There is no display to open a window on; for a picture of one run: "
                   "rumpscope --snapshot rumpscope.png\n",
                   stderr);
        return kNoDisplay;
    }
    QCoreApplication::setApplicationName(QStringLiteral("rumpscope"));
    QCoreApplication::setOrganizationName(QStringLiteral("rumpscope"));
    QCoreApplication::setApplicationVersion(QStringLiteral(RUMPSCOPE_VERSION));
    const QApplication application(argc, argv);
    const auto fresh = byScript || options.startupTime ? useFreshSettings() : nullptr;
    ui::installTranslations(*qApp);
    ui::Theme::apply(*qApp, options.scheme);

    ui::MainWindow window;
    const Termination termination([byScript] {
        if (byScript)
            QCoreApplication::exit(kNoPicture);
        else
            QCoreApplication::quit(); // the window may save its layout
    });
    if (options.retry)
        window.scope().commands.run(QStringLiteral("kernel.retry"),
                                    QString::fromStdString(options.retry->text()));
    if (byScript) {
        SnapshotVisit visit(window, QString::fromStdString(options.snapshot));
        visit.begin();
        return QApplication::exec();
    }
    if (options.startupTime)
        new StartupTimer(&window, sinceStart); // a child of the window
    else
        open(window, options);
    window.show();
    return QApplication::exec();
}
