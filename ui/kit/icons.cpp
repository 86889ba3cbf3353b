// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/kit/icons.h"

#include "ui/kit/theme.h"

#include <QFile>
#include <QGuiApplication>
#include <QIconEngine>
#include <QPainter>
#include <QPixmapCache>
#include <QSvgRenderer>

namespace rumpscope::ui {

namespace {

class SymbolEngine : public QIconEngine
{
public:
    explicit SymbolEngine(QString name)
        : m_name(std::move(name))
    {}

    void paint(QPainter *painter, const QRect &rect, QIcon::Mode mode, QIcon::State state) override
    {
        painter->drawPixmap(rect, draw(rect.size() * painter->device()->devicePixelRatio(), mode, state));
    }
    QPixmap pixmap(const QSize &size, QIcon::Mode mode, QIcon::State state) override
    {
        return draw(size, mode, state);
    }
    [[nodiscard]] QIconEngine *clone() const override { return new SymbolEngine(m_name); }

private:
    [[nodiscard]] QPixmap draw(const QSize &size, QIcon::Mode mode, QIcon::State) const
    {
        const QColor colour = Theme::current().colour(mode == QIcon::Disabled ? Hue::Border : Hue::Text);
        const QString key = QStringLiteral("rumpscope-%1-%2-%3x%4")
                                .arg(m_name, colour.name())
                                .arg(size.width())
                                .arg(size.height());
        QPixmap pixmap;
        if (QPixmapCache::find(key, &pixmap))
            return pixmap;
        QFile file(QStringLiteral(":/icons/%1.svg").arg(m_name));
        QByteArray text = file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
        QSvgRenderer renderer(text.replace("currentColor", colour.name().toLatin1()));
        pixmap = QPixmap(size);
        pixmap.fill(Qt::transparent);
        QPainter painter(&pixmap);
        renderer.render(&painter);
        painter.end();
        QPixmapCache::insert(key, pixmap);
        return pixmap;
    }

    QString m_name;
};

} // namespace

QIcon symbolIcon(const QString &name)
{
    return QIcon(new SymbolEngine(name));
}

QIcon applicationIcon()
{
    return QIcon(QStringLiteral(":/icons/rumpscope.svg"));
}

} // namespace rumpscope::ui
