// SPDX-License-Identifier: GPL-3.0-or-later
// Bytes of any kind from clients: each ends at worst its own connection.
#include "tests/fuzz/kernel_harness.h"

#include <algorithm>
#include <cstdlib>

using namespace rumpscope;

namespace {

void checkBystander(fuzz::Harness &harness)
{
    fuzz::HarnessClient &bystander = harness.client(2);
    bystander.writer().syscall(9, abi::NB_SYS_getppid, {});
    bystander.send();
    if (bystander.closed() || !bystander.exchange({}, 0))
        std::abort(); // somebody else's bytes have hurt it
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    if (size < 4)
        return 0;
    fuzz::Harness harness;
    harness.settle({}, 0);
    const bool asGuest = (data[0] & 1) != 0;
    const unsigned lie = (data[0] >> 1) % 5;
    harness.reconnect(0, asGuest);
    harness.reconnect(1, true);
    const auto bytes = std::as_bytes(std::span(data + 2, size - 2));
    const std::size_t piece = std::max<std::size_t>(data[1], 1);
    for (std::size_t at = 0; at < bytes.size(); at += piece) {
        const auto part = bytes.subspan(at, std::min(piece, bytes.size() - at));
        harness.client((data[0] & 0x80) != 0 ? at / piece : 0).receive(part);
        if (harness.client(2).closed())
            harness.reconnect(2, true);
        harness.settle(bytes, lie, 16);
    }
    harness.passTime();
    harness.settle(bytes, lie, 16);
    if ((data[0] & 0x80) == 0)
        checkBystander(harness);
    return 0;
}
