// SPDX-License-Identifier: BSD-2-Clause
// The files of one recording: their names, and what each says of itself.
#pragma once

#include <optional>
#include <string>
#include <vector>

namespace rumpscope::trace {

/// How the parts of a recording are called: "x.pcapng", "x-2.pcapng", …
[[nodiscard]] std::string segmentPath(const std::string &path, unsigned segment);
/// What `path` would be called as part 1, if it is called as part `segment`; nullopt where it is not.
[[nodiscard]] std::optional<std::string> firstOf(const std::string &path, unsigned segment);
/// Numbers of the files that are called as parts behind the first one, ascending. Parts of other recordings
/// may be among them.
[[nodiscard]] std::vector<unsigned> laterParts(const std::string &first);

/// What a part says of itself at its beginning.
struct PartHead
{
    std::string run; ///< names the recording
    unsigned segment = 0;
};
/// nullopt for what is no regular file, or no part of a recording. Leaves the descriptor's place where it is.
[[nodiscard]] std::optional<PartHead> headOf(int fd);

} // namespace rumpscope::trace
