// SPDX-License-Identifier: GPL-3.0-or-later
// info: which kernel answers, and how it does.
#include "app/rumpscope-cli/commands.h"
#include "app/rumpscope-cli/exit_code.h"
#include "clientcore/abi/netbsd.h"
#include "clientcore/query/processes.h"
#include "clientcore/query/sysctl_tree.h"

#include <fmt/format.h>

#include <algorithm>

namespace rumpscope::cli {

namespace {

constexpr int kRoundTrips = 20;

std::optional<double> medianMicroseconds(session::Session &session)
{
    std::vector<double> times;
    for (int i = 0; i < kRoundTrips; ++i) {
        const auto answer = session.syscall(
            {.number = abi::NB_SYS_getpid_with_ppid, .repeatable = true, .housekeeping = true});
        if (!answer)
            return std::nullopt;
        times.push_back(std::chrono::duration<double, std::micro>(answer->answered - answer->sent).count());
    }
    std::sort(times.begin(), times.end());
    return times[times.size() / 2];
}

} // namespace

int info(Console &console, const GuestOptions &options)
{
    const auto made = connectGuest(console, options);
    if (!made)
        return made.error();
    const auto &session = *made;
    const wire::Banner banner = session->banner();
    const auto roundTrip = medianMicroseconds(*session);
    const auto list = query::processes(*session);
    Json json{{"url", session->url().text()},
              {"protocol", fmt::format("{}.{}", banner.major, banner.minor)},
              {"system", banner.osType},
              {"release", banner.osRelease},
              {"machine", banner.machine}};
    if (list)
        json["processes"] = list->size();
    if (roundTrip)
        json["round_trip_us"] = *roundTrip;
    for (const char *name : {"kern.hostname", "kern.version", "hw.ncpu", "hw.pagesize", "hw.physmem64"}) {
        const auto node = query::findSysctl(*session, name);
        const auto value = node ? query::readSysctl(*session, node->mib, name) : tl::unexpected(node.error());
        if (value)
            json[name] = query::sysctlText(*node, *value);
    }
    if (session->state() != session::Session::State::Connected)
        return console.complain(kFailed, "The connection was lost while asking.");
    if (console.json()) {
        console.object(json);
        return kDone;
    }
    for (const auto &[key, value] : json.items()) {
        const std::string text = value.is_string()        ? value.get<std::string>()
                                 : key == "round_trip_us" ? fmt::format("{:.1f}", value.get<double>())
                                                          : value.dump();
        console.line(fmt::format("{:<14} {}", key, text));
    }
    return kDone;
}

} // namespace rumpscope::cli
