// SPDX-License-Identifier: BSD-2-Clause
// What a filter can ask of a call.
#pragma once

#include "clientcore/trace/store/call_record.h"

#include <cstdint>
#include <span>
#include <string_view>

namespace rumpscope::trace {

enum class FieldId : std::uint8_t {
    Call,
    Kind,
    Type,
    State,
    Comm,
    Path,
    Text,
    Errno,
    Latency,
    Time,
    Pid,
    Fd,
    Result,
    Bytes,
    BytesIn,
    BytesOut,
    RoundTrips,
    Generation,
    Connection,
    Thread,
    Reqno,
    Failed,
    Running,
    Own,
};

enum class FieldType : std::uint8_t {
    Name,   ///< one of a set of words
    Text,   ///< bytes, compared exactly
    Errno,  ///< a NetBSD error, by name or number
    Time,   ///< a duration; written with a unit
    Number, ///< a whole number
    Size,   ///< bytes; KiB and MiB allowed
    Flag,   ///< true or false; stands alone
};

struct FilterField
{
    FieldId id;
    FieldType type;
    bool always; ///< every record has it
    std::string_view name;
    std::string_view note;
};

/// All of them, in the order a person would look for them.
[[nodiscard]] std::span<const FilterField> filterFields();
[[nodiscard]] const FilterField *findFilterField(std::string_view name);
[[nodiscard]] const FilterField &filterField(FieldId id);

/// The words of Kind, Type and State, as the filter writes them; the place of each is its bit in maskOf().
[[nodiscard]] std::span<const std::string_view> wordsOf(FieldId id);
/// The words that are true of a record, as bits. Type: of its kept frames.
[[nodiscard]] std::uint32_t maskOf(FieldId id, const CallRecord &record);
/// Of `call`, for records that are no system call: "prefork".
[[nodiscard]] std::string_view lifecycleName(CallRecord::Kind kind);

} // namespace rumpscope::trace
