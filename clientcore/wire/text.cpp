// SPDX-License-Identifier: BSD-2-Clause
#include "clientcore/wire/text.h"

#include <fmt/format.h>

#include <iterator>

namespace rumpscope::wire {

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
            fmt::format_to(std::back_inserter(out), "\\x{:02x}", static_cast<unsigned char>(c));
    }
    if (bytes.size() > limit)
        out += "…";
    return out;
}

} // namespace rumpscope::wire
