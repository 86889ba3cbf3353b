// SPDX-License-Identifier: BSD-2-Clause
#include "clientcore/filter/complete_filter.h"

#include "clientcore/call/decode.h"
#include "clientcore/call/names.h"
#include "clientcore/call/scanner.h"
#include "clientcore/filter/field.h"
#include "clientcore/filter/syntax.h"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>

namespace rumpscope::trace {

namespace {

using call::Candidate;

bool isSign(char c)
{
    return std::string_view("=!<>&|").find(c) != std::string_view::npos;
}

/// Where a text begins that is not closed before the cursor; npos if none is open.
std::size_t openQuote(std::string_view text)
{
    std::size_t open = std::string_view::npos;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] == '\\' && open != std::string_view::npos)
            ++i;
        else if (text[i] == '"')
            open = open == std::string_view::npos ? i : std::string_view::npos;
    }
    return open;
}

/// The beginning of the word that ends at the end of `text`: a name, a half-typed sign, or an open text.
std::size_t wordBegin(std::string_view text)
{
    const std::size_t quote = openQuote(text);
    if (quote != std::string_view::npos)
        return quote;
    std::size_t begin = text.size();
    while (begin > 0 && call::continuesName(text[begin - 1]))
        --begin;
    if (begin < text.size())
        return begin;
    while (begin > 0 && isSign(text[begin - 1]))
        --begin;
    static constexpr std::string_view kWhole[] = {"==", "!=", "<=", ">=", "&&", "||", "!"};
    const auto whole = std::find(std::begin(kWhole), std::end(kWhole), text.substr(begin));
    return whole == std::end(kWhole) ? begin : text.size();
}

class Offer
{
public:
    explicit Offer(std::string_view typed)
        : m_typed(typed)
    {}
    void add(std::string_view text, std::string_view note = {})
    {
        const auto same = [](char a, char b) {
            return std::tolower(static_cast<unsigned char>(a)) == std::tolower(static_cast<unsigned char>(b));
        };
        if (text.size() >= m_typed.size() && std::equal(m_typed.begin(), m_typed.end(), text.begin(), same))
            candidates.push_back({std::string(text), std::string(note)});
    }
    std::vector<Candidate> candidates;

private:
    std::string_view m_typed;
};

void offerTests(Offer &offer)
{
    for (const FilterField &field : filterFields())
        offer.add(field.name, field.note);
    offer.add("!", "not");
    offer.add("(", "");
}

void offerComparisons(Offer &offer, const FilterField &field)
{
    if (field.type == FieldType::Flag) {
        offer.add("&&", "and");
        offer.add("||", "or");
        return;
    }
    offer.add("==", "is");
    offer.add("!=", "is not");
    if (field.type == FieldType::Number || field.type == FieldType::Size || field.type == FieldType::Time) {
        offer.add(">", "more than");
        offer.add("<", "less than");
        offer.add(">=", "at least");
        offer.add("<=", "at most");
    }
    if (field.type == FieldType::Text || field.id == FieldId::Call) {
        offer.add("contains", "has it somewhere");
        offer.add("begins", "begins with it");
        offer.add("ends", "ends with it");
    }
    offer.add("in", "one of a list: in (a, b)");
}

void offerCalls(Offer &offer)
{
    std::vector<Candidate> calls;
    std::vector<std::string_view> names;
    for (const abi::Call &call : abi::calls())
        names.push_back(call.display);
    std::sort(names.begin(), names.end());
    names.erase(std::unique(names.begin(), names.end()), names.end());
    for (const std::string_view name : names) {
        const abi::Call *call = abi::findCall(name);
        offer.add(name, call ? call->summary : std::string_view());
    }
    for (const std::string_view kind : wordsOf(FieldId::Kind).subspan(1))
        offer.add(kind, "step in the life of a process");
}

void offerValues(Offer &offer, const FilterField &field, std::span<const std::string> names)
{
    constexpr std::int32_t kLastErrno = 128;
    switch (field.type) {
    case FieldType::Name:
        if (field.id == FieldId::Call)
            return offerCalls(offer);
        for (const std::string_view word : wordsOf(field.id))
            offer.add(word);
        return;
    case FieldType::Errno:
        for (std::int32_t number = 1; number <= kLastErrno; ++number) {
            if (const abi::ErrnoFact *fact = abi::findErrno(number))
                offer.add(fact->name, fact->meaning);
        }
        return;
    case FieldType::Text:
        for (const std::string &name : field.id == FieldId::Comm ? names : std::span<const std::string>())
            offer.add(call::quote(std::as_bytes(std::span(name)), name.size()));
        return;
    default:
        return;
    }
}

} // namespace

call::Completion completeFilter(std::string_view text, std::size_t cursor, std::span<const std::string> names)
{
    cursor = std::min(cursor, text.size());
    const std::string_view before = text.substr(0, cursor);
    call::Completion completion;
    completion.begin = wordBegin(before);
    completion.end = cursor;
    if (openQuote(before) == std::string_view::npos) {
        while (completion.end < text.size() && completion.begin < cursor &&
               call::continuesName(text[completion.begin]) && call::continuesName(text[completion.end]))
            ++completion.end;
    }
    Expected expected;
    static_cast<void>(parseFilter(before.substr(0, completion.begin), &expected));
    Offer offer(before.substr(completion.begin));
    const FilterField *field = findFilterField(expected.field);
    switch (expected.what) {
    case Expected::What::Test:
        offerTests(offer);
        break;
    case Expected::What::Comparison:
        if (field)
            offerComparisons(offer, *field);
        break;
    case Expected::What::Value:
        if (field)
            offerValues(offer, *field, names);
        break;
    case Expected::What::List:
        offer.add("(", "a list of values");
        break;
    case Expected::What::Connector:
        offer.add("&&", "and");
        offer.add("||", "or");
        break;
    case Expected::What::Nothing:
        break;
    }
    completion.candidates = std::move(offer.candidates);
    return completion;
}

} // namespace rumpscope::trace
