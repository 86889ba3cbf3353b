// SPDX-License-Identifier: BSD-2-Clause
#include "tests/trace/filter_records.h"

#include "clientcore/abi/catalog.h"
#include "clientcore/filter/field.h"
#include "tests/support/trace/events.h"

namespace rumpscope::test {

namespace {

constexpr std::uint32_t kRead = 3;
constexpr std::uint32_t kWrite = 4;
constexpr std::uint32_t kOpen = 5;
constexpr std::uint32_t kGetpid = 20;
constexpr std::uint64_t kPath = 0x1000;
constexpr std::uint64_t kBuffer = 0x2000;
constexpr std::int32_t kNoEntry = 2;

wire::Bytes bytesOf(std::string_view text)
{
    const auto bytes = std::as_bytes(std::span(text.data(), text.size()));
    return {bytes.begin(), bytes.end()};
}

} // namespace

FilterRecords::FilterRecords()
{
    m_store.begin();
    ftpd();
    shell();
    static_cast<void>(m_store.commit());
}

void FilterRecords::ftpd()
{
    const Peer peer{event::SessionId{1}, event::Generation{1}};
    add(peer.established(0, 5, "ftpd"));
    add(peer.call(100, 1, kOpen, {kPath, 0, 0}));
    add(peer.fromServer(120, [](auto &writer) { writer.copyInStr(1, {1024, kPath}); }));
    add(peer.toServer(140, [](auto &writer) {
        const auto path = bytesOf(std::string_view("/etc/nothing\0", 13));
        writer.copyInReply(1, path);
    }));
    add(peer.answer(7100, 1, 0, kNoEntry)); // 7 ms
    add(peer.call(8000, 2, kGetpid));
    add(peer.answer(8030, 2, 5));
    add(peer.call(9000, 3, kWrite, {3, kBuffer, 8192}));
    add(peer.fromServer(9010, [](auto &writer) { writer.copyIn(2, {8192, kBuffer}); }));
    add(peer.toServer(9020, [](auto &writer) { writer.copyInReply(2, wire::Bytes(8192)); }));
    add(peer.answer(9050, 3, 8192));
}

void FilterRecords::shell()
{
    Peer peer{event::SessionId{2}, event::Generation{3}};
    add(peer.established(10000, 2, "shell"));
    add(peer.toServer(10010, [](auto &writer) { writer.prefork(7); }));
    add(peer.fromServer(10020, [](auto &writer) { writer.preforkReply(7, cookie(0xbc)); }));
    auto own = peer.call(11000, 8, kGetpid);
    own.housekeeping = true;
    own.thread = 4;
    add(std::move(own));
    add(peer.answer(11010, 8, 2));
    add(peer.call(12000, 9, kRead, {3, kBuffer, 10})); // never answered
}

std::string FilterRecords::matching(const std::string &filter) const
{
    const auto compiled = trace::Filter::compile(filter);
    if (!compiled)
        return compiled.error().message;
    std::string names;
    for (std::size_t i = 0; i < m_store.size(); ++i) {
        const trace::CallRecord &record = m_store.at(i);
        if (!compiled->matches(record, {at(0), at(20'000)}))
            continue;
        const abi::Call *call = abi::findCall(record.number);
        const bool syscall = record.kind == trace::CallRecord::Kind::Syscall && call;
        names += names.empty() ? "" : " ";
        names +=
            record.process + ":" + std::string(syscall ? call->display : trace::lifecycleName(record.kind));
    }
    return names;
}

} // namespace rumpscope::test
