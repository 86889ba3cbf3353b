// SPDX-License-Identifier: BSD-2-Clause
// Structures that point onwards.
#include "tests/lending/structure.h"
#include "tests/support/process/counted_new.h"

#include <gmock/gmock.h>

#include <array>

namespace rumpscope::capi {
namespace {

using namespace abi;
using test::at;
using test::both;
using test::lentBy;
using test::list;
using test::nowhere;
using test::reads;
using test::string;
using test::Structure;
using test::untilDone;
using test::Word;
using test::writes;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::UnorderedElementsAre;

struct Vector
{
    const void *base;
    std::size_t size;
};

TEST(Nested, Vectors)
{
    std::array<char, 64> room{};
    const std::array<Vector, 3> parts{{{room.data(), 10}, {nullptr, 5}, {room.data() + 20, 30}}};
    EXPECT_THAT(list(lentBy(NB_SYS_writev, {3, parts.data(), 3})),
                ElementsAre(reads(parts.data(), 48), reads(room.data(), 10), reads(room.data() + 20, 30)));
    EXPECT_THAT(list(lentBy(NB_SYS_preadv, {3, parts.data(), 1, 0, 0})),
                ElementsAre(reads(parts.data(), 16), writes(room.data(), 10)));
    EXPECT_THAT(list(lentBy(NB_SYS_readv, {3, nowhere(), 2})), ElementsAre(reads(nowhere(), 32)))
        << "what cannot be read lends nothing but itself";
    EXPECT_THAT(list(lentBy(NB_SYS_readv, {3, parts.data(), 1025})), IsEmpty())
        << "the kernel refuses it unread";
    EXPECT_THAT(list(lentBy(NB_SYS_readv, {3, parts.data(), -1})), IsEmpty());
}

TEST(Nested, AThousandVectors)
{
    std::vector<char> room(10240);
    std::vector<Vector> parts;
    for (std::size_t i = 0; i < 1024; ++i)
        parts.push_back({room.data() + 10 * i, 10});
    const LentRanges lent = lentBy(NB_SYS_readv, {3, parts.data(), 1024});
    EXPECT_EQ(lent.size(), 1025U);
    EXPECT_NE(lent.find(at(room.data() + 10230), 10, Access::Write), nullptr);
    EXPECT_EQ(lent.find(at(room.data()), 11, Access::Write), nullptr);
}

TEST(Nested, Messages)
{
    std::array<char, 64> room{};
    const std::array<Vector, 1> parts{{{room.data(), 10}}};
    Structure message(layout::msghdr::kSize);
    message.set(layout::msghdr::msg_name, room.data() + 16)
        .set(layout::msghdr::msg_namelen, 8)
        .set(layout::msghdr::msg_iov, parts.data())
        .set(layout::msghdr::msg_iovlen, 1)
        .set(layout::msghdr::msg_control, room.data() + 32)
        .set(layout::msghdr::msg_controllen, 24);
    EXPECT_THAT(list(lentBy(NB_SYS_sendmsg, {3, message, 0})),
                UnorderedElementsAre(reads(message, 48), reads(parts.data(), 16), reads(room.data(), 10),
                                     reads(room.data() + 16, 8), reads(room.data() + 32, 24)));
    EXPECT_THAT(list(lentBy(NB_SYS_recvmsg, {3, message, 0})),
                UnorderedElementsAre(both(message, 48), reads(parts.data(), 16), writes(room.data(), 10),
                                     writes(room.data() + 16, 8), writes(room.data() + 32, 24)));
    message.set(layout::msghdr::msg_iov, nowhere()).set(layout::msghdr::msg_controllen, 0xffffffffU);
    EXPECT_THAT(list(lentBy(NB_SYS_sendmsg, {3, message, 0})),
                UnorderedElementsAre(reads(message, 48), reads(nowhere(), 16), reads(room.data() + 16, 8)));
    EXPECT_THAT(list(lentBy(NB_SYS_sendmsg, {3, nullptr, 0})), IsEmpty());
}

TEST(Nested, SeveralMessages)
{
    std::array<char, 64> room{};
    const std::array<Vector, 2> parts{{{room.data(), 10}, {room.data() + 10, 20}}};
    Structure messages(2 * layout::mmsghdr::kSize);
    for (std::size_t i = 0; i < 2; ++i) {
        const std::size_t base = i * layout::mmsghdr::kSize;
        messages.set({base + layout::msghdr::msg_iov, 8}, &parts[i])
            .set({base + layout::msghdr::msg_iovlen, 4}, 1);
    }
    EXPECT_THAT(list(lentBy(NB_SYS_sendmmsg, {3, messages, 2, 0})),
                UnorderedElementsAre(both(messages, 112), reads(&parts[0], 16), reads(&parts[1], 16),
                                     reads(room.data(), 10), reads(room.data() + 10, 20)));
    EXPECT_THAT(list(lentBy(NB_SYS_recvmmsg, {3, messages, 1, 0, nullptr})),
                UnorderedElementsAre(both(messages, 56), reads(&parts[0], 16), writes(room.data(), 10)));
}

TEST(Nested, Fcntl)
{
    std::array<char, 24> lock{};
    EXPECT_THAT(list(lentBy(NB_SYS_fcntl, {3, NB_F_GETLK, lock.data()})), ElementsAre(both(lock.data(), 24)));
    EXPECT_THAT(list(lentBy(NB_SYS_fcntl, {3, NB_F_SETLKW, lock.data()})),
                ElementsAre(reads(lock.data(), 24)));
    EXPECT_THAT(list(lentBy(NB_SYS_fcntl, {3, NB_F_SETFL, 4})), IsEmpty()) << "a number, not an address";
    EXPECT_THAT(list(lentBy(NB_SYS_fcntl, {3, 0xa0040001U, lock.data()})),
                ElementsAre(writes(lock.data(), 4)));
}

TEST(Nested, Mounts)
{
    Structure args(layout::nfs_args::kSize);
    std::array<char, 64> room{};
    args.set(layout::nfs_args::addr, room.data())
        .set(layout::nfs_args::addrlen, 16)
        .set(layout::nfs_args::fh, room.data() + 16)
        .set(layout::nfs_args::fhsize, 32)
        .set(layout::nfs_args::hostname, "server:/path");
    const LentRanges mounting = lentBy(NB_SYS___mount50, {"nfs", "/mnt", 0, args, 96});
    EXPECT_NE(mounting.find(at(args), 96, Access::Read), nullptr);
    EXPECT_EQ(mounting.find(at(args), 1, Access::Write), nullptr);
    EXPECT_NE(mounting.find(at(room.data() + 16), 32, Access::Read), nullptr);
    EXPECT_EQ(mounting.size(), 6U);
    const LentRanges asking = lentBy(NB_SYS___mount50, {"nfs", "/mnt", NB_MNT_GETARGS, args, 96});
    EXPECT_NE(asking.find(at(args), 96, Access::Write), nullptr);
    EXPECT_NE(asking.find(at(room.data()), 16, Access::Write), nullptr);
    const LentRanges shorter = lentBy(NB_SYS___mount50, {"nfs", "/mnt", 0, args, 40});
    EXPECT_EQ(shorter.size(), 3U) << "too short for what it points to";
    EXPECT_EQ(lentBy(NB_SYS___mount50, {"tmpfs", "/mnt", 0, args, 0}).ranges().back().length, 40U)
        << "no length: the file system's own";
    EXPECT_FALSE(lentBy(NB_SYS___mount50, {"newfs", "/mnt", 0, args, 96}).known());
    EXPECT_FALSE(lentBy(NB_SYS___mount50, {nowhere(), "/mnt", 0, args, 96}).known());
}

TEST(Nested, ModulesQuotasAndNfs)
{
    std::array<char, 64> room{};
    Structure load(layout::modctl_load::kSize);
    load.set(layout::modctl_load::ml_filename, "name")
        .set(layout::modctl_load::ml_props, room.data())
        .set(layout::modctl_load::ml_propslen, 7);
    EXPECT_EQ(lentBy(NB_SYS_modctl, {NB_MODCTL_LOAD, load}).size(), 3U);
    EXPECT_THAT(list(lentBy(NB_SYS_modctl, {NB_MODCTL_UNLOAD, room.data()})),
                ElementsAre(string(room.data())));
    const Vector modules{room.data(), 64};
    EXPECT_THAT(list(lentBy(NB_SYS_modctl, {NB_MODCTL_STAT, &modules})),
                ElementsAre(both(&modules, 16), writes(room.data(), 64)));
    EXPECT_THAT(list(lentBy(NB_SYS_modctl, {NB_MODCTL_EXISTS, 1})), IsEmpty());
    Structure quota(48);
    quota.set({0, 4}, NB_QUOTACTL_GET).set({8, 8}, room.data()).set({16, 8}, room.data() + 16);
    EXPECT_THAT(
        list(lentBy(NB_SYS___quotactl, {"/", quota})),
        ElementsAre(testing::_, reads(quota, 48), reads(room.data(), 12), writes(room.data() + 16, 40)));
    Structure socket(layout::nfsd_args::kSize);
    socket.set(layout::nfsd_args::name, room.data()).set(layout::nfsd_args::namelen, 16);
    EXPECT_THAT(list(lentBy(NB_SYS_nfssvc, {NB_NFSSVC_ADDSOCK, socket})),
                ElementsAre(reads(socket, 24), reads(room.data(), 16)));
    Structure server(layout::nfsd_srvargs::kSize);
    server.set(layout::nfsd_srvargs::nsd_authstr, room.data())
        .set(layout::nfsd_srvargs::nsd_verfstr, room.data() + 8);
    for (const std::int32_t flags : {NB_NFSSVC_NFSD, NB_NFSSVC_NFSD | NB_NFSSVC_AUTHIN, NB_NFSSVC_AUTHIN})
        EXPECT_THAT(list(lentBy(NB_SYS_nfssvc, {flags, server})),
                    ElementsAre(both(server, 152), writes(room.data(), 400), writes(room.data() + 8, 12)));
}

TEST(Nested, AsynchronousOperationsStayLent)
{
    std::array<char, 64> room{};
    Structure block(layout::aiocb::kSize);
    block.set(layout::aiocb::aio_buf, room.data()).set(layout::aiocb::aio_nbytes, 40);
    EXPECT_THAT(list(lentBy(NB_SYS_aio_read, {block})),
                ElementsAre(untilDone(both(block, 88), block), untilDone(writes(room.data(), 40), block)));
    EXPECT_THAT(list(lentBy(NB_SYS_aio_write, {block})),
                ElementsAre(untilDone(both(block, 88), block), untilDone(reads(room.data(), 40), block)));
    EXPECT_THAT(list(lentBy(NB_SYS_aio_fsync, {0x80, block})),
                ElementsAre(untilDone(both(block, 88), block)));
    EXPECT_THAT(list(lentBy(NB_SYS_aio_error, {block})), ElementsAre(reads(block, 88)));
    EXPECT_THAT(list(lentBy(NB_SYS_aio_return, {block})), ElementsAre(both(block, 88)));
    EXPECT_THAT(list(lentBy(NB_SYS_aio_cancel, {3, block})), IsEmpty());
    EXPECT_THAT(list(lentBy(NB_SYS_aio_read, {nowhere()})), IsEmpty()) << "it never begins";
    const std::array<const void *, 2> waiting{block, nullptr};
    EXPECT_THAT(list(lentBy(NB_SYS___aio_suspend50, {waiting.data(), 2, nullptr})),
                ElementsAre(reads(waiting.data(), 16), reads(block, 88)));
}

TEST(Nested, ListsOfOperations)
{
    std::array<char, 64> room{};
    Structure read(layout::aiocb::kSize);
    read.set(layout::aiocb::aio_buf, room.data())
        .set(layout::aiocb::aio_nbytes, 8)
        .set(layout::aiocb::aio_lio_opcode, NB_LIO_READ);
    Structure write(layout::aiocb::kSize);
    write.set(layout::aiocb::aio_buf, room.data() + 8)
        .set(layout::aiocb::aio_nbytes, 8)
        .set(layout::aiocb::aio_lio_opcode, NB_LIO_WRITE);
    Structure nothing(layout::aiocb::kSize);
    nothing.set(layout::aiocb::aio_buf, room.data()).set(layout::aiocb::aio_nbytes, 8);
    const std::array<const void *, 4> blocks{read, write, nothing, nullptr};
    EXPECT_THAT(list(lentBy(NB_SYS_lio_listio, {1, blocks.data(), 4, nullptr})),
                UnorderedElementsAre(reads(blocks.data(), 32), untilDone(both(read, 88), read),
                                     untilDone(writes(room.data(), 8), read),
                                     untilDone(both(write, 88), write),
                                     untilDone(reads(room.data() + 8, 8), write), reads(nothing, 88)));
}

TEST(Nested, AControlBlockSaysThatItIsOver)
{
    Structure block(layout::aiocb::kSize);
    const auto bytes = std::span(block.bytes(), layout::aiocb::kSize);
    EXPECT_FALSE(aioFinished(bytes));
    block.set(layout::aiocb::_state, 2);
    EXPECT_TRUE(aioFinished(bytes));
    EXPECT_FALSE(aioFinished(bytes.first(80)));
}

TEST(Nested, SysctlNodesPointToTheirValues)
{
    const std::array<std::int32_t, 1> create{-3};
    Structure node(layout::sysctlnode::kSize);
    std::array<char, 8> value{};
    node.set(layout::sysctlnode::sysctl_data, value.data())
        .set(layout::sysctlnode::sysctl_size, 8)
        .set(layout::sysctlnode::sysctl_desc, "what it is");
    const LentRanges lent = lentBy(NB_SYS___sysctl, {create.data(), 1, nullptr, nullptr, node, 96});
    EXPECT_NE(lent.find(at(value.data()), 8, Access::Read), nullptr);
    EXPECT_EQ(lent.size(), 4U);
}

TEST(Nested, OrdinaryCallsAllocateNothing)
{
    std::array<char, 64> room{};
    const std::array<Vector, 8> parts{{{room.data(), 8}, {room.data() + 8, 8}, {room.data() + 16, 8}}};
    Structure message(layout::msghdr::kSize);
    message.set(layout::msghdr::msg_iov, parts.data()).set(layout::msghdr::msg_iovlen, 3);
    const std::array<std::uint64_t, 3> words{3, at(message), 0};
    LentRanges out;
    lend(NB_SYS_sendmsg, words, out);
    const std::size_t before = rumpscope::test::allocations();
    for (const std::uint32_t number :
         {NB_SYS_sendmsg, NB_SYS_recvmsg, NB_SYS_read, NB_SYS_open, NB_SYS_ioctl})
        lend(number, words, out);
    EXPECT_EQ(rumpscope::test::allocations(), before);
}

} // namespace
} // namespace rumpscope::capi
