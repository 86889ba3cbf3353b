// SPDX-License-Identifier: BSD-2-Clause
// Anything typed: parsed, bound, laid out, completed; what comes out decodes.
#include "clientcore/call/complete.h"
#include "clientcore/call/decode.h"
#include "clientcore/call/marshal.h"

#include <cstdint>
#include <cstdlib>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    using namespace rumpscope;
    std::string text(size, '\0');
    for (std::size_t i = 0; i < size; ++i)
        text[i] = static_cast<char>(data[i]);
    const auto completion = call::complete(text, size / 2);
    if (completion.begin > completion.end || completion.end > size)
        std::abort();
    const auto expression = call::parse(text);
    if (!expression)
        return expression.error().position + expression.error().length <= size ? 0 : (std::abort(), 0);
    const auto bound = call::bind(*expression);
    if (!bound)
        return 0;
    memory::GuestMemory guest;
    const auto marshalled = call::marshal(*bound, guest);
    call::SeenCall seen;
    seen.number = marshalled.call->number;
    seen.arguments = marshalled.arguments;
    // Every slot as if its memory had gone over both ways.
    std::vector<std::vector<std::byte>> contents;
    for (const std::uint64_t slot : marshalled.arguments)
        contents.push_back(marshalled.memory.contents(slot));
    std::vector<call::Copy> copies;
    for (std::size_t i = 0; i < contents.size(); ++i) {
        for (const auto kind : {call::Copy::Kind::In, call::Copy::Kind::Out})
            copies.push_back({kind, marshalled.arguments[i], contents[i], contents[i].size()});
    }
    seen.copies = copies;
    seen.answered = true;
    const call::DecodedCall decoded = call::decode(seen);
    return decoded.text.empty() ? (std::abort(), 0) : 0;
}
