// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/server/collector.h"

#include <fmt/format.h>

#include <algorithm>

namespace rumpscope::test {

namespace {

constexpr auto kPatience = std::chrono::seconds(20);

} // namespace

void Collector::frame(const event::FrameEvent &note) noexcept
{
    const std::lock_guard lock(m_mutex);
    const char *arrow = note.direction == event::Direction::ToServer ? "→" : "←";
    const std::string word = fmt::format("{}{}", arrow, wire::name(note.frame.header.type));
    m_frames += (m_frames.empty() ? "" : " ") + (note.housekeeping ? "(" + word + ")" : word);
}

void Collector::connection(const event::ConnectionEvent &note) noexcept
{
    const std::lock_guard lock(m_mutex);
    m_notes.push_back(note);
    m_changed.notify_all();
}

bool Collector::await(Kind kind, std::size_t count)
{
    std::unique_lock lock(m_mutex);
    return m_changed.wait_for(lock, kPatience, [&] {
        return static_cast<std::size_t>(std::count_if(
                   m_notes.begin(), m_notes.end(), [kind](const auto &note) { return note.kind == kind; })) >=
               count;
    });
}

std::vector<event::ConnectionEvent> Collector::notes() const
{
    const std::lock_guard lock(m_mutex);
    return m_notes;
}

std::vector<event::ConnectionEvent> Collector::notes(Kind kind) const
{
    const std::lock_guard lock(m_mutex);
    std::vector<event::ConnectionEvent> result;
    std::copy_if(m_notes.begin(), m_notes.end(), std::back_inserter(result),
                 [kind](const auto &note) { return note.kind == kind; });
    return result;
}

std::string Collector::frames() const
{
    const std::lock_guard lock(m_mutex);
    return m_frames;
}

} // namespace rumpscope::test
