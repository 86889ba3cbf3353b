// SPDX-License-Identifier: BSD-2-Clause
// Calls as trees of fields: what each says, and where its bytes are.
#include "clientcore/abi/netbsd.h"
#include "clientcore/call/bytes.h"
#include "clientcore/call/fields.h"
#include "tests/call/wire_like.h"

#include <gtest/gtest.h>

namespace rumpscope::call::test {
namespace {

/// By a path of names: "ub/st_mode/S_IFREG".
const Field *find(const std::vector<Field> &fields, std::string_view path)
{
    const auto name = path.substr(0, path.find('/'));
    for (const Field &field : fields) {
        if (field.name != name)
            continue;
        return name.size() == path.size() ? &field : find(field.children, path.substr(name.size() + 1));
    }
    return nullptr;
}

std::string textOf(const std::vector<Field> &fields, std::string_view path)
{
    const Field *field = find(fields, path);
    return field == nullptr ? "(no such field)" : field->text;
}

std::string meaningOf(const std::vector<Field> &fields, std::string_view path)
{
    const Field *field = find(fields, path);
    return field == nullptr ? "(no such field)" : field->meaning;
}

TEST(Fields, TakeFlagsApart)
{
    const auto fields = WireLike("open(\"/tmp/x\", O_CREAT|O_RDWR, 0644)").answers(3).fields();
    EXPECT_EQ(textOf(fields, "path"), "\"/tmp/x\"");
    EXPECT_EQ(textOf(fields, "path/string"), "\"/tmp/x\"");
    EXPECT_EQ(textOf(fields, "flags"), "O_RDWR|O_CREAT");
    EXPECT_EQ(textOf(fields, "flags/O_RDWR"), "0x2");
    EXPECT_EQ(meaningOf(fields, "flags/O_RDWR"), "open for reading and writing");
    EXPECT_EQ(meaningOf(fields, "flags/O_CREAT"), "made if it is not there");
    EXPECT_EQ(meaningOf(fields, "mode/owner"), "read, write");
    EXPECT_EQ(meaningOf(fields, "mode/others"), "read");
    EXPECT_EQ(textOf(fields, "result"), "= 3");
    EXPECT_EQ(meaningOf(fields, "result/first value"), "the new descriptor");
    const Field *flags = find(fields, "flags");
    EXPECT_EQ(flags->spot.in, Spot::In::Argument);
    EXPECT_EQ(flags->spot.index, 1U);
    EXPECT_EQ(flags->spot.size, 4U) << "an int: the kernel looks at four bytes";
    const auto odd = WireLike("open(\"/\", 0x70000000)").fields();
    EXPECT_EQ(meaningOf(odd, "flags/0x70000000"), "bits without a name in the set \"open flags\"");
}

TEST(Fields, SpellTheErrno)
{
    const auto fields = WireLike("close(99)").fails(9).fields();
    EXPECT_EQ(textOf(fields, "result"), "-1 EBADF");
    EXPECT_EQ(textOf(fields, "result/error"), "9 EBADF");
    EXPECT_EQ(meaningOf(fields, "result/error"), "Bad file descriptor");
    EXPECT_EQ(find(fields, "result/error")->spot.in, Spot::In::Answer);
    EXPECT_EQ(find(fields, "result/error")->spot.size, 4U);
    EXPECT_EQ(find(WireLike("close(99)").fields(), "result"), nullptr) << "it still runs";
    const auto advise = WireLike("posix_fadvise(9, 0, 0, 0)").answers(9).fields();
    EXPECT_EQ(meaningOf(advise, "result/first value"), "EBADF: Bad file descriptor");
}

TEST(Fields, TakeAStructureApartMemberByMember)
{
    namespace stat = abi::layout::stat;
    WireLike call("stat(\"/x\")");
    Bytes record(stat::kSize);
    store(std::span(record).subspan(stat::st_mode, 4), 0100644);
    store(std::span(record).subspan(stat::st_size, 8), 12);
    store(std::span(record).subspan(stat::st_mtimespec, 8), 77);
    const auto fields = call.writes(1, record).answers(0).fields();
    const std::string at = std::string(call.call().arguments[1].name) + '/';
    EXPECT_EQ(textOf(fields, at + "st_mode"), "S_IFREG|0644");
    EXPECT_EQ(meaningOf(fields, at + "st_mode/S_IFREG"), "regular file");
    EXPECT_EQ(meaningOf(fields, at + "st_mode/group"), "read");
    EXPECT_EQ(textOf(fields, at + "st_size"), "12");
    EXPECT_EQ(meaningOf(fields, at + "st_size"), "bytes in the file");
    EXPECT_EQ(find(fields, at + "st_size")->type, "i64");
    EXPECT_EQ(textOf(fields, at + "st_mtimespec/tv_sec"), "77");
    const Spot size = find(fields, at + "st_size")->spot;
    EXPECT_EQ(size.in, Spot::In::Copy);
    EXPECT_EQ(size.offset, stat::st_size.offset);
    EXPECT_EQ(size.size, 8U);
    EXPECT_EQ(find(fields, at + "st_mtimespec/tv_sec")->spot.offset, stat::st_mtimespec.offset);
}

TEST(Fields, GoIntoVectors)
{
    const auto fields = WireLike("writev(1, [\"one\", \"three\"])").answers(8).fields();
    const auto iov = find(fields, "iovp");
    ASSERT_NE(iov, nullptr);
    ASSERT_EQ(iov->children.size(), 2U);
    EXPECT_EQ(textOf(fields, "iovp/[1]/iov_len"), "5");
    EXPECT_EQ(textOf(fields, "iovp/[1]/iov_base/data"), "\"three\"");
    EXPECT_EQ(find(fields, "iovp/[1]/iov_base/data")->spot.size, 5U);
    EXPECT_EQ(find(fields, "iovp/[1]")->spot.offset, 16U) << "the second of the table";
}

TEST(Fields, ReadAddressesByTheirFamily)
{
    const auto in = WireLike("connect(3, {AF_INET, \"127.0.0.1\", 80})").fields();
    EXPECT_EQ(textOf(in, "name/sin_port"), "80");
    EXPECT_EQ(textOf(in, "name/sin_addr"), "\"127.0.0.1\"");
    EXPECT_EQ(textOf(in, "name/sin_family"), "AF_INET (2)");
    EXPECT_EQ(find(in, "name/sin_port")->spot.offset, 2U);
    const auto local = WireLike("connect(3, {AF_LOCAL, \"/tmp/s\"})").fields();
    EXPECT_EQ(textOf(local, "name/sun_path"), "\"/tmp/s\"");
}

TEST(Fields, ShowWhatAShortRequestLeavesOut)
{
    const std::array<std::uint64_t, 1> slots{3};
    const auto fields = fieldsOf({.number = abi::NB_SYS_read, .arguments = slots, .copies = {}});
    EXPECT_EQ(textOf(fields, "fd"), "3");
    EXPECT_EQ(textOf(fields, "nbyte"), "?");
    EXPECT_EQ(meaningOf(fields, "nbyte"), "the request ends before it");
    const std::array<std::uint64_t, 2> many{1, 2};
    EXPECT_EQ(textOf(fieldsOf({.number = 4711, .arguments = many, .copies = {}}), "argument 1"), "0x2");
}

} // namespace
} // namespace rumpscope::call::test
