// SPDX-License-Identifier: BSD-2-Clause
#include "clientcore/filter/filter.h"

#include "clientcore/call/decode.h"
#include "clientcore/filter/program.h"

#include <fmt/format.h>

#include <algorithm>

namespace rumpscope::trace {

namespace {

bool passes(const Step &step, const CallRecord &record, const Filter::Clock &clock)
{
    const auto part = [&](const Step &one) { return passes(one, record, clock); };
    switch (step.kind) {
    case Clause::Kind::All:
        return true;
    case Clause::Kind::Test:
        return holds(step.condition, record, clock);
    case Clause::Kind::Not:
        return !passes(step.parts.front(), record, clock);
    case Clause::Kind::And:
        return std::all_of(step.parts.begin(), step.parts.end(), part);
    case Clause::Kind::Or:
        return std::any_of(step.parts.begin(), step.parts.end(), part);
    }
    return true;
}

bool readsLatency(const Step &step)
{
    const bool here = step.kind == Clause::Kind::Test && step.condition.field->id == FieldId::Latency;
    return here || std::any_of(step.parts.begin(), step.parts.end(), readsLatency);
}

bool isJoined(std::string_view filter, Clause::Kind kind)
{
    const auto clause = parseFilter(filter);
    return clause && clause->kind == kind;
}

} // namespace

Filter::Filter() = default;

tl::expected<Filter, FilterError> Filter::compile(std::string_view text)
{
    const auto clause = parseFilter(text);
    if (!clause)
        return tl::unexpected(clause.error());
    auto step = checkClause(*clause);
    if (!step)
        return tl::unexpected(step.error());
    Filter filter;
    filter.m_text = text;
    if (step->kind != Clause::Kind::All) {
        const bool latency = readsLatency(*step);
        filter.m_program = std::make_shared<const Program>(Program{std::move(*step), latency});
    }
    return filter;
}

bool Filter::matches(const CallRecord &record, const Clock &clock) const
{
    return !m_program || passes(m_program->top, record, clock);
}

bool Filter::usesLatency() const
{
    return m_program && m_program->usesLatency;
}

std::string conditionText(std::string_view field, std::string_view value)
{
    const FilterField *known = findFilterField(field);
    if (!known || known->type != FieldType::Text)
        return fmt::format("{} == {}", field, value);
    const auto bytes = std::as_bytes(std::span(value.data(), value.size()));
    return fmt::format("{} == {}", field, call::quote(bytes, bytes.size()));
}

std::string bothText(std::string_view filter, std::string_view condition)
{
    const auto part = [](std::string_view text) {
        return isJoined(text, Clause::Kind::Or) ? fmt::format("({})", text) : std::string(text);
    };
    if (isJoined(filter, Clause::Kind::All))
        return std::string(condition);
    return fmt::format("{} && {}", part(filter), part(condition));
}

std::string notText(std::string_view condition)
{
    const auto clause = parseFilter(condition);
    const FilterField *field = clause ? findFilterField(clause->test.field) : nullptr;
    const bool simple = clause && clause->kind == Clause::Kind::Test;
    if (simple && clause->test.comparison == Comparison::Alone)
        return fmt::format("!{}", condition);
    if (!simple || clause->test.comparison != Comparison::Equal || !field || !field->always)
        return fmt::format("!({})", condition);
    std::string text(condition);
    return text.replace(clause->test.comparisonPosition, clause->test.comparisonLength, "!=");
}

} // namespace rumpscope::trace
