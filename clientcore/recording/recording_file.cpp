// SPDX-License-Identifier: BSD-2-Clause
// The files of a recording: opened, grown by whole blocks, followed by the next one.
#include "clientcore/recording/event_text.h"
#include "clientcore/recording/recording_writer.h"
#include "clientcore/recording/segments.h"
#include "clientcore/recording/sound_end.h"
#include "clientcore/transport/descriptor.h"

#include <fmt/format.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <random>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

namespace rumpscope::trace {

namespace {

constexpr mode_t kMode = 0600; ///< what clients write and read is nobody else's business
std::int64_t clockOffset()
{
    using std::chrono::nanoseconds;
    const auto wall = std::chrono::system_clock::now().time_since_epoch();
    const auto ours = transport::Clock::now().time_since_epoch();
    return std::chrono::duration_cast<nanoseconds>(wall).count() -
           std::chrono::duration_cast<nanoseconds>(ours).count();
}

std::string freshName()
{
    std::random_device random;
    return fmt::format("{:08x}{:08x}{:08x}{:08x}", random(), random(), random(), random());
}

} // namespace

RecordingWriter::RecordingWriter(std::string path, Settings settings)
    : m_path(std::move(path))
    , m_settings(settings)
    , m_run(freshName())
    , m_clock(m_settings.timesAsTheyAre ? 0 : clockOffset())
    , m_segmentPath(m_path)
{}

RecordingWriter::~RecordingWriter()
{
    close();
}

tl::expected<std::unique_ptr<RecordingWriter>, RecordingError>
RecordingWriter::open(const std::string &path, Existing existing, Settings settings)
{
    std::unique_ptr<RecordingWriter> writer(new RecordingWriter(path, settings));
    if ((settings.segmentBytes > 0 && writer->isInTheWay(path)) || !writer->openFile(existing))
        return tl::unexpected(*writer->m_error);
    writer->beginSection();
    if (!writer->flush())
        return tl::unexpected(*writer->m_error);
    return writer;
}

/// A part that is left of another recording: it would end this one hours later, when its turn comes.
bool RecordingWriter::isInTheWay(const std::string &path)
{
    const std::vector<unsigned> there = laterParts(path);
    if (there.empty())
        return false;
    const std::string first = segmentPath(path, there.front());
    m_error = RecordingError{
        first, 0,
        fmt::format(
            "{} is there already, and the parts of this recording would be called so. Move it away, or "
            "choose another name.",
            first)};
    return true;
}

bool RecordingWriter::openFile(Existing existing)
{
    const int exclusive = existing == Existing::Refuse ? O_EXCL : 0;
    m_fd = transport::aboveStandard(::open(
        m_segmentPath.c_str(), O_RDWR | O_CREAT | O_APPEND | O_NONBLOCK | O_CLOEXEC | exclusive, kMode));
    if (m_fd < 0) {
        const bool there = errno == EEXIST;
        fail("open", errno);
        if (there)
            m_error->sentence =
                fmt::format("{} is there already. Choose another name, or append to it.", m_segmentPath);
        return false;
    }
    m_inSegment = 0;
    if (!lockFile())
        return false;
    if (existing == Existing::Refuse)
        return true;
    const auto sound = soundEnd(m_fd, m_segmentPath);
    if (!sound) {
        m_error = sound.error();
        return false;
    }
    if (::ftruncate(m_fd, static_cast<off_t>(*sound)) != 0) {
        fail("append to", errno);
        return false;
    }
    m_inSegment = *sound;
    return true;
}

/// For ourselves as long as it is open: blocks of two writers would stand in each other's. A file system
/// without locks is no reason not to record.
bool RecordingWriter::lockFile()
{
    const auto refuse = [this](const std::string &why) {
        m_error = RecordingError{m_segmentPath, 0, m_segmentPath + " " + why};
        return false;
    };
    struct stat info
    {};
    if (::fstat(m_fd, &info) != 0 || !S_ISREG(info.st_mode))
        return refuse("is no regular file: a recording has to be one.");
    if (::flock(m_fd, LOCK_EX | LOCK_NB) != 0 && errno == EWOULDBLOCK)
        return refuse("is being written by another program. End that one first, or choose another name.");
    return true;
}

bool RecordingWriter::flush()
{
    return m_error ? false : writeOut();
}

/// All of it or an error; a file whose disk is full ends with the last block that fitted.
bool RecordingWriter::writeOut()
{
    wire::ByteView waiting = m_blocks.written();
    while (!waiting.empty()) {
        const ssize_t count = ::write(m_fd, waiting.data(), waiting.size());
        if (count > 0) {
            waiting = waiting.subspan(static_cast<std::size_t>(count));
        } else if (count == 0 || errno != EINTR) {
            fail("write", count == 0 ? ENOSPC : errno);
            const std::size_t fitted = m_blocks.written().size() - waiting.size();
            const auto end =
                static_cast<off_t>(m_inSegment + pcapng::wholeBlocks(m_blocks.written().first(fitted)));
            [[maybe_unused]] const int cut = ::ftruncate(m_fd, end);
            return false;
        }
    }
    m_inSegment += m_blocks.written().size();
    m_total += m_blocks.written().size();
    m_blocks.clear();
    return true;
}

bool RecordingWriter::close()
{
    if (m_fd < 0)
        return !m_error;
    if (!m_error) {
        addCustom({{"event", "end"}});
        writeOut();
    }
    transport::closeDescriptor(m_fd);
    m_fd = -1;
    return !m_error;
}

void RecordingWriter::nextSegment()
{
    const std::string next = segmentPath(m_path, m_segment + 1);
    addCustom({{"event", "continued"}, {"file", next.substr(next.rfind('/') + 1)}});
    if (!writeOut())
        return;
    transport::closeDescriptor(m_fd);
    m_fd = -1;
    m_before.emplace_back(m_segmentPath, m_inSegment);
    ++m_segment;
    m_segmentPath = segmentPath(m_path, m_segment);
    if (!openFile(Existing::Refuse))
        return;
    const unsigned keep = std::max(m_settings.keepSegments, 2U);
    if (m_settings.keepSegments > 0 && m_before.size() >= keep) {
        ::unlink(m_before.front().first.c_str());
        m_before.pop_front();
    }
    beginSection();
    writeOut();
}

std::string RecordingWriter::whereabouts() const
{
    std::uint64_t bytes = m_inSegment;
    for (const auto &[path, size] : m_before)
        bytes += size;
    const std::string files = m_before.empty()
                                  ? m_segmentPath
                                  : fmt::format("{} {} {}", m_before.front().first,
                                                m_before.size() > 1 ? "to" : "and", m_segmentPath);
    return fmt::format("{} bytes in {}", bytes, files);
}

void RecordingWriter::fail(const std::string &doing, int hostErrno)
{
    m_error =
        RecordingError{m_segmentPath, m_inSegment,
                       fmt::format("Could not {} {}: {}.", doing, m_segmentPath, std::strerror(hostErrno))};
}

} // namespace rumpscope::trace
