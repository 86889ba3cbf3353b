// SPDX-License-Identifier: GPL-3.0-or-later
// One line of text that shrinks, by whole facts where it has several ("a · b · c"), and tells the rest in its
// tooltip.
#pragma once

#include "ui/kit/theme.h"

#include <QWidget>

namespace rumpscope::ui {

class ElidedLabel : public QWidget
{
    Q_OBJECT
    Q_PROPERTY(QString text READ text WRITE setText)
public:
    explicit ElidedLabel(QWidget *parent = nullptr);

    [[nodiscard]] QString text() const { return m_text; }
    void setText(const QString &text);
    [[nodiscard]] QString shownText() const; ///< as far as there is room
    void setHue(Hue hue);
    void setAlignment(Qt::Alignment alignment);
    /// The part of the text to emphasise ("NetBSD 7.99.34/amd64").
    void setStrong(const QString &part);
    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;

protected:
    void paintEvent(QPaintEvent *event) override;
    bool event(QEvent *event) override;

private:
    [[nodiscard]] int textWidth() const;
    QString m_text;
    QString m_strong;
    Hue m_hue = Hue::Dim;
    Qt::Alignment m_alignment = Qt::AlignLeft | Qt::AlignVCenter;
};

} // namespace rumpscope::ui
