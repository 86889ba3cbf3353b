// SPDX-License-Identifier: BSD-2-Clause
// Records as trees of fields: every frame type, and where each field's bytes are.
#include "clientcore/abi/netbsd.h"
#include "clientcore/call/bytes.h"
#include "clientcore/trace/fields/compare.h"
#include "clientcore/trace/store/store.h"
#include "tests/support/files/transcript.h"
#include "tests/support/trace/events.h"
#include "tests/support/trace/playback.h"
#include "tests/support/trace/stat_call.h"

#include <gtest/gtest.h>

#include <cstring>

namespace rumpscope::trace {
namespace {

using test::Peer;

const Field *find(const Field &top, std::string_view path)
{
    const auto name = path.substr(0, path.find('/'));
    for (const Field &field : top.children) {
        if (field.name == name)
            return name.size() == path.size() ? &field : find(field, path.substr(name.size() + 1));
    }
    return nullptr;
}

std::string textOf(const Field &top, std::string_view path)
{
    const Field *field = find(top, path);
    return field == nullptr ? "(no such field)" : field->text;
}

std::uint64_t numberAt(const CallRecord &record, const Field &field)
{
    const FrameRecord &frame = record.frames[*field.frame];
    return call::loadUnsigned(
        wire::ByteView(frame.payload).subspan(field.offset - wire::kHeaderSize, field.size));
}

TEST(RecordFields, PointAtTheBytesOfTheirFrames)
{
    const CallRecord record = test::statCall(0040755, 512);
    const Field call = callFields(record);
    ASSERT_EQ(record.frames.size(), 5U);
    const Field *size = find(call, "ub/st_size");
    ASSERT_NE(size, nullptr);
    EXPECT_EQ(size->frame, 3U) << "the COPYOUT";
    EXPECT_EQ(size->offset, wire::kHeaderSize + 16 + abi::layout::stat::st_size.offset);
    EXPECT_EQ(numberAt(record, *size), 512U);
    const Field *path = find(call, "path/string");
    ASSERT_NE(path, nullptr);
    EXPECT_EQ(path->frame, 2U) << "the answer to the COPYINSTR";
    EXPECT_EQ(path->offset, wire::kHeaderSize);
    EXPECT_EQ(find(call, "path")->frame, 0U) << "its address is in the request";
    EXPECT_EQ(find(call, "ub")->offset, wire::kHeaderSize + 8);
    EXPECT_EQ(find(call, "result/error")->frame, 4U);
    EXPECT_EQ(textOf(call, "facts/bytes out"), "152");
    EXPECT_EQ(textOf(call, "facts/round trips"), "2");
}

TEST(RecordFields, FramesKnowWhatTheyCarry)
{
    const CallRecord record = test::statCall(0040755, 512);
    const Field call = callFields(record);
    EXPECT_EQ(textOf(frameFields(record, 3, call), "data/st_mode"), "S_IFDIR|0755");
    EXPECT_EQ(textOf(frameFields(record, 3, call), "address"), "0x2000");
    EXPECT_EQ(textOf(frameFields(record, 1, call), "length"), "1024");
    EXPECT_EQ(textOf(frameFields(record, 2, call), "data"), "\"/etc\\0\"");
    EXPECT_EQ(textOf(frameFields(record, 0, call), "path"), "\"/etc\"");
    EXPECT_EQ(textOf(frameFields(record, 0, call), "header/word"),
              std::to_string(abi::NB_SYS___stat50) + " stat");
    EXPECT_EQ(textOf(frameFields(record, 4, call), "error"), "0");
    EXPECT_EQ(textOf(frameFields(record, 4, call), "padding"), "0x7f7f");
}

/// Of every recorded call, each kept byte of each frame belongs to a field, and no field lies outside its
/// frame.
void checkWhole(const Field &field, const CallRecord &record)
{
    if (field.frame) {
        ASSERT_LT(*field.frame, record.frames.size());
        ASSERT_LE(field.offset + field.size, wire::kHeaderSize + record.frames[*field.frame].payload.size());
    }
    ASSERT_FALSE(field.name.empty());
    for (const Field &child : field.children)
        checkWhole(child, record);
}

TEST(RecordFields, CoverEveryByteOfEveryRecording)
{
    std::size_t frames = 0;
    for (const std::string &name : test::transcriptNames()) {
        const Store store = test::assembled(name);
        for (std::size_t i = 0; i < store.size(); ++i) {
            const CallRecord &record = store.at(i);
            const Field call = callFields(record);
            checkWhole(call, record);
            for (std::size_t frame = 0; frame < record.frames.size(); ++frame, ++frames) {
                const Field whole = frameFields(record, frame, call);
                checkWhole(whole, record);
                std::size_t next = 0;
                for (const Field &field : whole.children) {
                    if (field.frame != frame)
                        continue;
                    EXPECT_EQ(field.offset, next) << name << ' ' << whole.name << ' ' << field.name;
                    next = field.offset + field.size;
                }
                EXPECT_EQ(next, wire::kHeaderSize + record.frames[frame].payload.size())
                    << name << whole.name;
            }
        }
    }
    EXPECT_GT(frames, 500U);
}

/// Any class and type, any payload, cut anywhere.
TEST(RecordFields, TakeApartEveryPrefixOfAnyFrame)
{
    for (std::uint16_t type = 0; type < 12; ++type) {
        for (std::uint16_t frameClass = 0; frameClass < 4; ++frameClass) {
            for (std::size_t size = 0; size <= 50; ++size) {
                CallRecord record;
                FrameRecord frame;
                frame.header.length = wire::kHeaderSize + 50;
                frame.header.frameClass = static_cast<wire::FrameClass>(frameClass);
                frame.header.type = static_cast<wire::FrameType>(type);
                frame.header.word = 0xffffffff;
                frame.payload.assign(size, std::byte{0xee});
                record.frames.push_back(FrameRecord(frame));
                record.frames.push_back(std::move(frame));
                record.outcome = CallRecord::Outcome::Answered;
                const Field call = callFields(record);
                const Field whole = frameFields(record, 1, call);
                std::size_t next = 0;
                for (const Field &field : whole.children) {
                    if (!field.frame)
                        continue;
                    EXPECT_EQ(field.offset, next);
                    next = field.offset + field.size;
                }
                EXPECT_EQ(next, wire::kHeaderSize + size);
                EXPECT_EQ(find(whole, "not kept") != nullptr, size < 50);
            }
        }
    }
}

TEST(RecordFields, ShowHandshakesAndCookies)
{
    const Peer peer;
    Store store;
    store.begin();
    store.add(peer.toServer(1, [](auto &w) { w.guest(1, "sh"); }));
    store.add(peer.fromServer(2, [](auto &w) { w.handshakeReply(1, 0); }));
    store.add(peer.toServer(3, [](auto &w) { w.prefork(2); }));
    store.add(peer.fromServer(4, [](auto &w) { w.preforkReply(2, test::cookie(0xab)); }));
    static_cast<void>(store.commit());
    const Field guest = callFields(store.at(0));
    EXPECT_EQ(guest.name, "guest");
    EXPECT_EQ(guest.text, "sh");
    EXPECT_EQ(textOf(frameFields(store.at(0), 0, guest), "command name"), "\"sh\\0\"");
    EXPECT_EQ(textOf(frameFields(store.at(0), 0, guest), "header/word"), "0 GUEST");
    const Field prefork = callFields(store.at(1));
    EXPECT_EQ(textOf(frameFields(store.at(1), 1, prefork), "cookie").substr(0, 8), "abababab");
}

const FieldPair *find(const FieldPair &top, std::string_view name)
{
    for (const FieldPair &pair : top.children) {
        if (pair.name == name)
            return &pair;
    }
    return nullptr;
}

TEST(ComparedCalls, MarkWhatDiffers)
{
    const Field first = callFields(test::statCall(0040755, 512));
    const Field second = callFields(test::statCall(0100644, 512));
    const FieldPair pair = compare(first, second);
    const FieldPair *structure = find(pair, "ub");
    ASSERT_NE(structure, nullptr);
    EXPECT_TRUE(structure->differsInside);
    EXPECT_TRUE(find(*structure, "st_mode")->differs);
    EXPECT_EQ(find(*structure, "st_mode")->second, "S_IFREG|0644");
    EXPECT_FALSE(find(*structure, "st_size")->differs);
    EXPECT_FALSE(find(*find(*structure, "st_mode"), "S_IFDIR")->second) << "only the first has it";
    EXPECT_FALSE(find(pair, "path")->differs || find(pair, "path")->differsInside);
    EXPECT_FALSE(compare(first, first).differsInside);
}

} // namespace
} // namespace rumpscope::trace
