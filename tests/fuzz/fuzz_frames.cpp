// SPDX-License-Identifier: BSD-2-Clause
// Any bytes at any split: banner, frames and every payload.
#include "clientcore/wire/frame_reader.h"
#include "clientcore/wire/payload.h"

#include <algorithm>
#include <cstdlib>

using namespace rumpscope::wire;

namespace {

void decodeAll(const FrameView &frame)
{
    std::size_t sum = 0;
    if (const auto name = decodeCommandName(frame))
        sum += name->size();
    if (const auto arguments = decodeSyscallArguments(frame))
        sum += arguments->size() * 8;
    if (const auto copy = decodeCopyOut(frame))
        sum += copy->data.size();
    // What was decoded lies within the payload, three times over at most.
    if (sum > 3 * frame.payload.size())
        std::abort();
    static_cast<void>(decodeForkRequest(frame));
    static_cast<void>(decodeHandshakeReply(frame));
    static_cast<void>(decodeSyscallReply(frame));
    static_cast<void>(decodeCopyIn(frame));
    static_cast<void>(decodeAnonMmapReply(frame));
    static_cast<void>(decodePreforkReply(frame));
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    if (size < 2)
        return 0;
    FrameReader reader(data[0] & 1 ? FrameReader::Role::Client : FrameReader::Role::Server, 1 << 16);
    const std::size_t piece = std::max<std::size_t>(data[1], 1);
    const ByteView bytes = std::as_bytes(std::span(data + 2, size - 2));
    for (std::size_t at = 0; at < bytes.size(); at += piece) {
        reader.feed(bytes.subspan(at, std::min(piece, bytes.size() - at)));
        for (;;) {
            const auto frame = reader.next();
            if (!frame && frame.error().sentence().empty())
                std::abort();
            if (!frame || !*frame)
                break;
            decodeAll(**frame);
        }
    }
    return 0;
}
