// SPDX-License-Identifier: GPL-3.0-or-later
// Well-formed calls of several clients, in any order, with any arguments; forks, execs, ends, and faults.
#include "app/rumpscope-kernel/control/commands.h"
#include "tests/fuzz/kernel_harness.h"
#include "tests/fuzz/lent_memory.h"
#include "tests/fuzz/recipes.h"

#include <algorithm>
#include <array>
#include <cstring>
#include <string>

using namespace rumpscope;

namespace {

/// The input, taken piece by piece; zeros behind its end.
class Input
{
public:
    Input(const std::uint8_t *data, std::size_t size)
        : m_bytes(data, size)
    {}
    [[nodiscard]] bool empty() const { return m_bytes.empty(); }
    std::uint8_t byte()
    {
        if (m_bytes.empty())
            return 0;
        const std::uint8_t first = m_bytes.front();
        m_bytes = m_bytes.subspan(1);
        return first;
    }
    std::uint64_t word()
    {
        std::uint64_t value = 0;
        const std::size_t count = std::min<std::size_t>(sizeof value, m_bytes.size());
        std::memcpy(&value, m_bytes.data(), count);
        m_bytes = m_bytes.subspan(count);
        return value;
    }

private:
    std::span<const std::uint8_t> m_bytes;
};

/// Of structures and buffers.
constexpr std::array<std::uint64_t, 8> kSizes{16, 4, 40, 8, 20, 100, 640, 5000};

/// `base` is where lent memory begins, in the eyes of the kernel.
std::uint64_t argument(Input &input, std::uint64_t base)
{
    const std::uint8_t kind = input.byte();
    switch (kind % 8) {
    case 0:
    case 1:
        return input.byte() % 12; // a descriptor, a small number
    case 2:
    case 3:
        return base + input.byte() % fuzz::kLentParts * fuzz::kLentRoom;
    case 4:
        return kSizes[input.byte() % kSizes.size()];
    case 5:
        return input.word();
    case 6:
        return ~std::uint64_t{0} - input.byte() % 4;
    default:
        return (input.byte() & 0x80) != 0 ? base + input.byte() : std::uint64_t{1} << (input.byte() % 64);
    }
}

std::vector<const kernel::CallEntry *> allCalls()
{
    std::vector<const kernel::CallEntry *> calls;
    for (const kernel::CallFamily &family : kernel::callFamilies()) {
        for (const kernel::CallEntry &entry : family.calls)
            calls.push_back(&entry);
    }
    return calls;
}

void makeCall(fuzz::HarnessClient &client, Input &input, std::uint64_t reqno, std::uint64_t base)
{
    static const auto kCalls = allCalls();
    const kernel::CallEntry &entry = *kCalls[input.byte() % kCalls.size()];
    std::vector<std::uint64_t> arguments;
    for (std::size_t i = 0; i < entry.slots; ++i)
        arguments.push_back(argument(input, base));
    client.writer().syscall(reqno, entry.number, arguments);
    client.send();
}

void makeRecipe(fuzz::HarnessClient &client, Input &input, std::uint64_t reqno, std::uint64_t base)
{
    const auto all = fuzz::recipes();
    const fuzz::Recipe &recipe = all[input.byte() % all.size()];
    std::vector<std::uint64_t> arguments;
    for (const fuzz::Ingredient &ingredient : recipe.arguments) {
        if (ingredient.kind == fuzz::Ingredient::Kind::Descriptor)
            arguments.push_back(3 + input.byte() % 10);
        else
            arguments.push_back(ingredient.kind == fuzz::Ingredient::Kind::Lent
                                    ? base + ingredient.value * fuzz::kLentRoom
                                    : ingredient.value);
    }
    client.writer().syscall(reqno, recipe.number, arguments);
    client.send();
}

void claim(fuzz::Harness &harness, std::size_t parent, std::size_t child, bool cancel)
{
    const wire::Cookie cookie = harness.client(parent).lastCookie();
    harness.reconnect(child, false);
    harness.client(child).writer().fork(1, {cookie, cancel ? 1 : 0});
    harness.client(child).send();
}

void setFault(fuzz::Harness &harness, std::uint8_t which)
{
    static constexpr std::string_view kCommands[] = {"slow all 5",  "fail all EIO 30", "workers 2",
                                                     "workers any", "clear",           "slow transfer 10",
                                                     "status",      "fail read EINTR"};
    static_cast<void>(kernel::carryOut(harness.faults(), kCommands[which % std::size(kCommands)]));
}

void step(fuzz::Harness &harness, Input &input, std::uint64_t reqno, std::uint64_t base)
{
    const std::uint8_t what = input.byte();
    const std::size_t index = what / 64;
    fuzz::HarnessClient &client = harness.client(index);
    switch (what % 64) {
    case 0:
        client.writer().prefork(reqno);
        return client.send();
    case 1:
        return claim(harness, index, index + 1, false);
    case 2:
        return claim(harness, index, index + 1, true);
    case 3:
        client.writer().exec(reqno, "other");
        return client.send();
    case 4:
        return harness.reconnect(index, true);
    case 5:
        return harness.passTime();
    case 6:
        return setFault(harness, input.byte());
    default:
        return what % 64 < 40 ? makeRecipe(client, input, reqno, base) : makeCall(client, input, reqno, base);
    }
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    const wire::Bytes memory = fuzz::lentMemory(data, size);
    Input input(data, size);
    fuzz::Harness harness;
    const unsigned lie = input.byte() % 16 == 0 ? 1 : 0;
    harness.settle(memory, 0);
    for (std::uint64_t reqno = 2; !input.empty() && reqno < 200; ++reqno) {
        step(harness, input, reqno, 4 * memory.size());
        if (reqno % 4 != 0)
            harness.settle(memory, lie, 24);
    }
    harness.passTime();
    harness.settle(memory, lie);
    return 0;
}
