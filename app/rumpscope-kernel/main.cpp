// SPDX-License-Identifier: GPL-3.0-or-later
// rumpscope-kernel URL: the practice kernel in the foreground.
#include "app/rumpscope-kernel/control/commands.h"
#include "app/rumpscope-kernel/server/server.h"
#include "clientcore/abi/catalog.h"
#include "clientcore/wire/text.h"

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include <chrono>
#include <csignal>
#include <cstdio>
#include <fstream>
#include <linux/close_range.h>
#include <memory>
#include <string>
#include <sys/prctl.h>
#include <unistd.h>
#include <vector>

namespace {

using namespace rumpscope;

constexpr int kFailure = 1;
constexpr int kUsage = 2;

struct Options
{
    std::string url;
    std::string log;
    std::string control;
    std::vector<std::string> faults;
    bool calls = false;
    bool quiet = false;
    bool parentDeath = false;
};

/// A sentence for a person; the exit code.
int complain(int code, const std::string &sentence)
{
    // Where it cannot be written, as on a full disk, it is nobody's to read: the kernel goes on.
    std::fputs(fmt::format("rumpscope-kernel: {}\n", sentence).c_str(), stderr);
    return code;
}

/// Lines to a file, each written out at once. Says once when the file takes no more.
class Log
{
public:
    explicit Log(const std::string &path)
        : m_path(path)
        , m_file(path, std::ios::app)
    {}
    [[nodiscard]] bool isOpen() const { return m_file.is_open(); }
    /// With the seconds since the log began.
    void write(std::string_view line)
    {
        if (m_failed)
            return;
        const std::chrono::duration<double> since = std::chrono::steady_clock::now() - m_begin;
        m_file << fmt::format("{:10.6f} {}", since.count(), line) << std::endl;
        if (m_file.fail()) {
            m_failed = true;
            complain(0, fmt::format("{} takes no more lines: the log ends here.", m_path));
        }
    }

private:
    std::string m_path;
    std::ofstream m_file;
    std::chrono::steady_clock::time_point m_begin = std::chrono::steady_clock::now();
    bool m_failed = false;
};

/// SIGTERM when the parent ends; false when it has ended already.
bool endWithParent()
{
    const pid_t parent = ::getppid();
    ::prctl(PR_SET_PDEATHSIG, SIGTERM);
    return ::getppid() == parent;
}

/// Ends as a crash would, or becomes a fresh kernel with the same options; descriptors do not outlive us.
void carryOut(kernel::Faults::Action action, char **argv)
{
    if (action == kernel::Faults::Action::Restart) {
        ::close_range(STDERR_FILENO + 1, ~0U, CLOSE_RANGE_CLOEXEC);
        ::execv("/proc/self/exe", argv);
    }
    ::kill(::getpid(), SIGKILL);
}

/// Commands of the command line; 0, or the exit code.
int applyFaults(kernel::Server &server, const std::vector<std::string> &commands)
{
    for (const std::string &command : commands) {
        std::string answer = kernel::carryOut(server.faults(), command);
        answer.pop_back();
        if (answer != "ok")
            return complain(kUsage, fmt::format("--fault \"{}\": {}", command, answer));
    }
    return 0;
}

/// The control socket, where one is wanted; 0, or the exit code.
int openControl(kernel::Server &server, const std::string &path)
{
    if (path.empty())
        return 0;
    const auto url = transport::ServerUrl::parse("unix://" + path, transport::ServerUrl::Use::Listen);
    if (!url)
        return complain(kUsage, url.error().sentence());
    auto listener = transport::Listener::open(*url);
    if (!listener)
        return complain(kFailure, listener.error().sentence());
    server.controlAt(std::move(*listener));
    return 0;
}

/// A family a line.
void printCalls()
{
    for (const kernel::CallFamily &family : kernel::callFamilies()) {
        fmt::print("{}:", family.name);
        for (std::size_t i = 0; i < family.calls.size(); ++i) {
            const abi::Call *known = abi::findCall(family.calls[i].number);
            fmt::print("{} {}", i > 0 ? "," : "", known != nullptr ? known->display : family.calls[i].name);
        }
        fmt::print("\n");
    }
}

std::string commandFooter()
{
    std::string text = "Commands of --fault and of the control socket, one a line:\n";
    for (const kernel::CommandHelp &command : kernel::commandHelp())
        text += fmt::format("  {:<27} {}\n", command.usage, command.meaning);
    return text + "CALLS is all, a call as read, a family as names, or several with commas between them.\n";
}

int serve(const Options &options, char **argv)
{
    const auto url = transport::ServerUrl::parse(options.url, transport::ServerUrl::Use::Listen);
    if (!url)
        return complain(kUsage, url.error().sentence());
    kernel::KernelSettings settings;
    if (!options.log.empty()) {
        const auto log = std::make_shared<Log>(options.log);
        if (!log->isOpen())
            return complain(kFailure, fmt::format("{} cannot be written.", options.log));
        settings.log = [log](std::string_view line) { log->write(line); };
        settings.console = [log](std::string_view bytes) {
            log->write("console: " + wire::printable(bytes, bytes.size()));
        };
    }
    auto listener = transport::Listener::open(*url);
    if (!listener)
        return complain(kFailure, listener.error().sentence());
    std::signal(SIGPIPE, SIG_IGN); // whoever reads our one line may close its end
    kernel::Kernel practice(std::move(settings));
    kernel::Server server(practice, std::move(*listener));
    server.stopOn({SIGTERM, SIGINT});
    server.faults().act = [argv](kernel::Faults::Action action) { carryOut(action, argv); };
    if (const int failed = openControl(server, options.control); failed != 0)
        return failed;
    if (const int failed = applyFaults(server, options.faults); failed != 0)
        return failed;
    if (options.parentDeath && !endWithParent())
        return 0;
    if (!options.quiet) {
        if (!url->isLoopbackOrLocal())
            complain(0, "everybody who can reach this address is root in this kernel.");
        std::fputs(fmt::format("listening on {}\n", server.url().text()).c_str(), stdout);
        std::fflush(stdout);
    }
    server.run();
    return 0;
}

} // namespace

int main(int argc, char **argv)
{
    Options options;
    CLI::App app("A small Unix kernel to practise on, for clients that speak rump_sp.\n"
                 "Everything in it lives in memory and is gone when it ends.",
                 "rumpscope-kernel");
    app.footer(commandFooter());
    app.add_option("URL", options.url,
                   "where to listen: unix://PATH, tcp://ADDRESS:PORT/, tcp6://[ADDRESS]:PORT/");
    app.add_option("--log", options.log, "append a line for every answered call to FILE")->type_name("FILE");
    app.add_option("--control", options.control, "take commands at a local socket that only you can open")
        ->type_name("PATH");
    app.add_option("--fault", options.faults,
                   "begin with this command of the control socket; may be repeated")
        ->type_name("COMMAND")
        ->allow_extra_args(false);
    app.add_flag("--parent-death", options.parentDeath, "end when the process that started this one ends");
    app.add_flag("--calls", options.calls, "print the system calls there are, and quit");
    app.add_flag("--quiet", options.quiet, "print nothing but errors");
    app.set_version_flag("--version", "rumpscope-kernel " RUMPSCOPE_VERSION);
    try {
        app.parse(argc, argv);
    } catch (const CLI::ParseError &error) {
        return app.exit(error) == 0 ? 0 : kUsage;
    }
    if (options.calls) {
        printCalls();
        return 0;
    }
    if (options.url.empty())
        return complain(kUsage, "say where to listen: a URL as unix://PATH (--help has more).");
    return serve(options, argv);
}
