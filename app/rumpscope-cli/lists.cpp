// SPDX-License-Identifier: GPL-3.0-or-later
// ps and files: the kernel's own lists.
#include "app/rumpscope-cli/commands.h"
#include "app/rumpscope-cli/exit_code.h"
#include "clientcore/lineage/process_tree.h"
#include "clientcore/query/processes.h"

#include <fmt/format.h>

#include <sstream>

namespace rumpscope::cli {

namespace {

int failed(Console &console, const query::QueryError &error)
{
    return console.complain(error.client ? kFailed : kRefused, error.sentence());
}

std::string access(std::uint32_t flags)
{
    constexpr std::uint32_t kRead = 1;
    constexpr std::uint32_t kWrite = 2;
    return std::string((flags & kRead) != 0 ? "r" : "-") + ((flags & kWrite) != 0 ? "w" : "-");
}

} // namespace

int ps(Console &console, const ProcessesOptions &options)
{
    const auto made = connectGuest(console, options.guest);
    if (!made)
        return made.error();
    const auto &session = *made;
    const auto list = query::processes(*session);
    if (!list)
        return failed(console, list.error());
    if (options.tree && !console.json()) {
        lineage::ProcessTree tree;
        tree.kernelList(*list, transport::Clock::now());
        std::istringstream lines(tree.flattened());
        for (std::string line; std::getline(lines, line);)
            console.line(line);
        return kDone;
    }
    if (!console.json())
        console.line("   PID   PPID    UID  COMMAND");
    for (const auto &process : *list) {
        const bool ours = process.pid == session->pid();
        if (console.json())
            console.object({{"pid", process.pid},
                            {"ppid", process.ppid},
                            {"uid", process.uid},
                            {"command", process.comm},
                            {"ours", ours}});
        else
            console.line(fmt::format("{:>6} {:>6} {:>6}  {}{}", process.pid, process.ppid, process.uid,
                                     process.comm, ours ? "  (this program)" : ""));
    }
    return kDone;
}

int files(Console &console, const FilesOptions &options)
{
    const auto made = connectGuest(console, options.guest);
    if (!made)
        return made.error();
    const auto &session = *made;
    const auto list = query::processes(*session);
    if (!list)
        return failed(console, list.error());
    if (std::none_of(list->begin(), list->end(), [&](const auto &one) { return one.pid == options.pid; }))
        return console.complain(
            kRefused, fmt::format("The kernel has no process {}: see rumpscope-cli ps.", options.pid));
    const auto open = query::openFiles(*session, options.pid);
    if (!open)
        return failed(console, open.error());
    if (!console.json())
        console.line("  FD  MODE  SHARED    OFFSET      SIZE  KIND");
    for (const auto &file : *open) {
        if (console.json())
            console.object({{"pid", file.pid},
                            {"fd", file.fd},
                            {"kind", query::kindOf(file)},
                            {"flags", file.flags},
                            {"offset", file.offset},
                            {"size", file.size},
                            {"shared", file.uses},
                            {"close_on_exec", file.closeOnExec}});
        else
            console.line(fmt::format("{:>4}  {}{}   {:>6} {:>9} {:>9}  {}", file.fd, access(file.flags),
                                     file.closeOnExec ? "x" : " ", file.uses, file.offset, file.size,
                                     query::kindOf(file)));
    }
    return kDone;
}

} // namespace rumpscope::cli
