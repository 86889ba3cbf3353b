// SPDX-License-Identifier: BSD-2-Clause
// Frames of a pcapng recording read again where somebody looks at them.
#pragma once

#include "clientcore/recording/packet.h"
#include "clientcore/trace/store/frame_list.h"

#include <deque>
#include <mutex>
#include <unordered_map>

namespace rumpscope::trace {

/// The reader tells where things are, on its thread; frames() belongs to the thread that looks. Nothing is
/// believed of the file: it may have changed since.
class RecordingPages final : public FrameSource
{
public:
    RecordingPages() = default;
    ~RecordingPages() override;
    RecordingPages(const RecordingPages &) = delete;
    RecordingPages &operator=(const RecordingPages &) = delete;

    // The reader's thread
    void beginFile(const std::string &path);
    void beginSection(bool swapped);
    void addInterface(const PacketInterface &interface);
    /// Of the packet block that begins at `offset` of the present file. kNoPlace beyond what a place can say.
    [[nodiscard]] FramePlace placeOf(std::uint64_t offset) const;

    // The looking thread
    [[nodiscard]] const std::vector<FrameRecord> &frames(std::span<const FramePlace> places) override;
    /// What went wrong first, until it is taken.
    [[nodiscard]] std::optional<RecordingError> takeError() { return std::exchange(m_error, std::nullopt); }

private:
    struct Section
    {
        std::size_t file;
        bool swapped;
        std::vector<PacketInterface> interfaces;
    };
    /// What a block needs to be understood.
    struct Found
    {
        std::string path;
        std::size_t file;
        bool swapped;
        std::uint64_t offset;
    };
    [[nodiscard]] std::optional<Found> find(FramePlace place) const;
    [[nodiscard]] std::optional<PacketInterface> interfaceOf(FramePlace place, std::uint32_t number) const;
    [[nodiscard]] FrameRecord read(FramePlace place);
    [[nodiscard]] wire::ByteView bytesAt(const Found &found, std::size_t size);
    void openFile(const Found &found);
    void complain(const std::string &path, std::uint64_t offset, const std::string &why);
    void forgetOldest();

    mutable std::mutex m_mutex; ///< guards the next two
    std::vector<std::string> m_files;
    std::deque<Section> m_sections;
    std::size_t m_section = 0; ///< the reader's: how many there are

    int m_fd = -1;
    std::size_t m_opened = ~std::size_t{0}; ///< the file behind it
    wire::Bytes m_window;                   ///< of that file
    std::uint64_t m_windowBegin = 0;
    wire::Bytes m_long; ///< a block that is not within one window
    std::unordered_map<FramePlace, std::vector<FrameRecord>> m_loaded; ///< by a call's first place
    std::deque<FramePlace> m_order;
    std::size_t m_bytes = 0; ///< of payloads in m_loaded
    std::optional<RecordingError> m_error;
};

} // namespace rumpscope::trace
