// SPDX-License-Identifier: BSD-2-Clause
#include "clientcore/abi/netbsd.h"
#include "clientcore/call/bytes.h"
#include "tests/call/wire_like.h"

#include <gtest/gtest.h>

namespace rumpscope::call::test {
namespace {

TEST(Decode, LooksLikeStrace)
{
    WireLike open("open(\"/tmp/x\", O_CREAT|O_RDWR, 0644)");
    EXPECT_EQ(open.answers(3).text(), "open(\"/tmp/x\", O_RDWR|O_CREAT, 0644)");
    EXPECT_EQ(open.decoded().result, "= 3");
    EXPECT_EQ(open.decoded().arguments[1].name, "flags");
    EXPECT_EQ(WireLike("open(\"/x\", 0, 7)").text(), "open(\"/x\", O_RDONLY)");
    WireLike read("read(3, 4096)");
    EXPECT_EQ(read.text(), "read(3, [4096], 4096)");
    EXPECT_EQ(read.decoded().result, "…");
    EXPECT_EQ(read.writes(1, bytes("hello")).answers(5).text(), "read(3, \"hello\", 4096)");
    EXPECT_EQ(read.decoded().arguments[1].bytes, bytes("hello"));
    EXPECT_EQ(WireLike("pipe()").answers(3, 4).decoded().result, "= [3, 4]");
    EXPECT_EQ(WireLike("nanosleep({1}, NULL)").text(), "nanosleep({tv_sec=1, tv_nsec=0}, NULL)");
    EXPECT_EQ(WireLike("umask(022)").answers(022).decoded().result, "= 022");
    EXPECT_EQ(WireLike("access(\"/x\", F_OK)").text(), "access(\"/x\", F_OK)");
    EXPECT_EQ(WireLike("access(\"/x\", 6)").text(), "access(\"/x\", R_OK|W_OK)");
    EXPECT_EQ(WireLike("fcntl(3, F_SETFL, 0x1000004)").text(),
              "fcntl(3, F_SETFL, O_RDONLY|O_NONBLOCK|O_NOSIGPIPE)");
    EXPECT_EQ(WireLike("mknod(\"/p\", S_IFIFO|0600, 0)").text(), "mknod(\"/p\", S_IFIFO|0600, 0)");
    EXPECT_EQ(WireLike("connect(3, {AF_INET, \"127.0.0.1\", 80})").text(),
              "connect(3, {AF_INET, \"127.0.0.1\", 80}, 16)");
    EXPECT_EQ(WireLike("setsockopt(3, IPPROTO_TCP, TCP_NODELAY, [1])").text(),
              "setsockopt(3, IPPROTO_TCP, TCP_NODELAY, [1], 4)");
}

TEST(Decode, Failures)
{
    WireLike close("close(99)");
    const auto decoded = close.fails(9).decoded();
    EXPECT_TRUE(decoded.failed);
    EXPECT_EQ(decoded.result, "-1 EBADF");
    EXPECT_EQ(errnoText(2, true), "-1 ENOENT (No such file or directory)");
    EXPECT_EQ(errnoText(4711), "-1 errno 4711");
    const auto advise = WireLike("posix_fadvise(9, 0, 0, 0)").answers(9).decoded();
    EXPECT_TRUE(advise.failed);
    EXPECT_EQ(advise.result, "= 9 EBADF");
}

TEST(Decode, Structures)
{
    WireLike stat("stat(\"/x\")");
    Bytes record(abi::layout::stat::kSize);
    store(std::span(record).subspan(abi::layout::stat::st_mode, 4), 0100644);
    store(std::span(record).subspan(abi::layout::stat::st_size, 8), 12);
    EXPECT_EQ(stat.text(), "stat(\"/x\", {...})");
    EXPECT_EQ(stat.writes(1, record).answers(0).text(),
              "stat(\"/x\", {st_mode=S_IFREG|0644, st_size=12, ...})");
    const auto fields = stat.decoded().arguments[1].fields;
    ASSERT_EQ(fields.size(), abi::findStructure("stat")->fields.size());
    EXPECT_EQ(fields[7].second, "{tv_sec=0, tv_nsec=0}  1970-01-01 00:00:00 UTC");
    WireLike poll("poll([{fd=3, events=POLLIN}], 1, 50)");
    EXPECT_EQ(poll.text(), "poll([{fd=3, events=POLLIN}], 1, 50)");
    Bytes answer = numbers({3}, 4);
    const Bytes events = numbers({1, 1}, 2);
    answer.insert(answer.end(), events.begin(), events.end());
    EXPECT_EQ(poll.writes(0, answer).answers(1).text(),
              "poll([{fd=3, events=POLLIN, revents=POLLIN}], 1, 50)");
}

Bytes directoryRecord(std::string_view name, std::uint8_t type)
{
    namespace at = abi::layout::dirent;
    Bytes record((at::d_name + name.size() + 8) / 8 * 8);
    store(std::span(record).subspan(at::d_reclen, 2), record.size());
    store(std::span(record).subspan(at::d_namlen, 2), name.size());
    record[at::d_type] = std::byte{type};
    const Bytes text = bytes(name);
    std::copy(text.begin(), text.end(), record.begin() + at::d_name.offset);
    return record;
}

TEST(Decode, DirectoriesAreNamesAndKinds)
{
    WireLike list("getdents(3, 512)");
    Bytes records = directoryRecord(".", abi::NB_DT_DIR);
    const Bytes file = directoryRecord("a \"b\"", abi::NB_DT_REG);
    records.insert(records.end(), file.begin(), file.end());
    list.writes(1, records).answers(static_cast<std::int64_t>(records.size()));
    EXPECT_EQ(list.text(), "getdents(3, [{\".\", DT_DIR}, {\"a \\\"b\\\"\", DT_REG}], 512)");
    EXPECT_EQ(list.decoded().arguments[1].fields[1].second, "DT_REG");
    EXPECT_EQ(WireLike("getdents(3, 512)").answers(0).text(), "getdents(3, [], 512)");
}

TEST(Decode, SysctlValues)
{
    WireLike name("sysctl([CTL_KERN, KERN_OSTYPE])");
    name.writes(2, bytes(std::string_view("NetBSD\0", 7))).writes(3, numbers({7}, 8)).answers(0);
    EXPECT_EQ(name.text(), "sysctl([1, 1], 2, \"NetBSD\", [7], NULL, 0)");
    WireLike number("sysctl([CTL_HW, HW_NCPU])");
    number.writes(2, numbers({2}, 4)).writes(3, numbers({4}, 8)).answers(0);
    EXPECT_EQ(number.text(), "sysctl([6, 3], 2, [2], [4], NULL, 0)");
    Bytes process(120);
    store(std::span(process).subspan(abi::layout::kinfo_proc2::p_pid, 4), 7);
    WireLike processes("sysctl([1, 47, 0, 0, 120, 10], [1200])");
    processes.writes(2, process).writes(3, numbers({120}, 8)).answers(0);
    EXPECT_EQ(processes.text(), "sysctl([1, 47, 0, 0, 120, 10], 6, [{p_pid=7, ...}], [120], NULL, 0)");
    EXPECT_EQ(WireLike("sysctl([1, 10], NULL, \"box\\0\")").text(),
              "sysctl([1, 10], 2, NULL, NULL, \"box\\0\", 4)");
}

TEST(Decode, Vectors)
{
    EXPECT_EQ(WireLike("writev(1, [\"ab\", \"cd\"])").text(), "writev(1, [\"ab\", \"cd\"], 2)");
    WireLike readv("readv(3, [2, 4])");
    EXPECT_EQ(readv.text(), "readv(3, [2, 4], 2)");
    const Bytes table = readv.behind(1);
    readv.writesAt(loadUnsigned(part(table, 0, 8)), bytes("ab"));
    readv.writesAt(loadUnsigned(part(table, 16, 8)), bytes("c"));
    EXPECT_EQ(readv.answers(3).text(), "readv(3, [\"ab\", {\"c\", 4}], 2)");
}

TEST(Decode, LongThingsAreCutAndSaySo)
{
    const auto text = WireLike("write(1, \"" + std::string(40, 'a') + "\")").text();
    EXPECT_EQ(text, "write(1, \"" + std::string(32, 'a') + "\"…, 40)");
    std::string list;
    for (int i = 0; i < 10; ++i)
        list += i == 0 ? "{fd=1}" : ", {fd=1}";
    EXPECT_NE(WireLike("poll([" + list + "], 0)").text().find(", {fd=1}, ...], 10, 0)"), std::string::npos);
}

TEST(Decode, UnknownCallsAndMissingArguments)
{
    SeenCall seen;
    seen.number = 999;
    const std::uint64_t slots[] = {1, 0x10};
    seen.arguments = slots;
    EXPECT_EQ(decode(seen).text, "syscall 999(0x1, 0x10)");
    seen.number = abi::NB_SYS_read;
    EXPECT_EQ(decode(seen).text, "read(1, [0], ?)");
    seen.number = abi::NB_SYS_open;
    EXPECT_EQ(decode(seen).text, "open(0x1, O_RDONLY|O_SHLOCK)");
}

TEST(Quote, EscapesWhatIsNotSeen)
{
    EXPECT_EQ(quote(bytes("a\n\t\"\\"), 32), R"("a\n\t\"\\")");
    EXPECT_EQ(quote(bytes(std::string_view("\0a\0001\xff", 5)), 32), R"("\0a\0001\377")");
    EXPECT_EQ(quote(bytes("é…"), 32), "\"é…\"");
    EXPECT_EQ(quote(bytes("\xe2\x80\xae"), 32), R"("\342\200\256")") << "a mark that turns the text around";
    EXPECT_EQ(quote(bytes("\xc3"), 32), R"("\303")");
    EXPECT_EQ(quote(bytes("abc"), 2), "\"ab\"…");
    EXPECT_EQ(quote({}, 2), "\"\"");
}

} // namespace
} // namespace rumpscope::call::test
