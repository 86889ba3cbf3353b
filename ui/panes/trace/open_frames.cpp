// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panes/trace/open_frames.h"

#include <algorithm>
#include <numeric>

namespace rumpscope::ui {

std::pair<std::size_t, std::size_t> OpenFrames::find(int call) const
{
    std::size_t block = 0;
    while (block + 1 < m_blocks.size() && call >= m_blocks[block].calls())
        call -= m_blocks[block++].calls();
    return {block, static_cast<std::size_t>(call)};
}

int OpenFrames::frames(int call) const
{
    const auto [block, place] = find(call);
    return m_blocks[block].frames[place];
}

int OpenFrames::rowOf(int call) const
{
    if (call >= m_calls)
        return rows();
    const auto [block, place] = find(call);
    int row = call;
    for (std::size_t i = 0; i < block; ++i)
        row += m_blocks[i].sum;
    const auto &frames = m_blocks[block].frames;
    return std::accumulate(frames.begin(), frames.begin() + static_cast<std::ptrdiff_t>(place), row);
}

std::pair<int, int> OpenFrames::at(int row) const
{
    if (m_frames == 0) // as a rule: nobody unfolded a call
        return {row, -1};
    int call = 0;
    std::size_t block = 0;
    for (; block + 1 < m_blocks.size() && row >= m_blocks[block].calls() + m_blocks[block].sum; ++block) {
        row -= m_blocks[block].calls() + m_blocks[block].sum;
        call += m_blocks[block].calls();
    }
    if (block < m_blocks.size() && m_blocks[block].sum > 0) {
        for (const int frames : m_blocks[block].frames) {
            if (row <= frames)
                return {call, row - 1};
            row -= frames + 1;
            ++call;
        }
    }
    return {call + row, -1}; // behind the end
}

void OpenFrames::set(int call, int frames)
{
    const auto [block, place] = find(call);
    const int more = frames - m_blocks[block].frames[place];
    m_blocks[block].frames[place] = frames;
    m_blocks[block].sum += more;
    m_frames += more;
}

void OpenFrames::insert(int call, const std::vector<int> &frames)
{
    if (m_blocks.empty())
        m_blocks.emplace_back();
    const auto [block, place] = find(call);
    auto &there = m_blocks[block].frames;
    there.insert(there.begin() + static_cast<std::ptrdiff_t>(place), frames.begin(), frames.end());
    const int sum = std::accumulate(frames.begin(), frames.end(), 0);
    m_blocks[block].sum += sum;
    m_frames += sum;
    m_calls += static_cast<int>(frames.size());
    split(block);
}

/// Blocks stay small: what is above goes into blocks of its own.
void OpenFrames::split(std::size_t block)
{
    if (m_blocks[block].frames.size() <= 2 * kBlock)
        return;
    const std::vector<int> all = std::move(m_blocks[block].frames);
    std::vector<Block> pieces;
    for (std::size_t at = 0; at < all.size(); at += kBlock) {
        const auto begin = all.begin() + static_cast<std::ptrdiff_t>(at);
        const auto end = all.begin() + static_cast<std::ptrdiff_t>(std::min(all.size(), at + kBlock));
        pieces.push_back({std::vector<int>(begin, end), std::accumulate(begin, end, 0)});
    }
    const auto place = m_blocks.erase(m_blocks.begin() + static_cast<std::ptrdiff_t>(block));
    m_blocks.insert(place, std::make_move_iterator(pieces.begin()), std::make_move_iterator(pieces.end()));
}

void OpenFrames::remove(int call, int count)
{
    while (count > 0) {
        const auto [block, place] = find(call);
        auto &frames = m_blocks[block].frames;
        const auto here = std::min(static_cast<std::size_t>(count), frames.size() - place);
        const auto begin = frames.begin() + static_cast<std::ptrdiff_t>(place);
        const auto end = begin + static_cast<std::ptrdiff_t>(here);
        const int sum = std::accumulate(begin, end, 0);
        frames.erase(begin, end);
        m_blocks[block].sum -= sum;
        m_frames -= sum;
        m_calls -= static_cast<int>(here);
        count -= static_cast<int>(here);
        if (frames.empty())
            m_blocks.erase(m_blocks.begin() + static_cast<std::ptrdiff_t>(block));
    }
}

void OpenFrames::clear()
{
    m_blocks.clear();
    m_calls = m_frames = 0;
}

} // namespace rumpscope::ui
