// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panes/filter/filter_bar.h"

#include "clientcore/filter/complete_filter.h"
#include "ui/kit/completion_edit.h"
#include "ui/kit/elided_label.h"
#include "ui/kit/expression_check.h"
#include "ui/kit/format.h"
#include "ui/kit/name_dialog.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QMenu>
#include <QPainter>
#include <QToolButton>
#include <QVBoxLayout>

namespace rumpscope::ui {

FilterBar::FilterBar(QWidget *parent)
    : QWidget(parent)
    , m_edit(new CompletionEdit(
          [this](std::string_view text, std::size_t cursor) {
              return trace::completeFilter(text, cursor, m_names ? m_names() : std::vector<std::string>());
          },
          this))
    , m_message(new ElidedLabel(this))
    , m_counts(new QLabel(this))
    , m_savedButton(new QToolButton(this))
    , m_menu(new QMenu(this))
{
    setAccessibleName(tr("Filter"));
    auto *label = new QLabel(tr("&Filter"), this);
    label->setBuddy(m_edit);
    label->setForegroundRole(QPalette::PlaceholderText);
    m_edit->setFont(Theme::monospaced(font()));
    m_edit->setPlaceholderText(tr("comm == \"shell\" && (errno == ENOENT || latency > 5ms)"));
    m_edit->setAccessibleName(tr("Filter"));
    m_edit->setToolTip(tr("Enter applies, Ctrl+Space completes, Up and Down recall, Escape clears."));
    m_edit->setClearButtonEnabled(true);
    m_counts->setForegroundRole(QPalette::PlaceholderText);
    m_counts->hide();
    m_savedButton->setText(tr("Saved"));
    m_savedButton->setPopupMode(QToolButton::InstantPopup);
    m_savedButton->setMenu(m_menu);
    m_savedButton->setToolTip(tr("Keep this filter under a name, or take one that was kept"));
    m_message->setHue(Hue::Error);
    m_message->hide();

    auto *row = new QHBoxLayout;
    row->setSpacing(8);
    row->addWidget(label);
    row->addWidget(m_edit, 1);
    row->addWidget(m_counts);
    row->addWidget(m_savedButton);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(12, 6, 10, 6);
    column->setSpacing(3);
    column->addLayout(row);
    column->addWidget(m_message);
    setFocusProxy(m_edit);

    connect(m_edit, &QLineEdit::returnPressed, this, &FilterBar::submit);
    connect(m_edit, &QLineEdit::textChanged, this, &FilterBar::edited);
    connect(m_edit, &CompletionEdit::escaped, m_edit, &QLineEdit::clear);
    connect(m_menu, &QMenu::aboutToShow, this, &FilterBar::fillMenu);
}

QString FilterBar::text() const
{
    return m_edit->text();
}

QString FilterBar::message() const
{
    return m_message->isHidden() ? QString() : m_message->text();
}

QString FilterBar::counts() const
{
    return m_counts->isHidden() ? QString() : m_counts->text();
}

void FilterBar::focusEdit()
{
    m_edit->setFocus(Qt::ShortcutFocusReason);
    m_edit->selectAll();
}

void FilterBar::setNames(std::function<std::vector<std::string>()> names)
{
    m_names = std::move(names);
}

void FilterBar::apply(const QString &text)
{
    m_edit->setText(text);
    submit();
}

void FilterBar::narrow(const QString &condition, bool negated)
{
    const std::string wanted = negated ? trace::notText(condition.toStdString()) : condition.toStdString();
    apply(QString::fromStdString(trace::bothText(m_applied.toStdString(), wanted)));
}

void FilterBar::submit()
{
    const QByteArray utf8 = text().toUtf8();
    const auto filter =
        trace::Filter::compile(std::string_view(utf8.constData(), static_cast<std::size_t>(utf8.size())));
    if (!filter) {
        const trace::FilterError &error = filter.error();
        const int begin = positionOf(utf8, error.position);
        const int end = positionOf(utf8, error.position + error.length);
        // At the end of the line there is nothing to underline: the last sign stands for it.
        m_edit->underline(begin < text().size() ? begin : std::max(0, begin - 1), std::max(1, end - begin));
        return say(QString::fromStdString(error.message));
    }
    say({});
    if (m_applied == text().trimmed())
        return;
    m_applied = text().trimmed();
    remember(m_applied);
    emit filterChanged(*filter);
}

/// An emptied line filters nothing: no Enter is needed for that.
void FilterBar::edited()
{
    m_edit->underline(0, 0);
    say({});
    if (text().trimmed().isEmpty())
        submit();
}

void FilterBar::say(const QString &mistake)
{
    m_message->setText(mistake.isEmpty() ? QString() : QStringLiteral("✕ ") + mistake);
    m_message->setVisible(!mistake.isEmpty());
    m_edit->setAccessibleDescription(mistake);
}

void FilterBar::remember(const QString &text)
{
    if (text.isEmpty())
        return;
    m_history.removeAll(text);
    m_history.append(text);
    setHistory(m_history);
    emit remembered();
}

void FilterBar::setHistory(const QStringList &history)
{
    m_history = history.mid(std::max<qsizetype>(0, history.size() - kHistory));
    m_edit->setHistory(m_history);
}

void FilterBar::fillMenu()
{
    constexpr int kShown = 360; ///< pixels of a filter's text
    m_menu->clear();
    QAction *save = m_menu->addAction(tr("&Save this filter…"), this, &FilterBar::saveCurrent);
    save->setEnabled(!m_applied.isEmpty() && m_saved.size() < kSaved);
    if (m_saved.isEmpty())
        return;
    m_menu->addSeparator();
    for (auto one = m_saved.cbegin(); one != m_saved.cend(); ++one) {
        QString label = one.key() + QLatin1Char('\t') +
                        m_menu->fontMetrics().elidedText(one.value(), Qt::ElideRight, kShown);
        m_menu->addAction(label.replace(QLatin1Char('&'), QStringLiteral("&&")), this,
                          [this, text = one.value()] { apply(text); });
    }
    m_menu->addSeparator();
    QMenu *forget = m_menu->addMenu(tr("&Forget"));
    for (const QString &name : m_saved.keys())
        forget->addAction(name, this, [this, name] {
            m_saved.remove(name);
            emit remembered();
        });
}

void FilterBar::saveCurrent()
{
    auto *dialog = new NameDialog(tr("Save this filter"), tr("Save"), {}, this, tr("&Name"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &QDialog::accepted, this, [this, dialog, text = m_applied] {
        m_saved.insert(dialog->name(), text);
        emit remembered();
    });
    dialog->open();
}

void FilterBar::setCounts(quint64 shown, quint64 all, bool looking)
{
    const QString counts = tr("%1 of %2").arg(countText(shown), countText(all));
    m_counts->setText(looking ? counts + tr(" · looking…") : counts);
    m_counts->setVisible(!m_applied.isEmpty());
}

void FilterBar::changeEvent(QEvent *event)
{
    if (event->type() == QEvent::FontChange)
        m_edit->setFont(Theme::monospaced(font()));
    QWidget::changeEvent(event);
}

void FilterBar::paintEvent(QPaintEvent *)
{
    const Theme &theme = Theme::of(this);
    QPainter painter(this);
    painter.fillRect(rect(), theme.colour(Hue::Bar));
    painter.fillRect(0, height() - 1, width(), 1, theme.colour(Hue::Border));
}

} // namespace rumpscope::ui
