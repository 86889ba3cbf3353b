// SPDX-License-Identifier: BSD-2-Clause
// Which reader a file needs.
#include "clientcore/recording/pcapng_reader.h"
#include "clientcore/recording/segments.h"
#include "clientcore/recording/transcript_reader.h"
#include "clientcore/transport/descriptor.h"

#include <fmt/format.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace rumpscope::trace {

namespace {

/// The first part that is left of a recording whose earlier ones were let go; -1 with errno ENOENT.
int openFirstLeft(std::string &path)
{
    for (const unsigned part : laterParts(path)) {
        const std::string there = segmentPath(path, part);
        const int fd = transport::aboveStandard(::open(there.c_str(), O_RDONLY | O_NONBLOCK | O_CLOEXEC));
        const auto head = fd < 0 ? std::nullopt : headOf(fd);
        if (head && head->segment == part) {
            path = there;
            return fd;
        }
        transport::closeDescriptor(fd);
    }
    errno = ENOENT;
    return -1;
}

} // namespace

tl::expected<std::unique_ptr<EventSource>, RecordingError> openRecording(const std::string &named,
                                                                         ReadOptions options)
{
    std::string path = named;
    const auto refuse = [&](const std::string &why) {
        return tl::unexpected(RecordingError{path, 0, fmt::format("Could not open {}: {}.", path, why)});
    };
    int fd = transport::aboveStandard(::open(path.c_str(), O_RDONLY | O_NONBLOCK | O_CLOEXEC));
    if (fd < 0 && errno == ENOENT)
        fd = openFirstLeft(path);
    if (fd < 0)
        return refuse(std::strerror(errno));
    struct stat info
    {};
    std::array<char, 4> beginning{};
    const bool regular = ::fstat(fd, &info) == 0 && S_ISREG(info.st_mode);
    const ssize_t got = regular ? ::pread(fd, beginning.data(), beginning.size(), 0) : 0;
    constexpr std::array<char, 4> kPcapng{0x0A, 0x0D, 0x0D, 0x0A};
    if (got == static_cast<ssize_t>(beginning.size()) && beginning == kPcapng)
        return std::make_unique<PcapngReader>(fd, path, std::move(options));
    transport::closeDescriptor(fd);
    if (!regular)
        return refuse("it is no file");
    if (got > 0 && beginning[0] == '{')
        return std::make_unique<TranscriptReader>(path, std::move(options));
    return refuse("it is no recording (neither pcapng nor JSON lines)");
}

} // namespace rumpscope::trace
