// SPDX-License-Identifier: BSD-2-Clause
// Events into a pcapng file that Wireshark opens.
#pragma once

#include "clientcore/recording/pcapng.h"
#include "clientcore/recording/recording.h"

#include <nlohmann/json_fwd.hpp>

#include <deque>
#include <map>

namespace rumpscope::trace {

/// A packet a frame (link type WIRESHARK_UPPER_PDU, dissector `rump_sp`), an interface a connection, turns of
/// connections as custom blocks and, for people, as comments of the next packet. The file only grows, by
/// whole blocks, and what flush() wrote survives our end. While it is open no other
/// writer opens it. Not thread-safe: see LiveRecording.
class RecordingWriter
{
public:
    enum class Existing {
        Refuse, ///< a file of this name is an error
        Append, ///< a further section; what a crash left of a last block is taken away first. A file that
                ///< is damaged in any other way is an error, and stays as it is
    };
    struct Settings
    {
        std::uint64_t segmentBytes = 0; ///< then the next file begins: NAME-2.pcapng …; 0: never
        unsigned keepSegments = 0;      ///< the newest ones that stay, 2 at least; 0: all
        bool timesAsTheyAre =
            false; ///< of events from another recording; else they are our monotonic clock's
    };
    [[nodiscard]] static tl::expected<std::unique_ptr<RecordingWriter>, RecordingError>
    open(const std::string &path, Existing existing, Settings settings);
    ~RecordingWriter(); ///< close()s
    RecordingWriter(const RecordingWriter &) = delete;
    RecordingWriter &operator=(const RecordingWriter &) = delete;

    void add(const Event &event);
    /// Where less is there than the header says, that much was kept.
    void add(const event::FrameEvent &frame);
    void add(const ConnectionEvent &turn);
    /// Events that came to nothing before they could be recorded, since the last time this was said.
    void lost(std::uint64_t count);
    void mark(TimePoint when, const std::string &text);
    /// Replaces what an earlier one said of the same call; an empty one takes it back.
    void note(const Note &note);
    /// Writes out what was added. False once the file cannot be written: error() says why, and nothing more
    /// is written.
    bool flush();
    /// Flushes and notes that the recording is complete.
    bool close();

    [[nodiscard]] const std::optional<RecordingError> &error() const { return m_error; }
    [[nodiscard]] const std::string &path() const { return m_segmentPath; } ///< of the present segment
    [[nodiscard]] std::uint64_t bytes() const { return m_total + m_blocks.written().size(); }
    [[nodiscard]] std::uint64_t frames() const { return m_frames; }
    [[nodiscard]] unsigned segment() const { return m_segment; }
    /// What is there of it: "4200 bytes in x.pcapng", "8400 bytes in x-4.pcapng to x-6.pcapng".
    [[nodiscard]] std::string whereabouts() const;

private:
    using Life = std::pair<SessionId, Generation>;
    /// A connection, in the present segment and beyond.
    struct Interface
    {
        std::optional<std::uint32_t> number;
        std::vector<ConnectionEvent> identity; ///< said again at the head of each segment
        std::string comments;                  ///< for the next packet
        bool over = false;
    };

    RecordingWriter(std::string path, Settings settings);
    [[nodiscard]] bool openFile(Existing existing);
    [[nodiscard]] bool lockFile();
    void beginSection();
    void addFrame(const event::FrameEvent &frame);
    void addTurn(const ConnectionEvent &turn);
    void added();
    Interface &interfaceOf(SessionId session, Generation generation);
    /// The number of the interface block it adds.
    std::uint32_t addInterface(const std::string &name, const std::string &description, std::uint32_t session,
                               std::uint32_t generation);
    void addCustom(const nlohmann::json &json);
    void timestamp(TimePoint time);
    bool writeOut();
    void nextSegment();
    [[nodiscard]] bool isInTheWay(const std::string &path);
    void fail(const std::string &doing, int hostErrno);

    const std::string m_path;
    const Settings m_settings;
    const std::string m_run;    ///< names this recording in all its segments
    const std::int64_t m_clock; ///< nanoseconds from our monotonic clock to UTC
    int m_fd = -1;
    unsigned m_segment = 1;
    std::string m_segmentPath;
    std::uint64_t m_inSegment = 0; ///< bytes of the file
    std::deque<std::pair<std::string, std::uint64_t>>
        m_before; ///< earlier files that are kept, and their bytes
    std::uint64_t m_total = 0;
    std::uint64_t m_frames = 0;
    std::uint32_t m_nextInterface = 0;
    std::map<Life, Interface> m_interfaces;
    pcapng::BlockWriter m_blocks;
    std::optional<RecordingError> m_error;
};

} // namespace rumpscope::trace
