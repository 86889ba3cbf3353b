// SPDX-License-Identifier: BSD-2-Clause
#include "clientcore/call/expression.h"

#include "clientcore/call/scanner.h"

namespace rumpscope::call {

namespace {

// Real structures nest three deep; the bound keeps a line of brackets from exhausting the stack.
constexpr int kDeepest = 16;

class Parser
{
public:
    explicit Parser(std::string_view text)
        : m_scanner(text)
    {}

    Parsed<Expression> expression();

private:
    Parsed<Value> value();
    Parsed<Value> place(std::size_t begin, decltype(Value::is) is) const;
    Parsed<Value> names();
    Parsed<Value> list();
    Parsed<Value> structure();
    Parsed<FieldValue> field();
    /// "..." or "…" as the last item; the closing sign follows.
    bool cut() { return m_scanner.accept("...") || m_scanner.accept("…"); }

    Scanner m_scanner;
    int m_depth = 0;
};

Parsed<Value> Parser::place(std::size_t begin, decltype(Value::is) is) const
{
    return Value{std::move(is), begin, m_scanner.position() - begin};
}

Parsed<Value> Parser::value()
{
    m_scanner.skipBlanks();
    const std::size_t begin = m_scanner.position();
    const char c = m_scanner.peek();
    if (m_depth >= kDeepest)
        return mistake(begin, 1, "too many brackets inside each other");
    if (c == '"') {
        auto string = m_scanner.string();
        if (!string)
            return tl::unexpected(string.error());
        return place(begin, std::move(*string));
    }
    if (c == '[')
        return list();
    if (c == '{')
        return structure();
    if (startsName(c) || c == '-' || c == '+' || c == '\'' || (c >= '0' && c <= '9'))
        return names();
    if (m_scanner.atEnd())
        return mistake(begin, 0, "something is missing at the end");
    return mistake(begin, 1,
                   "an argument is a number, a \"string\", a NAME, NULL, a [list] or a {structure}");
}

Parsed<Value> Parser::names()
{
    const std::size_t begin = m_scanner.position();
    NamesValue value;
    std::size_t parts = 0;
    do {
        m_scanner.skipBlanks();
        ++parts;
        if (startsName(m_scanner.peek())) {
            value.names.emplace_back(m_scanner.name());
            continue;
        }
        if (m_scanner.atEnd())
            return mistake(m_scanner.position(), 0, "a name or a number has to follow |");
        const auto number = m_scanner.number();
        if (!number)
            return tl::unexpected(number.error());
        value.rest |= *number;
    } while ([this] {
        const Scanner before = m_scanner;
        if (m_scanner.accept("|"))
            return true;
        m_scanner = before; // the blanks behind a value are not part of it
        return false;
    }());
    if (value.names.empty())
        return place(begin, NumberValue{value.rest});
    if (parts == 1 && value.names.front() == "NULL")
        return place(begin, NullValue{});
    return place(begin, std::move(value));
}

Parsed<Value> Parser::list()
{
    const std::size_t begin = m_scanner.position();
    m_scanner.accept("[");
    ListValue list;
    ++m_depth;
    for (bool first = true; !m_scanner.accept("]"); first = false) {
        if (!first && !m_scanner.accept(","))
            return mistake(begin, m_scanner.position() - begin,
                           "this list needs , between its items and ] at its end");
        if (cut()) {
            list.cut = true;
            continue;
        }
        auto item = value();
        if (!item)
            return item;
        list.items.push_back(std::move(*item));
    }
    --m_depth;
    return place(begin, std::move(list));
}

Parsed<FieldValue> Parser::field()
{
    m_scanner.skipBlanks();
    FieldValue field;
    Scanner ahead = m_scanner;
    const auto name = ahead.name();
    if (!name.empty() && ahead.accept("=")) {
        field.name = name;
        m_scanner = ahead;
    }
    auto is = value();
    if (!is)
        return tl::unexpected(is.error());
    field.value = std::move(*is);
    return field;
}

Parsed<Value> Parser::structure()
{
    const std::size_t begin = m_scanner.position();
    m_scanner.accept("{");
    StructValue structure;
    ++m_depth;
    for (bool first = true; !m_scanner.accept("}"); first = false) {
        if (!first && !m_scanner.accept(","))
            return mistake(begin, m_scanner.position() - begin,
                           "this structure needs , between its fields and } at its end");
        if (cut()) {
            structure.cut = true;
            continue;
        }
        auto next = field();
        if (!next)
            return tl::unexpected(next.error());
        structure.fields.push_back(std::move(*next));
    }
    --m_depth;
    return place(begin, std::move(structure));
}

Parsed<Expression> Parser::expression()
{
    m_scanner.skipBlanks();
    Expression expression;
    const std::size_t begin = m_scanner.position();
    expression.name = m_scanner.name();
    expression.namePosition = begin;
    expression.nameLength = expression.name.size();
    if (expression.name.empty())
        return mistake(begin, m_scanner.atEnd() ? 0 : 1, "a call begins with its name: getpid()");
    if (!m_scanner.accept("("))
        return mistake(begin, expression.nameLength,
                       "( has to follow the name: " + expression.name + "(...)");
    for (bool first = true; !m_scanner.accept(")"); first = false) {
        if (!first && !m_scanner.accept(","))
            return mistake(m_scanner.position(), m_scanner.atEnd() ? 0 : 1,
                           m_scanner.atEnd() ? "the closing ) is missing" : ", or ) has to stand here");
        m_scanner.skipBlanks();
        if (m_scanner.atEnd())
            return mistake(m_scanner.position(), 0, "the closing ) is missing");
        auto argument = value();
        if (!argument)
            return tl::unexpected(argument.error());
        expression.arguments.push_back(std::move(*argument));
    }
    expression.end = m_scanner.position();
    m_scanner.accept(";");
    m_scanner.skipBlanks();
    // A result, as in a line copied from a trace, is no part of the call.
    if (!m_scanner.atEnd() && m_scanner.peek() != '=')
        return mistake(m_scanner.position(), 1, "one call at a time: nothing may follow its )");
    return expression;
}

} // namespace

tl::expected<Expression, ExpressionError> parse(std::string_view text)
{
    return Parser(text).expression();
}

} // namespace rumpscope::call
