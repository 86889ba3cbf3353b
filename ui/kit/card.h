// SPDX-License-Identifier: GPL-3.0-or-later
// A rounded sheet with a header: title, a dim line beside it, tools at the right.
#pragma once

#include <QFrame>

class QHBoxLayout;
class QLabel;
class QVBoxLayout;

namespace rumpscope::ui {

class ElidedLabel;

class Card : public QFrame
{
    Q_OBJECT
public:
    explicit Card(const QString &title, QWidget *parent = nullptr);

    [[nodiscard]] QString title() const;
    /// The dim line: a summary of what the card shows. Also its accessible description.
    void setSubtitle(const QString &text);
    [[nodiscard]] QString subtitle() const;
    /// Subtitle at the right edge ("7 alive") instead of beside the title.
    void setSubtitleRight(bool right);
    void addTool(QWidget *tool); ///< to the right end of the header; takes ownership
    void setContent(QWidget *content);
    void addFooter(QWidget *footer);
    /// Whether the times stand below it, where it shows things over time.
    virtual void setTimeShown(bool /*shown*/) {}
    void setHeaderVisible(bool visible); ///< off where a tab already says the title
    /// The header, for whoever shows it elsewhere; the sheet is painted there, too. The card goes on to fill
    /// it.
    [[nodiscard]] QWidget *takeHeader();
    /// What a card is painted on, as large as `widget`.
    static void paintSheet(QPainter &painter, const QWidget &widget);

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    QWidget *m_header;
    QLabel *m_title;
    ElidedLabel *m_subtitle;
    QHBoxLayout *m_tools;
    QVBoxLayout *m_body;
    bool m_headerTaken = false;
};

/// The line between header, content and footer.
[[nodiscard]] QWidget *makeRule(QWidget *parent);

} // namespace rumpscope::ui
