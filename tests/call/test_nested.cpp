// SPDX-License-Identifier: BSD-2-Clause
// Structures that point onwards, and arguments whose shape another one chooses: typed, laid out, printed.
#include "clientcore/abi/netbsd.h"
#include "clientcore/call/bytes.h"
#include "tests/call/wire_like.h"

#include <gmock/gmock.h>

namespace rumpscope::call::test {
namespace {

using namespace abi;
using testing::HasSubstr;

constexpr const char *kAgain[] = {
    "sendmsg(3, {msg_name=NULL, msg_namelen=0, msg_iov=[\"one\", \"two\"], msg_iovlen=2, msg_control=NULL, "
    "msg_controllen=0, msg_flags=0}, 0)",
    "sendmmsg(3, [{msg_hdr={msg_name=NULL, msg_namelen=0, msg_iov=[\"a\"], msg_iovlen=1, msg_control=NULL, "
    "msg_controllen=0, msg_flags=0}}], 1, 0)",
    "fcntl(3, F_SETLK, {l_start=0, l_len=10, l_pid=0, l_type=F_WRLCK, l_whence=SEEK_SET})",
    "fcntl(3, F_SETFL, O_RDONLY|O_NONBLOCK)",
    "ioctl(3, FIONBIO, 1)",
    "ioctl(3, BIOCSETF, {bf_len=1, bf_insns=[{code=6, jt=0, jf=0, k=65535}]})",
    "ioctl(3, VNDIOCSET, {vnd_file=\"/disk\", vnd_flags=1})",
    "modctl(MODCTL_UNLOAD, \"name\")",
    "modctl(MODCTL_EXISTS, 1)",
    "modctl(MODCTL_LOAD, {ml_filename=\"x\", ml_flags=1, ml_props=NULL, ml_propslen=0})",
    "mount(\"tmpfs\", \"/mnt\", 0, {ta_version=1, ta_nodes_max=0, ta_size_max=0, ta_root_uid=0, "
    "ta_root_gid=0, "
    "ta_root_mode=0755}, 40)",
    "mount(\"ffs\", \"/mnt\", MNT_RDONLY, {fspec=\"/dev/disk\"}, 8)",
    "mount(\"tmpfs\", \"/mnt\", 0, \"\\1\\0\", 2)",
    "quotactl(\"/\", {qc_op=QUOTACTL_QUOTAON, qc_idtype=1, qc_quotafile=\"/quota\"})",
};

TEST(Nested, IsPrintedAsItWasTyped)
{
    for (const char *text : kAgain) {
        const WireLike wire(text);
        ASSERT_TRUE(wire.ok()) << text << ": " << wire.error().message;
        EXPECT_EQ(wire.decoded({64, 8}).text, text);
    }
}

TEST(Nested, LengthsLeftOutAreFilledIn)
{
    const WireLike wire("sendmsg(3, {msg_iov=[\"hello\", \"x\"], msg_control=\"abc\"}, 0)");
    ASSERT_TRUE(wire.ok()) << wire.error().message;
    const Bytes message = wire.behind(1);
    EXPECT_EQ(loadUnsigned(part(message, layout::msghdr::msg_iovlen, 4)), 2U);
    EXPECT_EQ(loadUnsigned(part(message, layout::msghdr::msg_controllen, 4)), 3U);
    const Bytes vectors = wire.at(loadUnsigned(part(message, layout::msghdr::msg_iov, 8)));
    ASSERT_EQ(vectors.size(), 32U);
    EXPECT_EQ(loadUnsigned(part(vectors, 8, 8)), 5U);
    EXPECT_EQ(wire.at(loadUnsigned(part(vectors, 0, 8))), bytes("hello"));
}

TEST(Nested, RoomForMessages)
{
    WireLike wire("recvmsg(3, {msg_iov=[16, 8]}, 0)");
    ASSERT_TRUE(wire.ok()) << wire.error().message;
    EXPECT_THAT(wire.text(), HasSubstr("msg_iov=[16, 8], msg_iovlen=2"));
    const Bytes vectors = wire.at(loadUnsigned(part(wire.behind(1), layout::msghdr::msg_iov, 8)));
    wire.writesAt(loadUnsigned(part(vectors, 0, 8)), bytes("hello")).answers(5);
    EXPECT_THAT(wire.text(), HasSubstr("msg_iov=[\"hello\", 8]"));
}

TEST(Nested, RequestsTellWhatTheKernelWrites)
{
    WireLike count("ioctl(3, FIONREAD)");
    ASSERT_TRUE(count.ok()) << count.error().message;
    EXPECT_EQ(count.behind(2).size(), 4U);
    count.writes(2, numbers({12}, 4)).answers(0);
    EXPECT_EQ(count.text(), "ioctl(3, FIONREAD, 12)");
    WireLike list("ioctl(3, SIOCGIFCONF, {ifc_len=288, ifc_buf=[288]})");
    ASSERT_TRUE(list.ok()) << list.error().message;
    const std::uint64_t buffer = loadUnsigned(part(list.behind(2), layout::ifconf::ifc_buf, 8));
    EXPECT_EQ(list.at(buffer).size(), 288U);
    const WireLike flags("ioctl(3, SIOCGIFFLAGS, {ifr_name=\"lo0\"})");
    ASSERT_TRUE(flags.ok()) << flags.error().message;
    EXPECT_EQ(flags.behind(2).size(), 144U);
    EXPECT_THAT(flags.text(), HasSubstr("{ifr_name=\"lo0\""));
    EXPECT_EQ(WireLike("fcntl(3, F_GETLK, {l_type=F_WRLCK})").behind(2).size(), 24U);
}

TEST(Nested, ArgumentsOfAMountComeBack)
{
    WireLike wire("mount(\"tmpfs\", \"/mnt\", MNT_GETARGS, {ta_version=1})");
    ASSERT_TRUE(wire.ok()) << wire.error().message;
    EXPECT_EQ(wire.slots()[4], 40U) << "the length of its structure";
    Bytes filled = wire.behind(3);
    store(std::span(filled).subspan(layout::tmpfs_args::ta_root_uid, 4), 7);
    wire.writes(3, filled).answers(40);
    EXPECT_THAT(wire.text(), HasSubstr("ta_root_uid=7"));
}

TEST(Nested, Mistakes)
{
    EXPECT_THAT(mistakeIn("sendmsg(3, {msg_iov=[\"a\"], msg_iovlen=2}, 0)"), HasSubstr("there are only 1"));
    EXPECT_THAT(mistakeIn("aio_read({aio_fildes=3})"), HasSubstr("after the call has returned"));
    EXPECT_THAT(mistakeIn("ioctl(3, BIOCSETF, \"abc\")"), HasSubstr("bpf_program"));
    EXPECT_THAT(mistakeIn("modctl(MODCTL_UNLOAD, 7)"), HasSubstr("string"));
    EXPECT_THAT(mistakeIn("fcntl(3, F_SETFL, \"x\")"), HasSubstr("number"));
    EXPECT_THAT(mistakeIn("recvmsg(3, {msg_iov=[99999999999]}, 0)"), HasSubstr("too many"));
    EXPECT_THAT(mistakeIn("ioctl(3, SIOCGIFCONF, {ifc_len=999999999, ifc_buf=[1]})"), HasSubstr("too many"));
}

} // namespace
} // namespace rumpscope::call::test
