// SPDX-License-Identifier: GPL-3.0-or-later
// The process tree under ten thousand processes: how long the UI thread works for one batch of changes, and
// for a kernel's list. bench_tree [PROCESSES]
#include "clientcore/lineage/process_tree.h"
#include "tests/support/bridge/traffic.h"
#include "ui/panes/processes/process_view.h"

#include <fmt/format.h>

#include <QApplication>
#include <QTest>

#include <algorithm>
#include <cstdio>

namespace {

using namespace rumpscope;
using Clock = std::chrono::steady_clock;

constexpr int kProcesses = 10'000;
constexpr int kRounds = 50;
constexpr int kBusy = 100; ///< processes that call something in one batch
constexpr std::uint32_t kGetpid = 20;

double milliseconds(Clock::duration duration)
{
    return std::chrono::duration<double, std::milli>(duration).count();
}

/// Times each run; prints the median and the longest.
template<class Run>
void measure(const char *what, const Run &run)
{
    std::vector<double> times;
    for (int round = 0; round < kRounds; ++round) {
        const auto begin = Clock::now();
        run(round);
        times.push_back(milliseconds(Clock::now() - begin));
    }
    std::sort(times.begin(), times.end());
    fmt::print("{:<58} median {:7.2f} ms   longest {:7.2f} ms\n", what, times[times.size() / 2],
               times.back());
}

/// Whatever waits is done: a batch, the layout of the view, its painting.
void settle(ui::test::Traffic &last)
{
    if (!last.settle())
        fmt::print(stderr, "bench_tree: the workbench does not get what it was told\n");
    QCoreApplication::processEvents();
}

} // namespace

int main(int argc, char **argv)
{
    if (qEnvironmentVariableIsEmpty("QT_QPA_PLATFORM"))
        qputenv("QT_QPA_PLATFORM", "offscreen");
    const QApplication application(argc, argv);
    const int count = argc > 1 ? std::max(1, std::atoi(argv[1])) : kProcesses;

    ui::Workbench workbench;
    ui::ProcessModel model(workbench);
    ui::ProcessView view;
    view.setModel(&model);
    view.resize(300, 900);
    view.show();
    std::vector<std::unique_ptr<ui::test::Traffic>> clients;
    const auto begin = Clock::now();
    for (int i = 0; i < count; ++i) {
        clients.push_back(std::make_unique<ui::test::Traffic>(workbench));
        clients.back()->establish(i + 2, "client");
    }
    clients.back()->call(kGetpid);
    settle(*clients.back());
    fmt::print("{} processes came in {:.0f} ms, waiting included; the model has {} rows\n", count,
               milliseconds(Clock::now() - begin), model.rowCount());

    measure("100 processes make a call, until it is shown (33 ms a batch)", [&](int round) {
        for (int i = 0; i < kBusy; ++i)
            clients[static_cast<std::size_t>((round * kBusy + i) % count)]->call(kGetpid);
        settle(*clients[static_cast<std::size_t>((round * kBusy + kBusy - 1) % count)]);
    });

    // The core alone: a kernel's whole list, again and again.
    lineage::ProcessTree tree;
    std::vector<lineage::KernelProcess> list{{0, 0, 0, "system"}, {1, 0, 0, "rumplocal"}};
    for (int i = 0; i < count; ++i)
        list.push_back({i + 2, 1, 0, "client"});
    auto now = transport::Clock::now();
    measure("the kernel's list read into the tree, nothing new", [&](int) {
        now += std::chrono::milliseconds(500);
        tree.kernelList(list, now);
    });
    std::uint64_t seen = tree.revision();
    measure("... one process came and one went, changes asked for", [&](int round) {
        now += std::chrono::milliseconds(500);
        list.push_back({count + 2 + round, 1, 0, "late"});
        list.erase(list.begin() + 2);
        tree.kernelList(list, now);
        const auto changes = tree.changesSince(seen);
        seen = tree.revision();
        if (!changes || changes->touched.size() > 2)
            fmt::print("more changed than did\n");
    });
    measure("every rate moved on", [&](int) {
        now += std::chrono::seconds(1);
        tree.tick(now);
    });
    return 0;
}
