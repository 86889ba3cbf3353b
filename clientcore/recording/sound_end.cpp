// SPDX-License-Identifier: BSD-2-Clause
#include "clientcore/recording/sound_end.h"

#include "clientcore/recording/block_source.h"

#include <fmt/format.h>

#include <unistd.h>

namespace rumpscope::trace {

tl::expected<std::uint64_t, RecordingError> soundEnd(int fd, const std::string &path)
{
    if (::lseek(fd, 0, SEEK_END) == 0)
        return 0;
    ::lseek(fd, 0, SEEK_SET);
    BlockSource blocks(fd, path);
    auto block = blocks.next();
    while (block && *block)
        block = blocks.next();
    if (!block && blocks.soundEnd() == 0)
        return tl::unexpected(
            RecordingError{path, 0, fmt::format("{} is no recording: nothing is appended to it.", path)});
    return blocks.soundEnd();
}

} // namespace rumpscope::trace
