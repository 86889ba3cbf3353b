// SPDX-License-Identifier: BSD-2-Clause
// A record of the history as a tree of fields that know their bytes.
#pragma once

#include "clientcore/trace/store/call_record.h"

#include <optional>
#include <string>
#include <vector>

namespace rumpscope::trace {

/// One field, of a frame or of the call as a whole.
struct Field
{
    std::string name;    ///< "st_mode", "O_CREAT", "reqno"
    std::string type;    ///< "u32", "struct stat"; empty where there is nothing to say
    std::string text;    ///< its value
    std::string meaning; ///< what it is, with its unit; may be empty
    /// Where its bytes are: a frame of the record, and place and length in it, the 24 bytes of its header
    /// included. Nothing: no bytes of its own.
    std::optional<std::size_t> frame;
    std::size_t offset = 0;
    std::size_t size = 0;
    std::vector<Field> children;

    [[nodiscard]] bool covers(std::size_t inFrame, std::size_t byte) const
    {
        return frame == inFrame && byte >= offset && byte - offset < size;
    }
};

/// The call: what is known of it (process, times, bytes), its arguments and its result. Whatever the bytes
/// are.
[[nodiscard]] Field callFields(const CallRecord &record);
/// Frame `index` of the record, header and payload, for every type there is; where the call is known, with
/// the arguments and structures in it. Every byte that was kept belongs to a field. `call`: callFields() of
/// the record.
[[nodiscard]] Field frameFields(const CallRecord &record, std::size_t index, const Field &call);
/// "COPYOUT 16 384 bytes": the frame in a line, without taking it apart.
[[nodiscard]] std::string frameTitle(const FrameRecord &frame);

} // namespace rumpscope::trace
