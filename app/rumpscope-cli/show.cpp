// SPDX-License-Identifier: GPL-3.0-or-later
// show and convert: recordings as something else.
#include "app/rumpscope-cli/commands.h"
#include "app/rumpscope-cli/exit_code.h"
#include "app/rumpscope-cli/feed.h"
#include "app/rumpscope-cli/filter_option.h"
#include "clientcore/recording/recording.h"
#include "clientcore/recording/recording_writer.h"
#include "clientcore/recording/shortcomings.h"

#include <fmt/format.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <fcntl.h>
#include <unistd.h>

namespace rumpscope::cli {

namespace {

/// Events between two looks at whether anybody still reads.
constexpr std::uint64_t kLook = 10'000;

/// What a first reading finds. A note stands behind everything that was recorded before it: only who has read
/// to the end knows them all.
struct Overview
{
    std::vector<event::SessionId> sessions; ///< keep their numbers in the next reading
    Feed::Additions additions;
};

Overview overviewOf(const std::string &path)
{
    Overview found;
    auto source = trace::openRecording(path);
    if (!source)
        return found; // whoever reads it for its events says why
    for (auto event = (*source)->next(); event && *event; event = (*source)->next()) {
    }
    const trace::RecordingFacts &facts = (*source)->facts();
    found.sessions = facts.sessions;
    found.additions = {facts.marks, facts.notes};
    auto &marks = found.additions.marks;
    std::stable_sort(marks.begin(), marks.end(),
                     [](const trace::Mark &a, const trace::Mark &b) { return a.time < b.time; });
    return found;
}

/// What is not in a recording that was read to its end, or up to its damage; an ExitCode.
int tellShortcomings(Console &console, const trace::RecordingFacts &facts, bool damaged)
{
    using Kind = trace::Shortcoming::Kind;
    int code = kDone;
    for (const trace::Shortcoming &one : trace::shortcomingsOf(facts)) {
        if (damaged && one.kind != Kind::Loss)
            continue;
        console.note(one.sentence);
        code = std::max<int>(code, one.kind == Kind::Loss      ? kDamaged
                                   : one.kind == Kind::Foreign ? kFailed
                                                               : kDone);
    }
    return code;
}

/// Reads to the end; an ExitCode. `take` returns false to stop.
template<class Take>
int readAll(Console &console, const std::string &path, const Overview &overview, const Take &take)
{
    auto source = trace::openRecording(path, {.sessions = overview.sessions});
    if (!source)
        return console.complain(kFailed, source.error().sentence);
    for (;;) {
        auto event = (*source)->next();
        const trace::RecordingFacts &facts = (*source)->facts();
        if (!event || !*event) {
            console.endProgress();
            const int code = tellShortcomings(console, facts, !event);
            return event ? code : console.complain(kDamaged, event.error().sentence);
        }
        if (facts.bytes > 0)
            console.progress(
                fmt::format("{} %, {} frames", 100 * facts.bytesRead / facts.bytes, facts.frames));
        if (!take(std::move(**event)))
            return kDone;
    }
}

int present(Console &console, const std::string &path, Presenter &presenter, const trace::Filter &filter,
            const std::function<bool()> &wanted)
{
    const Overview overview = overviewOf(path);
    Feed feed(&presenter, filter, overview.additions);
    std::uint64_t count = 0;
    const int code = readAll(console, path, overview, [&](event::Event &&event) {
        feed.add(std::move(event));
        return ++count % kLook != 0 || wanted();
    });
    if (code != kFailed)
        feed.finish();
    return code;
}

constexpr mode_t kMode = 0600; ///< what clients write and read is nobody else's business

struct CloseFile
{
    void operator()(std::FILE *file) const { std::fclose(file); }
};

std::string formatFor(const ConvertOptions &options)
{
    if (!options.format.empty())
        return options.format;
    const std::string ending = options.to.substr(std::min(options.to.rfind('.'), options.to.size()));
    return ending == ".jsonl"    ? "json"
           : ending == ".csv"    ? "csv"
           : ending == ".txt"    ? "strace"
           : ending == ".json"   ? "perfetto"
           : ending == ".pcapng" ? "pcapng"
                                 : "";
}

int toRecording(Console &console, const ConvertOptions &options)
{
    auto writer = trace::RecordingWriter::open(options.to, trace::RecordingWriter::Existing::Refuse,
                                               {.timesAsTheyAre = true});
    if (!writer)
        return console.complain(kFailed, writer.error().sentence);
    const Overview overview = overviewOf(options.from);
    const int code = readAll(console, options.from, overview, [&](event::Event &&event) {
        (*writer)->add(event);
        return !(*writer)->error();
    });
    for (const trace::Mark &mark : overview.additions.marks)
        (*writer)->mark(mark.time, mark.text);
    for (const auto &[call, note] : overview.additions.notes)
        (*writer)->note(note);
    const bool written = (*writer)->close();
    if (!written || code == kFailed)
        ::unlink(options.to.c_str());
    return written ? code : console.complain(kFailed, (*writer)->error()->sentence);
}

} // namespace

int show(Console &console, const ShowOptions &options)
{
    const auto filter = compiled(console, options.filter);
    if (!filter)
        return kUsage;
    const auto presenter = makePresenter(console.json() ? "json" : options.format, [](std::string_view text) {
        std::fwrite(text.data(), 1, text.size(), stdout);
    });
    return present(console, options.file, *presenter, *filter, [&] { return console.flush(); });
}

int convert(Console &console, const ConvertOptions &options)
{
    const auto filter = compiled(console, options.filter);
    const std::string format = formatFor(options);
    if (!filter)
        return kUsage;
    if (format.empty())
        return console.complain(kUsage,
                                fmt::format("What {} shall become cannot be told from its name: say "
                                            "--to json, csv, strace, tree, summary, perfetto or pcapng.",
                                            options.to));
    if (format == "pcapng") {
        if (!filter->passesAll())
            return console.complain(kUsage,
                                    "A recording keeps everything: --filter is for the other formats.");
        return toRecording(console, options);
    }
    const int fd = ::open(options.to.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, kMode);
    const std::unique_ptr<std::FILE, CloseFile> file(fd < 0 ? nullptr : ::fdopen(fd, "w"));
    if (!file)
        return console.complain(kFailed,
                                fmt::format("Could not write {}: {}.", options.to, std::strerror(errno)));
    const auto presenter = makePresenter(
        format, [&](std::string_view text) { std::fwrite(text.data(), 1, text.size(), file.get()); });
    const int code =
        present(console, options.from, *presenter, *filter, [&] { return std::ferror(file.get()) == 0; });
    const bool written = std::fflush(file.get()) == 0 && std::ferror(file.get()) == 0;
    const int hostErrno = errno;
    if (!written || code == kFailed)
        ::unlink(options.to.c_str()); // half of it, or nothing
    return written ? code
                   : console.complain(kFailed, fmt::format("Could not write {}: {}.", options.to,
                                                           std::strerror(hostErrno)));
}

} // namespace rumpscope::cli
