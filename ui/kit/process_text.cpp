// SPDX-License-Identifier: GPL-3.0-or-later
// What the rows of the process tree say.
#include "clientcore/abi/catalog.h"
#include "ui/kit/process_model.h"

#include <QLocale>

namespace rumpscope::ui {

namespace {

using lineage::Node;

QString seconds(transport::Duration age)
{
    const double value = std::chrono::duration<double>(age).count();
    constexpr double kWholeFrom = 10;
    constexpr double kMinute = 60;
    if (value >= kMinute)
        return ProcessModel::tr("%1 min").arg(static_cast<int>(value / kMinute));
    return ProcessModel::tr("%1 s").arg(QLocale::c().toString(value, 'f', value < kWholeFrom ? 1 : 0));
}

} // namespace

QString underWayText(const lineage::UnderWay &call, transport::TimePoint now)
{
    const abi::Call *known = abi::findCall(call.number);
    const QString name =
        known ? QString::fromUtf8(known->display.data(), static_cast<qsizetype>(known->display.size()))
              : ProcessModel::tr("call %1").arg(call.number);
    return ProcessModel::tr("%1 for %2").arg(name, seconds(now - call.since));
}

QString processSymbol(const Node &node)
{
    const QString exec = node.execed ? QStringLiteral("⟳") : QString();
    switch (node.state) {
    case Node::State::Guest:
        return QStringLiteral("●") + exec;
    case Node::State::Forked:
        return QStringLiteral("↳") + exec;
    case Node::State::Prepared:
        return QStringLiteral("◌");
    case Node::State::KernelOnly:
        return QStringLiteral("○");
    case Node::State::Ended:
        return QStringLiteral("✝");
    }
    return {};
}

QString processState(const Node &node)
{
    switch (node.state) {
    case Node::State::Guest:
        return node.execed ? ProcessModel::tr("guest, exec") : ProcessModel::tr("guest");
    case Node::State::Forked:
        return node.execed ? ProcessModel::tr("forked, exec") : ProcessModel::tr("forked");
    case Node::State::Prepared:
        return ProcessModel::tr("prepared");
    case Node::State::KernelOnly:
        return ProcessModel::tr("kernel only");
    case Node::State::Ended:
        return ProcessModel::tr("ended");
    }
    return {};
}

QString processSecondary(const Node &node, transport::TimePoint now)
{
    if (node.state == Node::State::Ended)
        return QString::fromStdString(node.ending);
    if (node.observer)
        return ProcessModel::tr("observer");
    if (node.state == Node::State::Prepared)
        return ProcessModel::tr("prepared");
    if (node.state == Node::State::KernelOnly)
        return {};
    // A call that blocks is what a person looks for.
    if (!node.underWay.empty() &&
        now - node.underWay.front().since >= std::chrono::milliseconds(ProcessModel::kBlocked)) {
        const QString text = ProcessModel::tr("in %1").arg(underWayText(node.underWay.front(), now));
        return node.running > 1 ? ProcessModel::tr("%1, %2 more").arg(text).arg(node.running - 1) : text;
    }
    QString text =
        node.calls == 0 ? QString() : ProcessModel::tr("%n call(s)", nullptr, static_cast<int>(node.calls));
    if (node.rate >= 1)
        text += ProcessModel::tr(" · %1/s").arg(QLocale::c().toString(node.rate, 'f', 0));
    return text;
}

QString processName(const Node &node)
{
    return node.comm.empty() ? ProcessModel::tr("child") : QString::fromStdString(node.comm);
}

QString processToolTip(const Node &node, transport::TimePoint now)
{
    QStringList lines{ProcessModel::tr("%1 — %2").arg(processName(node), processState(node))};
    if (!node.formerNames.empty()) {
        QStringList names;
        for (const std::string &name : node.formerNames)
            names.push_back(QString::fromStdString(name));
        lines.push_back(ProcessModel::tr("before its exec: %1").arg(names.join(QStringLiteral(" → "))));
    }
    if (node.session && static_cast<unsigned>(node.generation) > 1)
        lines.push_back(
            ProcessModel::tr("life %1 of its session").arg(static_cast<unsigned>(node.generation)));
    if (node.running > 0)
        lines.push_back(ProcessModel::tr("%n call(s) running", nullptr, static_cast<int>(node.running)));
    constexpr std::size_t kCalls = 5;
    for (std::size_t i = 0; i < std::min(node.underWay.size(), kCalls); ++i)
        lines.push_back(QStringLiteral("  ") + underWayText(node.underWay[i], now));
    if (node.errors > 0)
        lines.push_back(ProcessModel::tr("%n call(s) failed", nullptr, static_cast<int>(node.errors)));
    return lines.join(QLatin1Char('\n'));
}

} // namespace rumpscope::ui
