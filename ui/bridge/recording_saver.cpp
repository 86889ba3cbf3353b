// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/bridge/recording_saver.h"

#include "clientcore/recording/recording_writer.h"
#include "ui/bridge/replay.h"

#include <fmt/format.h>

#include <atomic>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <unistd.h>

namespace rumpscope::ui {

namespace {

using trace::CallId;

constexpr std::size_t kBatch = 4096; ///< events handed over at once

CallId after(CallId id)
{
    return CallId{static_cast<unsigned long long>(id) + 1};
}

} // namespace

/// The file that is made: of the writing thread, but for `cancelled` and `behind`.
struct RecordingSaver::Job
{
    std::string path;
    std::string part; ///< its name until it is whole
    bool timesAsTheyAre = false;
    trace::Notes notes;
    std::vector<event::ConnectionEvent> turns;
    std::unique_ptr<trace::RecordingWriter> writer;
    std::optional<std::string> mistake;
    std::atomic<bool> cancelled{false};
    std::atomic<int> behind{0}; ///< batches on their way

    ~Job()
    {
        writer.reset();
        ::unlink(part.c_str()); // nothing where it has its name
    }
    void open()
    {
        ::unlink(part.c_str());
        auto made = trace::RecordingWriter::open(part, trace::RecordingWriter::Existing::Refuse,
                                                 {.timesAsTheyAre = timesAsTheyAre});
        if (made)
            writer = std::move(*made);
        else
            mistake = made.error().sentence;
    }
    void add(const std::vector<event::Event> &events)
    {
        if (mistake || cancelled)
            return;
        for (const event::Event &event : events)
            writer->add(event);
        if (writer->error())
            mistake = writer->error()->sentence;
    }
    /// Frames written; the mistake says if it went wrong, and nothing is left of it then.
    std::uint64_t close()
    {
        if (!mistake && !cancelled)
            putInPlace();
        const std::uint64_t frames = writer ? writer->frames() : 0;
        writer.reset();
        if (mistake)
            ::unlink(part.c_str());
        return frames;
    }
    void putInPlace()
    {
        for (const auto &[key, note] : notes)
            writer->note(note);
        if (!writer->close())
            mistake = writer->error()->sentence;
        else if (std::rename(part.c_str(), path.c_str()) != 0)
            mistake = fmt::format("Could not put {} in its place: {}.", path, std::strerror(errno));
    }
};

RecordingSaver::RecordingSaver(Workbench &workbench, QObject *parent)
    : QObject(parent)
    , m_workbench(workbench)
    , m_workers(1)
{
    connect(&m_timer, &QTimer::timeout, this, &RecordingSaver::slice);
    connect(&workbench, &Workbench::historyCleared, this, [this] {
        if (!m_job)
            return;
        cancel();
        emit failed(tr("The history was cleared before it was saved."));
    });
}

RecordingSaver::~RecordingSaver()
{
    cancel();
}

void RecordingSaver::save(const QString &path, const trace::Notes &notes)
{
    cancel();
    const trace::Store &store = m_workbench.store();
    m_job = std::make_shared<Job>();
    m_job->path = path.toStdString();
    m_job->part = m_job->path + ".part";
    m_job->timesAsTheyAre = m_workbench.replay().isOpen();
    m_job->notes = notes;
    m_job->turns.assign(store.connectionEvents().begin(), store.connectionEvents().end());
    m_next = CallId{0};
    m_end = store.size() > 0 ? after(store.at(store.size() - 1).id) : CallId{0};
    m_nextTurn = 0;
    m_workers.start([job = m_job] { job->open(); });
    m_timer.start(0);
}

void RecordingSaver::cancel()
{
    m_timer.stop();
    m_waiting = {};
    m_batch.clear();
    if (const auto job = std::exchange(m_job, nullptr))
        job->cancelled = true;
}

double RecordingSaver::progress() const
{
    const auto end = static_cast<double>(m_end);
    return m_job && end > 0 ? static_cast<double>(m_next) / end : 0;
}

void RecordingSaver::slice()
{
    constexpr int kMostBehind = 8;
    if (m_job->behind > kMostBehind)
        return; // the disk is slower than we are
    const trace::Store &store = m_workbench.store();
    const auto until = transport::Clock::now() + kSlice;
    std::size_t index = 0;
    if (m_next != CallId{0})
        index = store.indexOf(m_next).value_or(0); // an old one may have left meanwhile
    while (index < store.size() && store.at(index).id < m_end && transport::Clock::now() < until)
        takeCall(store.at(index++));
    if (index < store.size() && store.at(index).id < m_end) {
        m_next = store.at(index).id;
        hand();
        return;
    }
    writeUntil(std::nullopt);
    finish();
}

void RecordingSaver::takeCall(const trace::CallRecord &record)
{
    writeUntil(record.sent);
    for (std::size_t i = 0; i < record.frames.size(); ++i)
        m_waiting.push({record.frames[i].time, record.id, i});
}

/// Frames and turns in the order they happened, up to where the next call begins.
void RecordingSaver::writeUntil(std::optional<transport::TimePoint> time)
{
    const trace::Store &store = m_workbench.store();
    const auto &turns = m_job->turns;
    for (;;) {
        const bool turnLeft = m_nextTurn < turns.size();
        // A turn that an answer brought has its time, and comes after it.
        const bool turnFirst =
            turnLeft && (m_waiting.empty() || turns[m_nextTurn].time < m_waiting.top().time);
        if (!turnFirst && m_waiting.empty())
            return;
        if (time && (turnFirst ? turns[m_nextTurn].time : m_waiting.top().time) > *time)
            return;
        if (turnFirst) {
            m_batch.emplace_back(turns[m_nextTurn++]);
            continue;
        }
        const Waiting next = m_waiting.top();
        m_waiting.pop();
        if (const auto index = store.indexOf(next.call))
            m_batch.emplace_back(store.at(*index).frames[next.frame]);
    }
}

void RecordingSaver::hand()
{
    if (m_batch.size() < kBatch)
        return;
    ++m_job->behind;
    m_workers.start([job = m_job, events = std::exchange(m_batch, {})] {
        job->add(events);
        --job->behind;
    });
}

void RecordingSaver::finish()
{
    m_timer.stop();
    m_workers.start([this, job = m_job, events = std::exchange(m_batch, {})] {
        job->add(events);
        const std::uint64_t frames = job->close();
        m_mailbox.post([this, job, frames] {
            if (job != m_job)
                return;
            m_job = nullptr;
            if (job->mistake)
                emit failed(tr("%1 Nothing is lost: it is still in the window.")
                                .arg(QString::fromStdString(*job->mistake)));
            else
                emit saved(QString::fromStdString(job->path), frames);
        });
    });
}

} // namespace rumpscope::ui
