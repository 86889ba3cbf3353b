// SPDX-License-Identifier: BSD-2-Clause
#include "clientcore/call/decode.h"

#include "clientcore/abi/netbsd.h"
#include "clientcore/call/choosing_seen.h"
#include "clientcore/call/memory_text.h"
#include "clientcore/call/scalar_text.h"

#include <fmt/format.h>

namespace rumpscope::call {

namespace {

using abi::Role;

/// Optional arguments nobody reads: the mode without O_CREAT, zeros.
bool isSilent(const abi::Call &call, std::size_t index, std::span<const std::uint64_t> slots)
{
    const abi::Argument &argument = call.arguments[index];
    if (!argument.optional)
        return false;
    if (argument.role == Role::Mode && index > 0)
        return (slots[index - 1] & static_cast<std::uint64_t>(abi::NB_O_CREAT)) == 0;
    return slots[index] == 0;
}

DecodedCall decodeUnknown(const SeenCall &seen)
{
    DecodedCall decoded;
    decoded.name = fmt::format("syscall {}", seen.number);
    std::string list;
    for (const std::uint64_t slot : seen.arguments.first(std::min<std::size_t>(seen.arguments.size(), 10))) {
        list += fmt::format("{}{:#x}", list.empty() ? "" : ", ", slot);
        decoded.arguments.push_back({"", fmt::format("{:#x}", slot), {}, {}});
    }
    decoded.text = fmt::format("{}({})", decoded.name, list);
    return decoded;
}

} // namespace

DecodedCall decode(const SeenCall &seen, FormatLimits limits)
{
    const abi::Call *call = abi::findCall(seen.number);
    DecodedCall decoded;
    if (call == nullptr) {
        decoded = decodeUnknown(seen);
    } else {
        decoded.name = call->display;
        // Arguments that did not come (a short request) read as zero and are shown as "?".
        const std::size_t have = seen.arguments.size();
        std::vector<std::uint64_t> slots(seen.arguments.begin(), seen.arguments.end());
        slots.resize(call->arguments.size());
        SeenCall whole = seen;
        whole.arguments = slots;
        const MemoryText memory(*call, whole, limits);
        std::string list;
        for (std::size_t i = 0; i < slots.size(); ++i) {
            const abi::Argument &argument = call->arguments[i];
            if (argument.role == Role::Pad)
                continue;
            DecodedArgument one{argument.name, {}, {}, {}};
            if (i >= have)
                one.text = "?";
            else if (isScalar(argument.role) || choosesNumber(*call, i, whole))
                one.text = scalarText(*call, i, slots);
            else
                memory.decode(i, one);
            if (!isSilent(*call, i, slots))
                list += (list.empty() ? "" : ", ") + one.text;
            decoded.arguments.push_back(std::move(one));
        }
        decoded.text = fmt::format("{}({})", decoded.name, list);
    }
    decoded.result = resultText(call, seen);
    decoded.failed = hasFailed(call, seen);
    return decoded;
}

} // namespace rumpscope::call
