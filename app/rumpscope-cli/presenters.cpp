// SPDX-License-Identifier: GPL-3.0-or-later
// Lines: strace, JSON, CSV; the tree; the sums of each call.
#include "app/rumpscope-cli/perfetto.h"
#include "app/rumpscope-cli/presenter.h"
#include "clientcore/recording/event_text.h"
#include "clientcore/text/foreign_text.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <optional>
#include <vector>

namespace rumpscope::cli {

namespace {

std::string who(const std::optional<std::int32_t> &pid, const std::string &process)
{
    return fmt::format("[{} {}]", pid ? std::to_string(*pid) : "?", process.empty() ? "?" : process);
}

/// What strace does not print is a comment.
std::string noteText(const trace::Note &note)
{
    return fmt::format("  #{}{}{}", note.bookmark ? " \u2605" : "", note.text.empty() ? "" : " ", note.text);
}

class Strace final : public Presenter
{
public:
    explicit Strace(Write write)
        : m_write(std::move(write))
    {}
    void call(const trace::CallRecord &record, const trace::Note *note) override
    {
        const RecordText words = textOf(record);
        std::string line = fmt::format("{} {} {} {}", since(record.sent), who(record.pid, record.process),
                                       words.call, words.result);
        if (record.outcome != trace::CallRecord::Outcome::Running && record.roundTrips > 0)
            line += fmt::format(" <{:.6f}>", microseconds(record) / 1e6);
        if (note)
            line += noteText(*note);
        if (const std::uint64_t bytes = bytesNotKept(record); bytes > 0)
            line += fmt::format("  # {} {} not kept", bytes, bytes == 1 ? "byte" : "bytes");
        put(line);
    }
    void turn(const event::ConnectionEvent &turn) override
    {
        put(fmt::format("{} --- {}.{} {}", since(turn.time), static_cast<std::uint32_t>(turn.session),
                        static_cast<std::uint32_t>(turn.generation), trace::describe(turn)));
    }
    void mark(const trace::Mark &mark) override
    {
        put(fmt::format("{} === {}", since(mark.time), mark.text));
    }

private:
    void put(const std::string &line) { m_write(text::onALine(line) + "\n"); }
    std::string since(transport::TimePoint time)
    {
        m_first = m_first.value_or(time);
        return fmt::format("{:>12.6f}", std::chrono::duration<double>(time - *m_first).count());
    }

    const Write m_write;
    std::optional<transport::TimePoint> m_first;
};

class JsonLines final : public Presenter
{
public:
    explicit JsonLines(Write write)
        : m_write(std::move(write))
    {}
    void call(const trace::CallRecord &record, const trace::Note *note) override
    {
        Json json = toJson(record);
        if (note)
            json["note"] = note->text;
        if (note && note->bookmark)
            json["bookmark"] = true;
        put(json);
    }
    void turn(const event::ConnectionEvent &turn) override { put(toJson(turn)); }
    void mark(const trace::Mark &mark) override
    {
        put({{"type", "mark"}, {"t", nanoseconds(mark.time)}, {"text", mark.text}});
    }

private:
    void put(const Json &json) { m_write(oneLine(json) + "\n"); }

    const Write m_write;
};

/// Words of ours, which begin with = where they say a result: no formula, and in quotes where they need them.
std::string plainField(const std::string &words)
{
    const std::string field = text::csvField("x" + words);
    return field.front() == '"' ? "\"" + field.substr(2) : field.substr(1);
}

class Csv final : public Presenter
{
public:
    explicit Csv(Write write)
        : m_write(std::move(write))
    {
        m_write("t_ns,session,generation,pid,process,thread,name,call,result,errno,"
                "latency_ns,round_trips,"
                "bytes_in,bytes_out,bookmark,note,bytes_not_kept\r\n");
    }
    void call(const trace::CallRecord &record, const trace::Note *note) override
    {
        const RecordText words = textOf(record);
        const bool ended = record.outcome != trace::CallRecord::Outcome::Running;
        m_write(fmt::format(
            "{},{},{},{},{},{},{},{},{},{},{},{},{},{},{},{},{}\r\n", nanoseconds(record.sent),
            static_cast<std::uint32_t>(record.session), static_cast<std::uint32_t>(record.generation),
            record.pid ? std::to_string(*record.pid) : "", text::csvField(record.process), record.thread,
            plainField(words.name), plainField(words.call), plainField(words.result), record.error,
            ended ? std::to_string(std::chrono::nanoseconds(record.latency(record.ended)).count()) : "",
            record.roundTrips, record.bytesIn, record.bytesOut, note && note->bookmark ? 1 : 0,
            note ? text::csvField(note->text) : "", bytesNotKept(record)));
    }

private:
    const Write m_write;
};

class Tree final : public Presenter
{
public:
    explicit Tree(Write write)
        : m_write(std::move(write))
    {}
    void call(const trace::CallRecord & /*record*/, const trace::Note * /*note*/) override {}
    void finish(const lineage::ProcessTree &tree, const std::optional<lineage::CallCounts> &filtered) override
    {
        m_write(filtered ? tree.flattened(*filtered) : tree.flattened());
        if (tree.forgotten() > 0)
            m_write(fmt::format("... and {} ended before, which are not kept\n", tree.forgotten()));
    }

private:
    const Write m_write;
};

/// What strace -c prints, and the round trips, which are the cost of a remote
/// call.
class Summary final : public Presenter
{
public:
    explicit Summary(Write write)
        : m_write(std::move(write))
    {}
    void call(const trace::CallRecord &record, const trace::Note * /*note*/) override
    {
        Sum &sum = m_sums[textOf(record).name];
        ++sum.calls;
        sum.roundTrips += record.roundTrips;
        sum.bytes += record.bytesIn + record.bytesOut;
        if (record.outcome == trace::CallRecord::Outcome::Running)
            return;
        sum.errors += record.outcome != trace::CallRecord::Outcome::Answered || record.error != 0 ? 1 : 0;
        sum.microseconds += microseconds(record);
    }
    void finish(const lineage::ProcessTree & /*tree*/,
                const std::optional<lineage::CallCounts> & /*filtered*/) override
    {
        std::vector<std::pair<std::string, Sum>> rows(m_sums.begin(), m_sums.end());
        std::stable_sort(rows.begin(), rows.end(), [](const auto &a, const auto &b) {
            return a.second.microseconds > b.second.microseconds;
        });
        double all = 0;
        for (const auto &row : rows)
            all += row.second.microseconds;
        m_write("% time     seconds  usecs/call     calls    errors  round trips   "
                "     bytes  call\n");
        for (const auto &[name, sum] : rows)
            m_write(fmt::format("{:>6.2f} {:>11.6f} {:>11.1f} {:>9} {:>9} {:>12} {:>12}  {}\n",
                                all > 0 ? 100 * sum.microseconds / all : 0.0, sum.microseconds / 1e6,
                                sum.microseconds / static_cast<double>(sum.calls), sum.calls, sum.errors,
                                sum.roundTrips, sum.bytes, name));
    }

private:
    struct Sum
    {
        std::uint64_t calls = 0;
        std::uint64_t errors = 0;
        std::uint64_t roundTrips = 0;
        std::uint64_t bytes = 0;
        double microseconds = 0;
    };
    const Write m_write;
    std::map<std::string, Sum> m_sums;
};

} // namespace

std::unique_ptr<Presenter> makePresenter(const std::string &format, Presenter::Write write)
{
    if (format == "strace")
        return std::make_unique<Strace>(std::move(write));
    if (format == "json")
        return std::make_unique<JsonLines>(std::move(write));
    if (format == "csv")
        return std::make_unique<Csv>(std::move(write));
    if (format == "tree")
        return std::make_unique<Tree>(std::move(write));
    if (format == "summary")
        return std::make_unique<Summary>(std::move(write));
    if (format == "perfetto")
        return std::make_unique<Perfetto>(std::move(write));
    return nullptr;
}

} // namespace rumpscope::cli
