// SPDX-License-Identifier: BSD-2-Clause
#include "clientcore/trace/store/frame_list.h"

#include <algorithm>

namespace rumpscope::trace {

std::size_t FrameList::push_back(FrameRecord &&frame)
{
    const std::size_t room = m_frames.capacity();
    m_frames.push_back(std::move(frame));
    return (m_frames.capacity() - room) * sizeof(FrameRecord) + m_frames.back().payload.size();
}

bool FrameList::letGo(const std::shared_ptr<FrameSource> &source)
{
    const bool placed = std::all_of(m_frames.begin(), m_frames.end(),
                                    [](const FrameRecord &frame) { return frame.place != kNoPlace; });
    if (m_source || m_frames.empty() || !placed)
        return false;
    m_places.reserve(m_frames.size());
    for (const FrameRecord &frame : m_frames)
        m_places.push_back(frame.place);
    m_frames = std::vector<FrameRecord>(); // gives the room back: assigning {} would keep it
    m_source = source;
    return true;
}

std::size_t FrameList::weight() const
{
    std::size_t sum = m_places.capacity() * sizeof(FramePlace) + m_frames.capacity() * sizeof(FrameRecord);
    for (const FrameRecord &frame : m_frames)
        sum += frame.payload.size();
    return sum;
}

} // namespace rumpscope::trace
