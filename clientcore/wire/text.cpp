// SPDX-License-Identifier: BSD-2-Clause
#include "clientcore/wire/text.h"

#include <initializer_list>

namespace rumpscope::wire {

namespace {

char hexDigit(int value)
{
    return "0123456789abcdef"[value & 0xf];
}

} // namespace

std::string printable(std::string_view bytes, std::size_t limit)
{
    std::string out;
    for (const char c : bytes.substr(0, limit)) {
        if (c == '\n')
            out += "\\n";
        else if (c == '\r')
            out += "\\r";
        else if (c == '\t')
            out += "\\t";
        else if (c >= ' ' && c < 0x7f)
            out += c;
        else
            (out += "\\x") += {hexDigit(c >> 4), hexDigit(c)};
    }
    if (bytes.size() > limit)
        out += "…";
    return out;
}

} // namespace rumpscope::wire
