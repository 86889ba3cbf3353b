// SPDX-License-Identifier: BSD-2-Clause
// Anything typed as a filter: compiled, completed, run, joined and negated.
#include "clientcore/filter/complete_filter.h"
#include "clientcore/filter/filter.h"

#include <cstdint>
#include <cstdlib>

namespace {

using namespace rumpscope;

void check(bool holds)
{
    if (!holds)
        std::abort();
}

/// What a record matches, its negation does not.
void run(const trace::Filter &filter)
{
    trace::CallRecord record;
    record.number = 5;
    record.process = "ftpd";
    const trace::Filter::Clock clock{record.sent, record.sent + std::chrono::seconds(1)};
    const auto negated = trace::Filter::compile(trace::notText(filter.text()));
    if (!filter.passesAll() && negated)
        check(filter.matches(record, clock) != negated->matches(record, clock));
    const auto both = trace::Filter::compile(trace::bothText(filter.text(), "call == open"));
    if (both)
        check(both->matches(record, clock) == filter.matches(record, clock));
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    std::string text(size, '\0');
    for (std::size_t i = 0; i < size; ++i)
        text[i] = static_cast<char>(data[i]);
    const auto completion = trace::completeFilter(text, size / 2);
    check(completion.begin <= completion.end && completion.end <= size);
    const auto filter = trace::Filter::compile(text);
    if (filter)
        run(*filter);
    else
        check(filter.error().position + filter.error().length <= size);
    return 0;
}
