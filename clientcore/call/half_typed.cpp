// SPDX-License-Identifier: BSD-2-Clause
#include "clientcore/call/half_typed.h"

#include "clientcore/call/scanner.h"

#include <algorithm>

namespace rumpscope::call {

namespace {

/// Behind the string that begins at `at`; npos if it does not end.
std::size_t behindString(std::string_view text, std::size_t at)
{
    for (std::size_t i = at + 1; i < text.size(); ++i) {
        if (text[i] == '\\')
            ++i;
        else if (text[i] == text[at])
            return i + 1;
    }
    return std::string_view::npos;
}

void takeSign(HalfTyped &half, char c, std::string_view word)
{
    if (c == '(' || c == '[' || c == '{') {
        if (half.brackets.empty())
            half.call = word;
        half.brackets.push_back({c, 0, {}, {}});
        return;
    }
    if (half.brackets.empty())
        return;
    OpenBracket &open = half.brackets.back();
    if (c == ',') {
        ++open.item;
        open.field = {};
    } else if (c == '=') {
        open.field = word;
        open.given.push_back(word);
    } else if (c == ')' || c == ']' || c == '}') {
        half.brackets.pop_back();
        half.closed = half.brackets.empty();
    }
}

} // namespace

HalfTyped readHalfTyped(std::string_view text, std::size_t cursor)
{
    cursor = std::min(cursor, text.size());
    const std::string_view before = text.substr(0, cursor);
    HalfTyped half;
    std::string_view word;
    std::size_t at = 0;
    while (at < before.size() && !half.closed) {
        const char c = before[at];
        if (c == '"' || c == '\'') {
            at = behindString(before, at);
            if (at == std::string_view::npos) {
                half.inString = true;
                break;
            }
        } else if (continuesName(c)) {
            const std::size_t begin = at;
            while (at < before.size() && continuesName(before[at]))
                ++at;
            word = before.substr(begin, at - begin);
        } else {
            takeSign(half, c, word);
            ++at;
        }
    }
    half.wordBegin = cursor;
    while (!half.inString && half.wordBegin > 0 && continuesName(text[half.wordBegin - 1]))
        --half.wordBegin;
    half.wordEnd = cursor;
    while (!half.inString && half.wordEnd < text.size() && continuesName(text[half.wordEnd]))
        ++half.wordEnd;
    return half;
}

} // namespace rumpscope::call
