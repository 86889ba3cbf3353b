// SPDX-License-Identifier: BSD-2-Clause
// Any call with any arguments over any structures: what it lends is found without a crash.
#include "clientcore/abi/catalog.h"
#include "clientcore/capi/lending.h"

#include <algorithm>
#include <array>
#include <cstring>

namespace {

/// A word: a number from the input, or now and then an address inside it.
std::uint64_t word(const std::uint8_t *data, std::size_t size, std::size_t at)
{
    std::uint64_t value = 0;
    std::memcpy(&value, data + at, std::min<std::size_t>(8, size - at));
    const bool pointer = (value & 3) == 0;
    return pointer ? reinterpret_cast<std::uintptr_t>(data) + (value >> 8) % size : value;
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    using namespace rumpscope;
    if (size < 64)
        return 0;
    const auto calls = abi::calls();
    const abi::Call &call = calls[data[0] % calls.size()];
    std::array<std::uint64_t, 6> words{};
    for (std::size_t i = 0; i < words.size(); ++i)
        words[i] = word(data, size, 1 + 8 * i);
    // Requests are hardly ever hit by chance.
    const auto requests = abi::choices(abi::Chooser::Ioctl);
    if (call.name == "ioctl" && data[1] < 200)
        words[1] = static_cast<std::uint64_t>(requests[data[1] % requests.size()].key);
    // Structures in the input that point into it.
    static thread_local std::vector<std::uint64_t> memory;
    memory.assign(size / 8, 0);
    for (std::size_t i = 0; i < memory.size(); ++i)
        memory[i] = word(data, size, 8 * i);
    words[1 + data[2] % 3] = reinterpret_cast<std::uintptr_t>(memory.data());
    capi::LentRanges out;
    capi::lend(call.number, words, out);
    for (const capi::Range &range : out.ranges()) {
        const capi::Access access = range.string ? capi::Access::String
                                    : range.read ? capi::Access::Read
                                                 : capi::Access::Write;
        if (range.address + range.length < range.address ||
            out.find(range.address, range.length, access) == nullptr)
            __builtin_trap();
    }
    return 0;
}
