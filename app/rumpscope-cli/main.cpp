// SPDX-License-Identifier: GPL-3.0-or-later
// rumpscope-cli: the client core in a terminal.
#include "app/rumpscope-cli/commands.h"
#include "app/rumpscope-cli/exit_code.h"

#include <CLI/CLI.hpp>

#include <csignal>
#include <functional>

namespace {

using namespace rumpscope::cli;

/// The subcommand that was chosen.
using Run = std::function<int(Console &)>;

constexpr const char *kUrlHelp = "the kernel: unix://PATH, tcp://ADDRESS:PORT/, tcp6://[ADDRESS]:PORT/; "
                                 "\"-\": what RUMP_SERVER says";
constexpr const char *kFilterHelp = "only calls for which EXPRESSION holds, as in the window's filter line";

void addUrl(CLI::App &command, GuestOptions &guest)
{
    command.add_option("URL", guest.url, kUrlHelp)->required();
}

void addName(CLI::App &command, GuestOptions &guest)
{
    command.add_option("--name", guest.name, "the process's command name (default: rumpscope-cli)")
        ->type_name("NAME")
        ->check([](const std::string &text) { return text.empty() ? "a command name is not empty" : ""; });
}

void addKernelCommands(CLI::App &app, Run &run)
{
    auto *info = app.add_subcommand("info", "print which kernel answers, and how quickly");
    auto guest = std::make_shared<GuestOptions>();
    addUrl(*info, *guest);
    info->callback(
        [=, &run] { run = [=](Console &console) { return rumpscope::cli::info(console, *guest); }; });

    auto *call = app.add_subcommand("call", "make system calls, one after the other, in one process");
    auto calls = std::make_shared<CallOptions>();
    addUrl(*call, calls->guest);
    call->add_option("EXPRESSION", calls->expressions, "as strace prints it: 'open(\"/README\", O_RDONLY)'")
        ->required();
    addName(*call, calls->guest);
    call->add_flag("--bytes", calls->bytes, "print what buffers held");
    call->add_flag("--force", calls->force, "also make calls that can end the kernel");
    call->add_flag("--read-only", calls->readOnly, "refuse calls that may change the kernel");
    call->callback(
        [=, &run] { run = [=](Console &console) { return rumpscope::cli::call(console, *calls); }; });

    auto *ps = app.add_subcommand("ps", "print the kernel's list of processes");
    auto processes = std::make_shared<ProcessesOptions>();
    addUrl(*ps, processes->guest);
    ps->add_flag("--tree", processes->tree, "as a tree");
    ps->callback(
        [=, &run] { run = [=](Console &console) { return rumpscope::cli::ps(console, *processes); }; });

    auto *files = app.add_subcommand("files", "print the open descriptors of a process");
    auto open = std::make_shared<FilesOptions>();
    addUrl(*files, open->guest);
    files->add_option("PID", open->pid, "the process, see ps")->required();
    files->callback(
        [=, &run] { run = [=](Console &console) { return rumpscope::cli::files(console, *open); }; });

    auto *sysctl = app.add_subcommand("sysctl", "print and set values of the kernel");
    auto values = std::make_shared<SysctlOptions>();
    addUrl(*sysctl, values->guest);
    sysctl->add_option("NAME", values->names,
                       "a name, the beginning of names, or NAME=VALUE; none: all there are");
    sysctl->callback(
        [=, &run] { run = [=](Console &console) { return rumpscope::cli::sysctl(console, *values); }; });

    auto *ping = app.add_subcommand("ping", "measure how quickly the kernel answers");
    auto pings = std::make_shared<PingOptions>();
    addUrl(*ping, pings->guest);
    ping->add_option("-c,--count", pings->count, "end after COUNT calls (default: at Ctrl+C)")
        ->type_name("COUNT");
    ping->add_option("-i,--interval", pings->interval,
                     "SECONDS between two calls (default: 1); 0: without a pause")
        ->type_name("SECONDS")
        ->check(CLI::NonNegativeNumber);
    ping->callback(
        [=, &run] { run = [=](Console &console) { return rumpscope::cli::ping(console, *pings); }; });

    auto *halt = app.add_subcommand("halt", "end the kernel, for all its clients");
    auto end = std::make_shared<HaltOptions>();
    addUrl(*halt, end->guest);
    halt->add_flag("--yes", end->yes, "do not ask");
    halt->callback(
        [=, &run] { run = [=](Console &console) { return rumpscope::cli::halt(console, *end); }; });
}

void addTap(CLI::App &app, Run &run)
{
    auto *tap =
        app.add_subcommand("tap", "pass clients on to their kernel, and show and record what they say");
    auto options = std::make_shared<TapCommandOptions>();
    tap->add_option("LISTEN_URL", options->listen,
                    "where clients connect; \"-\": a private socket of its own")
        ->required();
    tap->add_option("SERVER_URL", options->server, kUrlHelp)->required();
    tap->add_option("PROGRAM", options->program, "run this under the tap, and end with it");
    tap->add_option("-o,--output", options->file, "record to FILE, which must not be there yet")
        ->type_name("FILE.pcapng");
    tap->add_flag("--append", options->append, "add to the recording that is there");
    tap->add_flag("--print", options->print, "print calls also while recording");
    tap->add_option("--filter", options->filter, kFilterHelp)->type_name("EXPRESSION");
    tap->add_flag("--ask-pid", options->askPid, "ask once for each client's pid, unseen by it");
    tap->add_flag("--marks", options->marks,
                  "put each line that comes on standard input into the recording, as a mark at that time")
        ->needs("--output")
        ->excludes("PROGRAM");
    tap->add_option("--segment", options->segment, "go on in another file after SIZE bytes: 100M, 1G")
        ->type_name("SIZE")
        ->transform(CLI::AsSizeValue(false));
    tap->add_option("--keep", options->keep, "keep only the newest COUNT files, 2 at least")
        ->type_name("COUNT");
    tap->add_option("--unread", options->spill,
                    "cut a client that leaves more than SIZE bytes of answers "
                    "unread (default: 64M)")
        ->type_name("SIZE")
        ->transform(CLI::AsSizeValue(false));
    tap->add_option("--snap", options->snap, "keep at most SIZE bytes of each frame's payload (default: 64K)")
        ->type_name("SIZE")
        ->transform(CLI::AsSizeValue(false));
    tap->callback(
        [=, &run] { run = [=](Console &console) { return rumpscope::cli::tap(console, *options); }; });
}

void addRecordingCommands(CLI::App &app, Run &run)
{
    auto *show = app.add_subcommand("show", "print a recording");
    auto shown = std::make_shared<ShowOptions>();
    show->add_option("FILE", shown->file, "a recording: pcapng, or JSON lines of frames")->required();
    show->add_option("--format", shown->format, "strace (default), json, csv, tree or summary")
        ->type_name("FORMAT")
        ->default_val("strace")
        ->check(CLI::IsMember({"strace", "json", "csv", "tree", "summary"}));
    show->add_option("--filter", shown->filter, kFilterHelp)->type_name("EXPRESSION");
    show->callback(
        [=, &run] { run = [=](Console &console) { return rumpscope::cli::show(console, *shown); }; });

    auto *convert = app.add_subcommand("convert", "write a recording as something else");
    auto made = std::make_shared<ConvertOptions>();
    convert->add_option("FILE", made->from, "a recording: pcapng, or JSON lines of frames")->required();
    convert
        ->add_option("OUTPUT", made->to,
                     "FILE.jsonl, .csv, .txt (strace), .json (Perfetto) or "
                     ".pcapng; must not be there yet")
        ->required();
    convert
        ->add_option("--to", made->format,
                     "json, csv, strace, tree, summary, perfetto or pcapng, "
                     "whatever OUTPUT is called")
        ->type_name("FORMAT")
        ->check(CLI::IsMember({"json", "csv", "strace", "tree", "summary", "perfetto", "pcapng"}));
    convert->add_option("--filter", made->filter, kFilterHelp)->type_name("EXPRESSION");
    convert->callback(
        [=, &run] { run = [=](Console &console) { return rumpscope::cli::convert(console, *made); }; });
}

} // namespace

int main(int argc, char **argv)
{
    CLI::App app("Rump kernels in a terminal: look inside, make calls, tap "
                 "clients, read recordings.",
                 "rumpscope-cli");
    bool json = false;
    Run run;
    app.add_flag("--json", json, "print JSON, one object a line");
    app.set_version_flag("--version", "rumpscope-cli " RUMPSCOPE_VERSION);
    app.set_help_all_flag("--help-all", "print the options of all subcommands and quit");
    app.require_subcommand(1);
    app.fallthrough();
    addKernelCommands(app, run);
    addTap(app, run);
    addRecordingCommands(app, run);
    try {
        app.parse(argc, argv);
    } catch (const CLI::ParseError &error) {
        return app.exit(error) == 0 ? kDone : kUsage;
    }
    std::signal(SIGPIPE, SIG_IGN); // whoever reads our lines may close its end
    Console console(json);
    const int code = run(console);
    console.endProgress();
    if (console.flush() || readerIsGone()) // who closes the pipe has read enough
        return code;
    return console.complain(kFailed, "Could not write all of the output.");
}
