// SPDX-License-Identifier: BSD-2-Clause
// What is not in a recording, in sentences.
#pragma once

#include "clientcore/recording/recording.h"

namespace rumpscope::trace {

struct Shortcoming
{
    enum class Kind {
        Foreign, ///< nothing of rump_sp is in the file
        Loss,    ///< something that was recorded, or should have been, is not there
        Remark,  ///< nothing is lost, but who reads it should know
    };
    Kind kind;
    std::string sentence;
};
/// Of a recording that was read to its end.
[[nodiscard]] std::vector<Shortcoming> shortcomingsOf(const RecordingFacts &facts);

} // namespace rumpscope::trace
