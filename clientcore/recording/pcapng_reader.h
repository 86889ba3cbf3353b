// SPDX-License-Identifier: BSD-2-Clause
// Events out of a pcapng file.
#pragma once

#include "clientcore/recording/packet.h"
#include "clientcore/recording/recording_pages.h"

#include <nlohmann/json_fwd.hpp>

#include <map>
#include <set>
#include <sys/types.h>

namespace rumpscope::trace {

/// Also reads files that others made of frames for the dissector `rump_sp`; then each interface is a session,
/// and a frame's kind says its direction where the packet does not.
class PcapngReader final : public EventSource
{
public:
    /// Takes the descriptor over.
    PcapngReader(int fd, std::string path, ReadOptions options);
    ~PcapngReader() override;
    PcapngReader(const PcapngReader &) = delete;
    PcapngReader &operator=(const PcapngReader &) = delete;

    [[nodiscard]] tl::expected<std::optional<Event>, RecordingError> next() override;
    [[nodiscard]] const RecordingFacts &facts() const override { return m_facts; }

private:
    [[nodiscard]] std::optional<Event> understand(const BlockSource::Block &block);
    void section(const BlockSource::Block &block);
    void interface(const BlockSource::Block &block);
    [[nodiscard]] bool interfaceOption(const pcapng::BlockReader::Option &option, bool swapped,
                                       PacketInterface &made, bool &named);
    [[nodiscard]] std::optional<Event> packet(const BlockSource::Block &block);
    [[nodiscard]] std::optional<Event> custom(const BlockSource::Block &block);
    [[nodiscard]] std::optional<Event> told(const nlohmann::json &json);
    void written(const nlohmann::json &json, bool note);
    [[nodiscard]] SessionId sessionOf(std::uint32_t recorded);
    [[nodiscard]] SessionId newSession();
    [[nodiscard]] std::optional<Event> passOver(const std::string &kind);
    [[nodiscard]] std::optional<Event> damaged();
    void refuse(const std::string &what);

    [[nodiscard]] bool goOn();
    [[nodiscard]] bool open(const std::string &path);
    [[nodiscard]] bool isFresh(int fd);

    const std::string m_path;
    const ReadOptions m_options;
    int m_fd;
    std::optional<BlockSource> m_blocks;
    std::string m_next;         ///< file where this recording goes on
    std::string m_nextRun;      ///< ... and its name
    unsigned m_nextSegment = 0; ///< ... as part of that number
    unsigned m_segment = 1;     ///< of the present section
    std::set<std::pair<dev_t, ino_t>> m_filesRead;
    std::uint64_t m_bytesBefore = 0; ///< read of files before
    RecordingFacts m_facts;
    std::vector<PacketInterface> m_interfaces;
    std::string m_run; ///< of the present section
    std::set<std::string> m_runsBefore;
    std::map<std::pair<std::string, std::uint32_t>, SessionId> m_sessions;
    std::optional<RecordingError> m_error;
};

} // namespace rumpscope::trace
