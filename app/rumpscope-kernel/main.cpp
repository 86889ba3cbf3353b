// SPDX-License-Identifier: GPL-3.0-or-later
// rumpscope-kernel URL: the practice kernel in the foreground.
#include "app/rumpscope-kernel/server/server.h"
#include "clientcore/wire/text.h"

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include <csignal>
#include <cstdio>
#include <fstream>
#include <memory>
#include <string>
#include <sys/prctl.h>
#include <unistd.h>

namespace {

using namespace rumpscope;

constexpr int kFailure = 1;
constexpr int kUsage = 2;

struct Options
{
    std::string url;
    std::string log;
    bool quiet = false;
    bool parentDeath = false;
};

/// A sentence for a person; the exit code.
int complain(int code, const std::string &sentence)
{
    fmt::print(stderr, "rumpscope-kernel: {}\n", sentence);
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
    void write(std::string_view line)
    {
        if (m_failed)
            return;
        m_file << line << std::endl;
        if (m_file.fail()) {
            m_failed = true;
            complain(0, fmt::format("{} takes no more lines: the log ends here.", m_path));
        }
    }

private:
    std::string m_path;
    std::ofstream m_file;
    bool m_failed = false;
};

/// SIGTERM when the parent ends; false when it has ended already.
bool endWithParent()
{
    const pid_t parent = ::getppid();
    ::prctl(PR_SET_PDEATHSIG, SIGTERM);
    return ::getppid() == parent;
}

int serve(const Options &options)
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
    if (options.parentDeath && !endWithParent())
        return 0;
    if (!options.quiet) {
        if (!url->isLoopbackOrLocal())
            complain(0, "everybody who can reach this address is root in this kernel.");
        fmt::print("listening on {}\n", server.url().text());
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
    app.add_option("URL", options.url,
                   "where to listen: unix://PATH, tcp://ADDRESS:PORT/, tcp6://[ADDRESS]:PORT/")
        ->required();
    app.add_option("--log", options.log, "append a line for every answered call to FILE")->type_name("FILE");
    app.add_flag("--parent-death", options.parentDeath, "end when the process that started this one ends");
    app.add_flag("--quiet", options.quiet, "print nothing but errors");
    app.set_version_flag("--version", "rumpscope-kernel " RUMPSCOPE_VERSION);
    try {
        app.parse(argc, argv);
    } catch (const CLI::ParseError &error) {
        return app.exit(error) == 0 ? 0 : kUsage;
    }
    return serve(options);
}
