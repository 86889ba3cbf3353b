// SPDX-License-Identifier: BSD-2-Clause
#include "clientcore/trace/ring/recorder.h"

#include "clientcore/trace/ring/ring.h"

#include <algorithm>
#include <atomic>
#include <deque>
#include <mutex>
#include <new>
#include <type_traits>

namespace rumpscope::trace {

namespace {

constexpr std::size_t kSmallestRing = 16U << 10;
constexpr std::size_t kSmallestSnap = 64;
/// Room that only connection events may use: a flood of frames never drowns the word that a connection was
/// lost.
constexpr std::size_t kNotesShare = 16;
constexpr std::size_t kMostNotes = 10'000;
/// Bytes read before they are given back to the writers.
constexpr std::size_t kReleaseStep = 256U << 10;

/// What lies in the ring before a frame's kept payload. A connection event is a record without any bytes; the
/// event itself waits in a queue beside the ring.
struct Kept
{
    TimePoint time;
    wire::Header header;
    std::uint64_t servedReqno;
    SessionId session;
    Generation generation;
    std::uint32_t thread;
    Direction direction;
    bool served;
    bool housekeeping;
};
static_assert(std::is_trivially_copyable_v<Kept>);

event::FrameEvent noteIn(std::span<const std::byte> record)
{
    Kept kept; // NOLINT(cppcoreguidelines-pro-type-member-init): filled at once
    std::memcpy(&kept, record.data(), sizeof kept);
    return {kept.time,         kept.session,
            kept.generation,   kept.direction,
            kept.thread,       kept.served ? std::optional(kept.servedReqno) : std::nullopt,
            kept.housekeeping, {kept.header, record.subspan(sizeof kept)}};
}

} // namespace

struct Recorder::State
{
    explicit State(Limits limits)
        : snapLength(std::max(limits.snapLength, kSmallestSnap))
        , ring(std::max(limits.bytes, kSmallestRing))
        , forFrames(ring.capacity() - ring.capacity() / kNotesShare)
    {}

    const std::size_t snapLength;
    std::mutex mutex; ///< guards what follows, except what the ring lends its reader
    Ring ring;
    const std::size_t forFrames;
    std::deque<ConnectionEvent> notes;
    std::atomic<std::uint64_t> lost{0};
    Ring::Place reading = 0; ///< the reader's own

    [[nodiscard]] Ring::Place written()
    {
        const std::lock_guard lock(mutex);
        return ring.written();
    }
    [[nodiscard]] ConnectionEvent nextNote()
    {
        const std::lock_guard lock(mutex);
        ConnectionEvent note = std::move(notes.front());
        notes.pop_front();
        return note;
    }
    void release()
    {
        const std::lock_guard lock(mutex);
        reading = ring.release(reading);
    }
};

Recorder::Recorder()
    : Recorder(Limits{})
{}

Recorder::Recorder(Limits limits)
    : m_state(std::make_unique<State>(limits))
{}

Recorder::~Recorder() = default;

void Recorder::frame(const event::FrameEvent &note) noexcept
{
    const Kept kept{
        note.time,   note.frame.header, note.servedReqno.value_or(0), note.session,     note.generation,
        note.thread, note.direction,    note.servedReqno.has_value(), note.housekeeping};
    const std::size_t length = std::min(note.frame.payload.size(), m_state->snapLength);
    const std::lock_guard lock(m_state->mutex);
    std::byte *room = m_state->ring.reserve(sizeof kept + length, m_state->forFrames);
    if (!room) {
        m_state->lost.fetch_add(1, std::memory_order_relaxed);
        return;
    }
    std::memcpy(room, &kept, sizeof kept);
    if (length > 0)
        std::memcpy(room + sizeof kept, note.frame.payload.data(), length);
}

void Recorder::connection(const event::ConnectionEvent &note) noexcept
{
    try {
        ConnectionEvent copy = note;
        const std::lock_guard lock(m_state->mutex);
        if (m_state->notes.size() < kMostNotes) {
            m_state->notes.push_back(std::move(copy));
            if (m_state->ring.reserve(0, m_state->ring.capacity()))
                return;
            m_state->notes.pop_back();
        }
    } catch (const std::bad_alloc &) { // counted like everything that does not fit
    }
    m_state->lost.fetch_add(1, std::memory_order_relaxed);
}

std::size_t Recorder::drain(const std::function<void(Event &&)> &take)
{
    return drain(
        [&take](const event::FrameEvent &note) {
            const auto &[header, payload] = note.frame;
            take(FrameRecord{note.time, note.session, note.generation, note.direction, note.thread,
                             note.servedReqno, note.housekeeping, header,
                             wire::Bytes(payload.begin(), payload.end())});
        },
        take);
}

std::size_t Recorder::drain(const std::function<void(const event::FrameEvent &)> &takeFrame,
                            const std::function<void(ConnectionEvent &&)> &takeTurn)
{
    struct Releaser
    {
        State &state;
        ~Releaser() { state.release(); }
    } const releaser{*m_state};

    State &state = *m_state;
    Ring::Place end = state.written();
    Ring::Place released = state.reading;
    std::size_t count = 0;
    while (state.reading < end) {
        const auto record = state.ring.read(state.reading, end);
        if (record.data() == nullptr)
            break; // only the filler of the ring's end was left
        ++count;
        if (record.empty())
            takeTurn(state.nextNote());
        else
            takeFrame(noteIn(record));
        if (state.reading - released >= kReleaseStep && state.reading < end) {
            state.release();
            released = state.reading;
        }
    }
    return count;
}

std::uint64_t Recorder::lost() const noexcept
{
    return m_state->lost.load(std::memory_order_relaxed);
}

} // namespace rumpscope::trace
