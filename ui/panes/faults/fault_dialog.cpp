// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panes/faults/fault_dialog.h"

#include "ui/kit/theme.h"

#include <QComboBox>
#include <QDialogButtonBox>
#include <QFormLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QSpinBox>
#include <QVBoxLayout>

namespace rumpscope::ui {

namespace {

constexpr int kLongestDelay = 3'600'000;
constexpr int kRealWorkers = 128;

QSpinBox *spin(int least, int most, int value, const QString &suffix, const QString &name)
{
    auto *box = new QSpinBox;
    box->setRange(least, most);
    box->setValue(value);
    box->setSuffix(suffix);
    box->setAccessibleName(name);
    return box;
}

QPushButton *button(const QString &text, const QString &tip = {})
{
    auto *made = new QPushButton(text);
    made->setAutoDefault(false);
    made->setToolTip(tip);
    return made;
}

} // namespace

FaultDialog::FaultDialog(QWidget *parent)
    : QDialog(parent)
    , m_controls(new QWidget)
    , m_status(new QLabel)
    , m_mistake(new QLabel)
{
    setWindowTitle(tr("Faults of the practice kernel"));
    auto *form = new QFormLayout(m_controls);
    form->setContentsMargins(0, 0, 0, 0);
    addSlow(form);
    addFail(form);
    addEnd(form);
    addServer(form);

    auto *heading = new QLabel(tr("Now in force"));
    m_status->setFont(Theme::monospaced(font()));
    m_status->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    m_status->setAccessibleName(tr("Faults in force"));
    m_mistake->setWordWrap(true);
    m_mistake->setForegroundRole(QPalette::BrightText);

    auto *buttons = new QDialogButtonBox(QDialogButtonBox::Close);
    auto *clear = buttons->addButton(tr("Everything as &usual"), QDialogButtonBox::ResetRole);
    connect(clear, &QPushButton::clicked, this, [this] { emit commandWanted(QStringLiteral("clear")); });
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);

    auto *column = new QVBoxLayout(this);
    column->addWidget(m_controls);
    column->addWidget(m_mistake);
    column->addWidget(heading);
    column->addWidget(m_status);
    column->addStretch(1);
    column->addWidget(buttons);
    setRunning(false);
}

void FaultDialog::addRow(QFormLayout *form, const QString &label, const QList<QWidget *> &widgets)
{
    auto *row = new QHBoxLayout;
    for (QWidget *widget : widgets)
        row->addWidget(widget);
    row->addStretch(1);
    auto *text = new QLabel(label);
    text->setBuddy(widgets.first());
    form->addRow(text, row);
}

QComboBox *FaultDialog::makeCalls()
{
    auto *calls = new QComboBox;
    calls->setEditable(true);
    calls->setInsertPolicy(QComboBox::NoInsert);
    for (const char *name : {"all", "read", "write", "open", "read,write", "transfer", "names", "polling"})
        calls->addItem(QLatin1String(name));
    calls->setToolTip(tr("all, a call such as read, a family such as names, or several with commas between"));
    calls->setAccessibleName(tr("Which calls"));
    return calls;
}

void FaultDialog::addSlow(QFormLayout *form)
{
    auto *calls = makeCalls();
    auto *delay = spin(0, kLongestDelay, 100, tr(" ms later"), tr("Delay"));
    delay->setSpecialValueText(tr("at once"));
    delay->setSingleStep(50);
    auto *apply = button(tr("Slow &down"), tr("Answer these calls that much later"));
    addRow(form, tr("&Slow calls"), {calls, delay, apply});
    connect(apply, &QPushButton::clicked, this, [this, calls, delay] {
        emit commandWanted(
            QStringLiteral("slow %1 %2").arg(calls->currentText().trimmed()).arg(delay->value()));
    });
}

void FaultDialog::addFail(QFormLayout *form)
{
    auto *calls = makeCalls();
    auto *error = new QComboBox;
    error->setEditable(true);
    error->setInsertPolicy(QComboBox::NoInsert);
    for (const char *name : {"EIO", "ENOSPC", "EINTR", "EAGAIN", "ENOMEM", "EMFILE", "EPERM", "never"})
        error->addItem(QLatin1String(name));
    error->setAccessibleName(tr("Error of NetBSD"));
    error->setToolTip(tr("An errno of NetBSD by its name; never: they do not fail any more"));
    auto *percent = spin(1, 100, 10, tr(" % of them"), tr("How many of a hundred"));
    auto *apply = button(tr("Let &fail"), tr("They fail before they do anything"));
    addRow(form, tr("F&ailing calls"), {calls, error, percent, apply});
    connect(apply, &QPushButton::clicked, this, [this, calls, error, percent] {
        emit commandWanted(QStringLiteral("fail %1 %2 %3")
                               .arg(calls->currentText().trimmed(), error->currentText().trimmed())
                               .arg(percent->value()));
    });
}

void FaultDialog::addEnd(QFormLayout *form)
{
    auto *count = spin(0, 1'000'000, 0, tr(" more answers"), tr("After how many answers"));
    count->setSpecialValueText(tr("now"));
    const auto add = [&, this](const QString &text, const QString &verb, const QString &tip) {
        auto *made = button(text, tip);
        connect(made, &QPushButton::clicked, this, [this, count, verb] {
            const int after = count->value();
            emit commandWanted(after == 0 ? verb : QStringLiteral("%1 after %2").arg(verb).arg(after));
        });
        return made;
    };
    auto *silence = add(tr("Fall s&ilent"), QStringLiteral("silent"),
                        tr("Keep the connections, but neither read nor answer"));
    auto *die = add(tr("Cras&h"), QStringLiteral("die"), tr("End at once, with everything in it"));
    auto *restart = add(tr("&Restart"), QStringLiteral("restart"), tr("Lose everything, and begin anew"));
    auto *goOn = button(tr("&Go on"), tr("Answer again, after a silence"));
    connect(goOn, &QPushButton::clicked, this, [this] { emit commandWanted(QStringLiteral("answer")); });
    addRow(form, tr("&When"), {count, silence, goOn, die, restart});
}

void FaultDialog::addServer(QFormLayout *form)
{
    auto *workers = spin(0, 1'000'000, kRealWorkers, {}, tr("Calls served at once"));
    workers->setSpecialValueText(tr("as many as there are"));
    auto *limit = button(tr("Li&mit"), tr("The real server has 128; when they are blocked, everybody waits"));
    addRow(form, tr("Calls at &once"), {workers, limit});
    connect(limit, &QPushButton::clicked, this,
            [this, workers] { emit commandWanted(QStringLiteral("workers %1").arg(workers->value())); });

    auto *version = new QLineEdit(QStringLiteral("0.5"));
    version->setAccessibleName(tr("Version of the protocol"));
    version->setMaximumWidth(fontMetrics().averageCharWidth() * 14);
    auto *change = button(tr("Cha&nge"), tr("New clients are greeted with it"));
    auto *usual = button(tr("Usual &version"), tr("Greet new clients as usual"));
    addRow(form, tr("&Protocol version"), {version, change, usual});
    connect(change, &QPushButton::clicked, this, [this, version] {
        emit commandWanted(QStringLiteral("protocol %1").arg(version->text().trimmed()));
    });
    connect(usual, &QPushButton::clicked, this,
            [this] { emit commandWanted(QStringLiteral("banner default")); });
}

void FaultDialog::setRunning(bool running)
{
    m_controls->setEnabled(running);
    showMistake(running ? QString() : tr("The practice kernel does not run."));
    if (!running)
        m_status->setText(QStringLiteral("–"));
}

void FaultDialog::showStatus(const QStringList &lines)
{
    QStringList faults;
    for (const QString &line : lines) {
        if (!line.startsWith(QStringLiteral("calls under way")))
            faults.append(line);
    }
    m_status->setText(faults.join(QLatin1Char('\n')));
}

void FaultDialog::showMistake(const QString &sentence)
{
    m_mistake->setText(sentence.isEmpty() ? QString() : QStringLiteral("✕ ") + sentence);
    m_mistake->setVisible(!sentence.isEmpty());
}

} // namespace rumpscope::ui
