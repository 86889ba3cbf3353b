// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panes/ladder/ladder_export.h"

#include "ui/panes/ladder/ladder_canvas.h"

#include <QImage>
#include <QPainter>
#include <QSaveFile>
#include <QSvgGenerator>

#include <algorithm>
#include <set>

namespace rumpscope::ui {

namespace {

using Part = LadderModel::Part;

/// Mermaid ends a message at ; and # begins an entity; control characters have no place in a line.
QString escaped(const QString &text)
{
    QString safe;
    for (const QChar c : text) {
        if (c == QLatin1Char(';'))
            safe += QStringLiteral("#59;");
        else if (c == QLatin1Char('#'))
            safe += QStringLiteral("#35;");
        else
            safe += c.isPrint() ? c : QChar(QLatin1Char(' '));
    }
    return safe;
}

QString line(const LadderModel &model, int row)
{
    const LadderModel::Entry &entry = model.entry(row);
    const QString lane = QStringLiteral("L%1").arg(entry.lane);
    if (entry.part == Part::Gap)
        return QStringLiteral("    Note over K: %1\n")
            .arg(escaped(model.data(model.index(row, LadderModel::MessageColumn)).toString()));
    const bool toServer = entry.part == Part::Request || entry.part == Part::Reply;
    const QString arrow = entry.part == Part::Request || entry.part == Part::Ask ? QStringLiteral("->>")
                          : entry.part == Part::Give                             ? QStringLiteral("-)")
                                                                                 : QStringLiteral("-->>");
    QString text;
    if (const auto parent = model.parentLane(entry))
        text = QStringLiteral("    Note over L%1,%2: fork\n").arg(*parent).arg(lane);
    else if (model.isExec(entry))
        text = QStringLiteral("    Note over %1: exec\n").arg(lane);
    return text + QStringLiteral("    %1%2%3: %4\n")
                      .arg(toServer ? lane : QStringLiteral("K"), arrow,
                           toServer ? QStringLiteral("K") : lane, escaped(model.messageOf(entry)));
}

QString writePicture(const LadderCanvas &canvas, int first, int last, const QString &path)
{
    const int end = std::min(last, first + kExportedPictureRows - 1);
    QImage image(canvas.sizeOfRows(first, end), QImage::Format_RGB32);
    if (image.isNull())
        return QObject::tr("The picture would be too large: narrow the filter first.");
    QPainter painter(&image);
    painter.setRenderHint(QPainter::Antialiasing);
    canvas.paintRows(painter, first, end);
    painter.end();
    return image.save(path, "PNG") ? QString() : QObject::tr("%1 could not be written.").arg(path);
}

QString writeDrawing(const LadderCanvas &canvas, int first, int last, const QString &path)
{
    QSaveFile file(path);
    if (!file.open(QIODevice::WriteOnly))
        return QObject::tr("%1 could not be written: %2").arg(path, file.errorString());
    QSvgGenerator drawing;
    const QSize size = canvas.sizeOfRows(first, last);
    drawing.setOutputDevice(&file);
    drawing.setSize(size);
    drawing.setViewBox(QRect(QPoint(0, 0), size));
    drawing.setTitle(QObject::tr("rumpscope: messages"));
    QPainter painter(&drawing);
    canvas.paintRows(painter, first, last);
    painter.end();
    return file.commit() ? QString()
                         : QObject::tr("%1 could not be written: %2").arg(path, file.errorString());
}

} // namespace

QString mermaidOf(const LadderModel &model, int first)
{
    const int end = std::min(model.rowCount(), first + kExportedMessages);
    std::set<quint16> lanes;
    QString body;
    for (int row = first; row < end; ++row) {
        body += line(model, row);
        if (model.entry(row).part != Part::Gap)
            lanes.insert(model.entry(row).lane);
        if (const auto parent = model.parentLane(model.entry(row)))
            lanes.insert(*parent);
    }
    QString text = QStringLiteral("sequenceDiagram\n    participant K as kernel\n");
    for (const quint16 lane : lanes)
        text +=
            QStringLiteral("    participant L%1 as %2\n").arg(lane).arg(escaped(model.lanes()[lane].title));
    return text + body;
}

QString exportLadder(const LadderCanvas &canvas, const LadderModel &model, int first, const QString &path)
{
    const int last = std::min(model.rowCount(), first + kExportedMessages) - 1;
    if (last < first)
        return QObject::tr("There is no message to export.");
    if (path.endsWith(QStringLiteral(".svg"), Qt::CaseInsensitive))
        return writeDrawing(canvas, first, last, path);
    if (path.endsWith(QStringLiteral(".png"), Qt::CaseInsensitive))
        return writePicture(canvas, first, last, path);
    QSaveFile file(path);
    if (!file.open(QIODevice::WriteOnly) || file.write(mermaidOf(model, first).toUtf8()) < 0 ||
        !file.commit())
        return QObject::tr("%1 could not be written: %2").arg(path, file.errorString());
    return {};
}

} // namespace rumpscope::ui
