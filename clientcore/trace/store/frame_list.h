// SPDX-License-Identifier: BSD-2-Clause
// The frames of a call: in memory, or only known by where a recording has them.
#pragma once

#include "clientcore/event/record.h"

#include <memory>
#include <span>

namespace rumpscope::trace {

using event::ConnectionEvent;
using event::Direction;
using event::Event;
using event::FrameEvent;
using event::FramePlace;
using event::FrameRecord;
using event::Generation;
using event::kNoPlace;
using event::SessionId;
using transport::TimePoint;

/// Reads frames again from where they are kept. Belongs to the thread that looks at the history.
class FrameSource
{
public:
    virtual ~FrameSource() = default;
    /// As many as `places`; one that cannot be read any more has no payload and a header that says nothing.
    /// Valid until kKept other calls were looked at.
    [[nodiscard]] virtual const std::vector<FrameRecord> &frames(std::span<const FramePlace> places) = 0;

    static constexpr std::size_t kKept = 1024;
};

/// Looks like a vector. Of frames that were let go references are valid as FrameSource says.
class FrameList
{
public:
    using const_iterator = const FrameRecord *;

    [[nodiscard]] std::size_t size() const { return m_source ? m_places.size() : m_frames.size(); }
    [[nodiscard]] bool empty() const { return size() == 0; }
    [[nodiscard]] const FrameRecord &operator[](std::size_t index) const { return all()[index]; }
    [[nodiscard]] const FrameRecord &front() const { return all().front(); }
    [[nodiscard]] const FrameRecord &back() const { return all().back(); }
    [[nodiscard]] const_iterator begin() const { return all().data(); }
    [[nodiscard]] const_iterator end() const { return all().data() + size(); }

    void reserve(std::size_t count) { m_frames.reserve(count); }
    /// Only while in memory. Returns by how much weight() grew.
    std::size_t push_back(FrameRecord &&frame);

    /// Keeps of each frame only its place; false, and nothing happens, where one has none.
    bool letGo(const std::shared_ptr<FrameSource> &source);
    [[nodiscard]] bool isInMemory() const { return m_source == nullptr; }
    /// Bytes the list takes beyond itself, room for frames to come included.
    [[nodiscard]] std::size_t weight() const;

private:
    [[nodiscard]] const std::vector<FrameRecord> &all() const
    {
        return m_source ? m_source->frames(m_places) : m_frames;
    }

    std::vector<FrameRecord> m_frames;
    std::vector<FramePlace> m_places;      ///< once they were let go
    std::shared_ptr<FrameSource> m_source; ///< copies of a record may outlive what they came from
};

} // namespace rumpscope::trace
