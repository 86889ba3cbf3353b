// SPDX-License-Identifier: GPL-3.0-or-later
// How many frames are shown below each call, and which row that makes which call.
#pragma once

#include <utility>
#include <vector>

namespace rumpscope::ui {

/// A number for each of up to millions of calls. Everything takes a thousand steps or so at most, besides the
/// calls that are inserted.
class OpenFrames
{
public:
    [[nodiscard]] int calls() const { return m_calls; }
    [[nodiscard]] int rows() const { return m_calls + m_frames; }
    [[nodiscard]] int frames(int call) const;
    [[nodiscard]] int rowOf(int call) const; ///< of the call itself; rows() for calls()
    /// The call at that row or whose frame is there, and which frame; -1 for the call itself.
    [[nodiscard]] std::pair<int, int> at(int row) const;

    void set(int call, int frames);
    void insert(int call, const std::vector<int> &frames); ///< before the one that is there now
    void remove(int call, int count);
    void clear();

private:
    struct Block
    {
        std::vector<int> frames;
        int sum = 0;
        [[nodiscard]] int calls() const { return static_cast<int>(frames.size()); }
    };
    static constexpr std::size_t kBlock = 1024;
    /// The block that holds a call, and its place in there; the last block's end for calls().
    [[nodiscard]] std::pair<std::size_t, std::size_t> find(int call) const;
    void split(std::size_t block);

    std::vector<Block> m_blocks;
    int m_calls = 0;
    int m_frames = 0;
};

} // namespace rumpscope::ui
