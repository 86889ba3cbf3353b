// SPDX-License-Identifier: BSD-2-Clause
// Events out of a pcapng file.
#pragma once

#include "clientcore/trace/recording/block_source.h"

#include <nlohmann/json_fwd.hpp>

#include <map>

namespace rumpscope::trace {

/// Also reads files that others made of frames for the dissector `rump_sp`; then each interface is a session,
/// and a frame's kind says its direction where the packet does not.
class PcapngReader final : public EventSource
{
public:
    /// Takes the descriptor over.
    PcapngReader(int fd, std::string path);
    ~PcapngReader() override;
    PcapngReader(const PcapngReader &) = delete;
    PcapngReader &operator=(const PcapngReader &) = delete;

    [[nodiscard]] tl::expected<std::optional<Event>, RecordingError> next() override;
    [[nodiscard]] const RecordingFacts &facts() const override { return m_facts; }

private:
    struct Interface
    {
        bool ours = false; ///< holds frames
        SessionId session{};
        Generation generation{1};
        unsigned exponent = 6; ///< a second has 10^exponent ticks, or 2^exponent
        bool binary = false;
        std::int64_t offset = 0; ///< seconds
    };

    [[nodiscard]] std::optional<Event> understand(const BlockSource::Block &block);
    void section(const BlockSource::Block &block);
    void interface(const BlockSource::Block &block);
    [[nodiscard]] std::optional<Event> packet(const BlockSource::Block &block);
    [[nodiscard]] std::optional<Event> custom(const BlockSource::Block &block);
    [[nodiscard]] std::optional<Event> told(const nlohmann::json &json);
    [[nodiscard]] SessionId sessionOf(std::uint32_t recorded);
    [[nodiscard]] std::optional<Event> skip();

    [[nodiscard]] bool goOn();

    const std::string m_path;
    int m_fd;
    std::optional<BlockSource> m_blocks;
    std::string m_next; ///< file where this recording goes on
    unsigned m_segments = 1;
    std::uint64_t m_bytesBefore = 0; ///< read of files before
    RecordingFacts m_facts;
    std::vector<Interface> m_interfaces;
    std::string m_run;     ///< of the present section
    std::string m_lastRun; ///< of the section before
    std::map<std::pair<std::string, std::uint32_t>, SessionId> m_sessions;
    std::optional<RecordingError> m_error;
};

} // namespace rumpscope::trace
