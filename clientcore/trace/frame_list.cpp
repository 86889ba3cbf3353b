// SPDX-License-Identifier: BSD-2-Clause
#include "clientcore/trace/frame_list.h"

#include <algorithm>

namespace rumpscope::trace {

bool FrameList::letGo(const std::shared_ptr<FrameSource> &source)
{
    const bool placed = std::all_of(m_frames.begin(), m_frames.end(),
                                    [](const FrameEvent &frame) { return frame.place != kNoPlace; });
    if (m_source || m_frames.empty() || !placed)
        return false;
    m_places.reserve(m_frames.size());
    for (const FrameEvent &frame : m_frames)
        m_places.push_back(frame.place);
    m_frames = {};
    m_source = source;
    return true;
}

std::size_t FrameList::weight() const
{
    std::size_t sum = m_places.size() * sizeof(FramePlace);
    for (const FrameEvent &frame : m_frames)
        sum += sizeof(FrameEvent) + frame.payload.size();
    return sum;
}

} // namespace rumpscope::trace
