// SPDX-License-Identifier: GPL-3.0-or-later
// tap: everything that passes between clients and their kernel, shown and
// recorded.
#include "clientcore/tap/tap.h"

#include "app/rumpscope-cli/child.h"
#include "app/rumpscope-cli/commands.h"
#include "app/rumpscope-cli/exit_code.h"
#include "app/rumpscope-cli/feed.h"
#include "app/rumpscope-cli/filter_option.h"
#include "app/rumpscope-cli/interrupt.h"
#include "app/rumpscope-cli/lines.h"
#include "clientcore/recording/recording_writer.h"
#include "clientcore/trace/ring/recorder.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstdio>
#include <cstring>
#include <thread>
#include <unistd.h>
#include <utility>

namespace rumpscope::cli {

namespace {

using trace::RecordingWriter;

constexpr auto kPause = std::chrono::milliseconds(20);
constexpr auto kShortPause = std::chrono::milliseconds(1); ///< while much happens
constexpr std::size_t kMuch = 1000;                        ///< events in one go
/// How long clients that live on are waited for at the end.
constexpr auto kGrace = std::chrono::milliseconds(500);
/// Whole frames, and room for a moment in which the disk is slow.
constexpr trace::Recorder::Limits kRing{.bytes = 64U << 20, .snapLength = 64U << 10};

trace::Recorder::Limits ringFor(const TapCommandOptions &options)
{
    trace::Recorder::Limits limits = kRing;
    if (options.snap > 0)
        limits.snapLength = std::min<std::size_t>(options.snap, limits.snapLength);
    return limits;
}

class TapCommand
{
public:
    TapCommand(Console &console, const TapCommandOptions &options)
        : m_console(console)
        , m_options(options)
        , m_recorder(ringFor(options))
    {}

    int run(Interrupt &interrupt)
    {
        if (const int code = open(); code != kDone)
            return code;
        std::optional<Child> child;
        if (!m_options.program.empty()) {
            int failed = 0;
            child = Child::start(m_options.program, m_tap->url().text(), failed);
            if (!child)
                return m_console.complain(kFailed, fmt::format("Could not run {}: {}.", m_options.program[0],
                                                               std::strerror(failed)));
        } else {
            m_console.note(fmt::format("RUMP_SERVER={}", m_tap->url().text()));
        }
        std::optional<int> ended;
        while (!interrupt.wait(m_busy ? kShortPause : kPause, child ? child->fd() : -1) && !ended) {
            take();
            if (m_writer && m_writer->error())
                break;
            ended = child ? child->ended() : std::nullopt;
        }
        letPass();
        m_tap->stop();
        return finish(ended.value_or(kDone));
    }

private:
    int open()
    {
        auto filter = compiled(m_console, m_options.filter);
        const auto listen =
            transport::ServerUrl::parse(m_options.listen == "-" ? tap::freeListenAddress() : m_options.listen,
                                        transport::ServerUrl::Use::Listen);
        const auto server = serverUrl(m_console, m_options.server);
        if (!listen)
            return m_console.complain(kUsage, listen.error().sentence());
        if (!filter || !server)
            return kUsage;
        if (!m_options.file.empty()) {
            auto writer = RecordingWriter::open(
                m_options.file,
                m_options.append ? RecordingWriter::Existing::Append : RecordingWriter::Existing::Refuse,
                {.segmentBytes = m_options.segment, .keepSegments = m_options.keep});
            if (!writer)
                return m_console.complain(kFailed, writer.error().sentence);
            m_writer = std::move(*writer);
        }
        if (!m_writer || m_options.print)
            m_presenter = makePresenter(m_console.json() ? "json" : "strace", [this](std::string_view text) {
                m_console.endProgress();
                std::fwrite(text.data(), 1, text.size(), stdout);
            });
        m_feed.emplace(m_presenter.get(), std::move(*filter));
        tap::TapOptions options{.observer = &m_recorder, .askPid = m_options.askPid};
        if (m_options.spill > 0)
            options.spillLimit = m_options.spill;
        auto tap = tap::Tap::open(*listen, *server, options);
        if (!tap)
            return m_console.complain(kFailed, tap.error().sentence());
        m_tap = std::move(*tap);
        if (!m_tap->url().isLoopbackOrLocal())
            m_console.note("everybody who can reach this address is root in the "
                           "kernel behind it.");
        return kDone;
    }

    /// What a program said before it ended may still be on its way.
    void letPass()
    {
        const auto until = transport::Clock::now() + kGrace;
        while (!m_tap->clients().empty() && transport::Clock::now() < until) {
            std::this_thread::sleep_for(kShortPause);
            take();
        }
    }

    void take()
    {
        const std::size_t events = m_recorder.drain([this](event::Event &&event) {
            if (m_writer)
                m_writer->add(event);
            m_feed->add(std::move(event));
        });
        if (m_options.marks) { // there is a recording then
            for (const std::string &mark : m_lines.take())
                m_writer->mark(transport::TimePoint::clock::now(), mark);
        }
        m_busy = events >= kMuch;
        m_feed->flush();
        const std::uint64_t lost = m_recorder.lost();
        if (m_writer) {
            m_writer->lost(lost - std::exchange(m_lostSaid, lost));
            m_writer->flush();
        }
        m_console.flush();
        if (!m_presenter)
            m_console.progress(line());
    }

    [[nodiscard]] std::string line() const
    {
        std::string text = fmt::format("{} client{} now, {} in all, {} calls, {} frames",
                                       m_tap->clients().size(), m_tap->clients().size() == 1 ? "" : "s",
                                       m_tap->accepted(), m_feed->calls(), m_feed->frames());
        if (m_writer)
            text += fmt::format(", {:.1f} MB recorded", static_cast<double>(m_writer->bytes()) / 1e6);
        if (m_recorder.lost() > 0)
            text += fmt::format(", {} LOST", m_recorder.lost());
        return text;
    }

    int finish(int code)
    {
        take();
        m_feed->finish();
        m_console.endProgress();
        m_console.flush();
        const bool written = !m_writer || m_writer->close();
        m_console.note(fmt::format("{} connections, {} calls, {} frames, {} events lost{}", m_tap->accepted(),
                                   m_feed->calls(), m_feed->frames(), m_recorder.lost(),
                                   m_writer ? "; " + m_writer->whereabouts() : std::string()));
        return written ? code : m_console.complain(kFailed, m_writer->error()->sentence);
    }

    Console &m_console;
    const TapCommandOptions &m_options;
    trace::Recorder m_recorder;
    std::unique_ptr<RecordingWriter> m_writer;
    std::unique_ptr<Presenter> m_presenter;
    std::optional<Feed> m_feed;
    Lines m_lines{STDIN_FILENO};
    std::uint64_t m_lostSaid = 0;
    bool m_busy = false;
    std::unique_ptr<tap::Tap> m_tap; ///< ends before those it tells
};

} // namespace

int tap(Console &console, const TapCommandOptions &options)
{
    Interrupt interrupt; // before any thread

    return TapCommand(console, options).run(interrupt);
}

} // namespace rumpscope::cli
