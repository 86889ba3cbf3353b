// SPDX-License-Identifier: BSD-2-Clause
#include "tests/support/trace/stat_call.h"

#include "clientcore/abi/netbsd.h"
#include "clientcore/call/bytes.h"
#include "clientcore/trace/store/store.h"
#include "tests/support/trace/events.h"

namespace rumpscope::test {

trace::CallRecord statCall(std::uint32_t mode, std::int64_t size, std::size_t frames)
{
    namespace layout = abi::layout::stat;
    constexpr std::string_view kPath("/etc\0", 5);
    constexpr std::uint64_t kPathAddress = 0x1000;
    constexpr std::uint64_t kRecordAddress = 0x2000;
    call::Bytes bytes(layout::kSize);
    call::store(std::span(bytes).subspan(layout::st_mode, 4), mode);
    call::store(std::span(bytes).subspan(layout::st_size, 8), static_cast<std::uint64_t>(size));
    const Peer peer;
    std::vector<event::FrameRecord> events{
        peer.call(10, 1, abi::NB_SYS___stat50, {kPathAddress, kRecordAddress}),
        peer.fromServer(11,
                        [](auto &w) {
                            w.copyInStr(7, {1024, kPathAddress});
                        }),
        peer.toServer(12, [&](auto &w) { w.copyInReply(7, call::bytesOf(kPath)); }),
        peer.fromServer(13, [&](auto &w) { w.copyOut(8, kRecordAddress, bytes); }), peer.answer(14, 1)};
    trace::Store store;
    store.begin();
    for (std::size_t i = 0; i < std::min(frames, events.size()); ++i)
        store.add(std::move(events[i]));
    static_cast<void>(store.commit());
    return store.at(0);
}

} // namespace rumpscope::test
