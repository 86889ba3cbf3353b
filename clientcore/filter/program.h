// SPDX-License-Identifier: BSD-2-Clause
// A checked filter, ready to run. Inside of the filter language.
#pragma once

#include "clientcore/filter/field.h"
#include "clientcore/filter/filter.h"
#include "clientcore/filter/syntax.h"

namespace rumpscope::trace {

/// One condition, its values in the shape its field is compared in.
struct Condition
{
    const FilterField *field = nullptr;
    Comparison comparison = Comparison::Alone;
    std::vector<std::int64_t> numbers; ///< Number, Size, Time (nanoseconds), Errno
    std::vector<std::string> texts;    ///< Text
    std::uint32_t mask = 0;            ///< words of Kind, Type, State; kinds of `call`
    std::vector<bool> calls;           ///< by system call number, of `call`
};

struct Step
{
    Clause::Kind kind = Clause::Kind::All;
    std::vector<Step> parts;
    Condition condition;
};

struct Filter::Program
{
    Step top;
    bool usesLatency = false;
};

/// Fields exist, comparisons fit their types, values are known.
[[nodiscard]] Filtered<Step> checkClause(const Clause &clause);
[[nodiscard]] bool holds(const Condition &condition, const CallRecord &record, const Filter::Clock &clock);

} // namespace rumpscope::trace
