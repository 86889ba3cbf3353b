// SPDX-License-Identifier: BSD-2-Clause
// Text to clauses. Recursion is bounded by kFilterDepth.
#include "clientcore/filter/literal.h"
#include "clientcore/filter/syntax.h"

#include <fmt/format.h>

#include <algorithm>

namespace rumpscope::trace {

namespace {

struct Sign
{
    std::string_view text;
    Comparison comparison;
};
constexpr Sign kSigns[] = {{"==", Comparison::Equal},     {"!=", Comparison::NotEqual},
                           {"<=", Comparison::LessEqual}, {">=", Comparison::GreaterEqual},
                           {"<", Comparison::Less},       {">", Comparison::Greater}};
constexpr Sign kWords[] = {{"contains", Comparison::Contains},
                           {"begins", Comparison::Begins},
                           {"ends", Comparison::Ends},
                           {"in", Comparison::In}};

class Parser
{
public:
    Parser(std::string_view text, Expected *atEnd)
        : m_text(text)
        , m_scanner(text)
        , m_atEnd(atEnd)
    {}

    Filtered<Clause> whole()
    {
        m_scanner.skipBlanks();
        if (m_scanner.atEnd()) {
            expect(Expected::What::Test);
            return Clause{};
        }
        auto clause = either(0);
        if (!clause)
            return clause;
        m_scanner.skipBlanks();
        if (m_scanner.atEnd())
            return clause;
        if (m_scanner.sees(")"))
            return wrong(1, "this ) closes nothing");
        return wrong(wordLength(), "write && or || between two conditions");
    }

private:
    Filtered<Clause> either(int depth)
    {
        return chain(Clause::Kind::Or, "||", "or", [&] { return both(depth); });
    }
    Filtered<Clause> both(int depth)
    {
        return chain(Clause::Kind::And, "&&", "and", [&] { return one(depth); });
    }

    template<class Part>
    Filtered<Clause> chain(Clause::Kind kind, std::string_view sign, std::string_view word, Part part)
    {
        auto first = part();
        if (!first)
            return first;
        Clause all;
        while (acceptConnector(sign, word)) {
            auto next = part();
            if (!next)
                return next;
            if (all.parts.empty())
                all.parts.push_back(std::move(*first));
            all.parts.push_back(std::move(*next));
        }
        if (all.parts.empty())
            return first;
        all.kind = kind;
        return all;
    }

    bool acceptConnector(std::string_view sign, std::string_view word)
    {
        m_scanner.skipBlanks();
        if (m_scanner.atEnd())
            expect(Expected::What::Connector);
        return m_scanner.accept(sign) || acceptWord(word);
    }

    Filtered<Clause> one(int depth)
    {
        m_scanner.skipBlanks();
        if (depth >= kFilterDepth)
            return wrong(wordLength(), "this is nested too deeply");
        const bool negates = (m_scanner.sees("!") && !m_scanner.sees("!=")) || seesWord("not");
        if (negates) {
            if (!m_scanner.accept("!"))
                static_cast<void>(m_scanner.name());
            auto inner = one(depth + 1);
            if (!inner)
                return inner;
            Clause clause;
            clause.kind = Clause::Kind::Not;
            clause.parts.push_back(std::move(*inner));
            return clause;
        }
        if (m_scanner.sees("("))
            return inParentheses(depth);
        return test();
    }

    Filtered<Clause> inParentheses(int depth)
    {
        const std::size_t opened = m_scanner.position();
        m_scanner.accept("(");
        auto inner = either(depth + 1);
        if (!inner)
            return inner;
        m_scanner.skipBlanks();
        if (m_scanner.accept(")"))
            return inner;
        if (m_scanner.atEnd())
            return tl::unexpected(FilterError{opened, 1, "this ( is never closed: write )"});
        return wrong(wordLength(), "write && or || between two conditions, or ) to close");
    }

    Filtered<Clause> test()
    {
        Clause clause;
        clause.kind = Clause::Kind::Test;
        TestClause &test = clause.test;
        test.position = m_scanner.position();
        if (m_scanner.atEnd()) {
            expect(Expected::What::Test);
            return wrong(0, "a condition is missing here, such as call == open");
        }
        if (m_scanner.sees("\""))
            return wrong(wordLength(), "a text alone says nothing: write text contains \"...\"");
        test.field = m_scanner.name();
        test.length = test.field.size();
        if (test.field.empty())
            return wrong(wordLength(), "a condition begins with a field, such as call, comm or errno");
        m_scanner.skipBlanks();
        test.comparisonPosition = m_scanner.position();
        if (m_scanner.atEnd())
            expect(Expected::What::Comparison, test.field);
        if (!readComparison(test))
            return tl::unexpected(m_error);
        test.comparisonLength = m_scanner.position() - test.comparisonPosition;
        if (test.comparison == Comparison::Alone)
            return endsCondition()
                       ? Filtered<Clause>(std::move(clause))
                       : wrong(wordLength(), fmt::format("write ==, !=, < or contains after {}", test.field));
        if (!(test.comparison == Comparison::In ? readList(test) : readValue(test)))
            return tl::unexpected(m_error);
        return clause;
    }

    [[nodiscard]] bool endsCondition() const
    {
        return m_scanner.atEnd() || m_scanner.sees(")") || m_scanner.sees("&&") || m_scanner.sees("||") ||
               seesWord("and") || seesWord("or");
    }

    bool readComparison(TestClause &test)
    {
        for (const Sign &sign : kSigns) {
            if (m_scanner.accept(sign.text)) {
                test.comparison = sign.comparison;
                return true;
            }
        }
        for (const Sign &word : kWords) {
            if (acceptWord(word.text)) {
                test.comparison = word.comparison;
                return true;
            }
        }
        return !m_scanner.sees("=") || fail(m_scanner.position(), 1, "write == to compare");
    }

    bool readValue(TestClause &test)
    {
        m_scanner.skipBlanks();
        if (m_scanner.atEnd()) {
            expect(Expected::What::Value, test.field);
            return fail(m_scanner.position(), 0, fmt::format("a value for {} is missing here", test.field));
        }
        auto value = readLiteral(m_scanner, m_text);
        if (!value) {
            m_error = value.error();
            return false;
        }
        test.values.push_back(std::move(*value));
        return true;
    }

    bool readList(TestClause &test)
    {
        m_scanner.skipBlanks();
        const std::size_t opened = m_scanner.position();
        if (m_scanner.atEnd())
            expect(Expected::What::List, test.field);
        if (!m_scanner.accept("("))
            return fail(opened, wordLength(), "in is followed by a list: in (open, close)");
        do {
            if (!readValue(test))
                return false;
            m_scanner.skipBlanks();
        } while (m_scanner.accept(","));
        if (m_scanner.accept(")"))
            return true;
        return m_scanner.atEnd() ? fail(opened, 1, "this ( is never closed: write )")
                                 : fail(m_scanner.position(), wordLength(), "write , between two values");
    }

    [[nodiscard]] bool seesWord(std::string_view word) const
    {
        return m_scanner.sees(word) && !call::continuesName(m_scanner.peek(word.size()));
    }
    bool acceptWord(std::string_view word) { return seesWord(word) && m_scanner.accept(word); }

    /// Of what stands here, for marking it.
    [[nodiscard]] std::size_t wordLength() const
    {
        const std::size_t begin = m_scanner.position();
        std::size_t end = begin;
        while (end < m_text.size() && call::continuesName(m_text[end]))
            ++end;
        return std::max<std::size_t>(end - begin, characterLength(m_text, begin));
    }
    [[nodiscard]] tl::unexpected<FilterError> wrong(std::size_t length, std::string message) const
    {
        return tl::unexpected(FilterError{m_scanner.position(), length, std::move(message)});
    }
    bool fail(std::size_t position, std::size_t length, std::string message)
    {
        m_error = {position, length, std::move(message)};
        return false;
    }
    void expect(Expected::What what, std::string field = {})
    {
        if (m_atEnd && m_atEnd->what == Expected::What::Nothing) // the first is the narrowest
            *m_atEnd = {what, std::move(field)};
    }

    std::string_view m_text;
    call::Scanner m_scanner;
    Expected *m_atEnd;
    FilterError m_error;
};

} // namespace

Filtered<Clause> parseFilter(std::string_view text, Expected *atEnd)
{
    if (text.size() > kFilterLimit)
        return tl::unexpected(FilterError{kFilterLimit, text.size() - kFilterLimit,
                                          fmt::format("a filter may have {} bytes at most", kFilterLimit)});
    return Parser(text, atEnd).whole();
}

} // namespace rumpscope::trace
