// SPDX-License-Identifier: BSD-2-Clause
// Strings are read wherever bytes are lent for reading. What the kernel's own calls of copyinstr ask for
// (NetBSD 7.99.34; file:line, what is named, and the most it asks for):
//
//   kern/vfs_lookup.c:331           every path                                      1024
//   kern/vfs_syscalls.c:371         mount's type                                    32
//   kern/vfs_syscalls.c:2487        symlink's contents                              1024
//   kern/vfs_xattr.c                names of extended attributes                    256
//   kern/kern_exec.c, posix_spawn   path, arguments, environment                    1024, what is left
//   kern/kern_prot.c:623            __setlogin                                      17
//   kern/kern_xxx.c:74              reboot's boot string                            256
//   kern/kern_ktrace.c:926          utrace's label                                  20
//   kern/sys_lwp.c:768              _lwp_setname                                    32
//   kern/sys_mqueue.c:506, 1095     mq_open, mq_unlink                              255
//   kern/uipc_sem.c:452, 645        _ksem_open, _ksem_unlink                        15
//   kern/sys_module.c:72, 214       modctl: file name, name                         1024, 32
//   kern/sys_module.c:89            modctl: properties          (1)                 their length + 1
//   kern/kern_sysctl.c:954          a new node's value, page after page (2)         4096
//   kern/kern_sysctl.c:1040, 1816   a node's description                            1024
//   kern/kern_ksyms.c:1100          KIOCGVALUE, KIOCGSYMBOL                         the longest symbol
//   kern/kern_event.c:1353          KFILTER_BYNAME                                  32
//   net/if_pppoe.c:927, 947         PPPOESETPARMS               (1)                 the name's length + 1
//   net/npf/npf_ctl.c:824           IOC_NPF_TABLE                                   32
//   rump libshmif, libvirtif        SIOCSLINKSTR, from bytes    (3)                 the bytes' length
//   dev/bio.c, ccd.c, cgd.c         names and paths inside ioctl structures         32, 1024, 256
//   dev/wscons, dev/wsfont          names inside ioctl structures                   16 to 64
//   dev/iscsi/iscsi_ioctl.c, _text.c fields of an ioctl structure already copied in, of no client
//   nfs/nfs_vfsops.c:663, 668, nfs_export.c:789, union_vfsops.c:277   mount's arguments   89, 255, 1023
//
// (1) one byte more than the length says: the NUL lies behind what the length measures. (2) a value that is
// longer than a page is asked for from its middle. (3) the length counts the NUL, and the memory is lent as
// bytes.
#include "clientcore/abi/netbsd.h"
#include "tests/capi/hostile_meeting.h"

#include <sys/mman.h>
#include <unistd.h>

namespace rumpscope::test {
namespace {

using testing::HasSubstr;

class CapiStrings : public CapiGuard
{
protected:
    /// What the kernel gets for a string of up to `maximum` bytes at `address`, while a write of `length`
    /// bytes of `lent` is under way.
    std::string asked(std::uint64_t address, std::uint64_t maximum, std::size_t length)
    {
        std::string given = "unset";
        EXPECT_EQ(
            meet(
                [&](Peer &peer) {
                    peer.send([&](wire::FrameWriter &writer) { writer.copyInStr(80, {maximum, address}); });
                    given = copiedIn(peer);
                },
                [&](Guest &guest) {
                    return guest.call(kWriteCall, {1, addressOf(lent.data()), length});
                }),
            (Result{0, 1}));
        return given;
    }
};

TEST_F(CapiStrings, AreReadWhereBytesAreLentUpToTheFirstNul)
{
    std::strcpy(lent.data(), "bus");
    std::strcpy(lent.data() + 4, "more");
    EXPECT_EQ(asked(addressOf(lent.data()), 4, 4), std::string("bus\0", 4)) << "SIOCSLINKSTR";
    EXPECT_EQ(asked(addressOf(lent.data()), 1024, 64), std::string("bus\0", 4));
    EXPECT_EQ(asked(addressOf(lent.data()) + 1, 32, 64), std::string("us\0", 3));
    EXPECT_EQ(asked(addressOf(lent.data()) + 4, 32, 64), std::string("more\0", 5));
    EXPECT_EQ(said, "");
}

TEST_F(CapiStrings, GoNoFurtherThanWhatIsLent)
{
    std::strcpy(lent.data(), "0123456789");
    EXPECT_EQ(asked(addressOf(lent.data()), 1024, 4), "") << "no NUL in it";
    EXPECT_EQ(asked(addressOf(lent.data()), 6, 4), "");
    EXPECT_EQ(asked(addressOf(lent.data()) + 4, 1024, 4), "");
    EXPECT_THAT(said, HasSubstr("asked to read a string of up to 1024 bytes"));
    EXPECT_EQ(asked(addressOf(lent.data()) - 1, 8, 4), "");
}

TEST_F(CapiStrings, MayEndOneByteBehindALengthThatDoesNotCountTheNul)
{
    std::strcpy(lent.data(), "isp1");
    EXPECT_EQ(asked(addressOf(lent.data()), 5, 4), std::string("isp1\0", 5)) << "pppoe, modctl";
    EXPECT_EQ(asked(addressOf(lent.data()), 6, 4), "") << "two bytes more are not asked for by anybody";
    lent[4] = 'X';
    EXPECT_EQ(asked(addressOf(lent.data()), 5, 4), "") << "what is not a NUL stays untold";
}

TEST_F(CapiStrings, MayBeReadBackWhereTheKernelWroteThem)
{
    std::string given = "unset";
    EXPECT_EQ(meet(
                  [&](Peer &peer) {
                      copyOut(peer, addressOf(lent.data()), std::string_view("name\0", 5));
                      peer.send([&](wire::FrameWriter &writer) {
                          writer.copyInStr(80, {64, addressOf(lent.data())});
                      });
                      given = copiedIn(peer);
                  },
                  [&](Guest &guest) {
                      return guest.call(abi::NB_SYS_read, {1, addressOf(lent.data()), lent.size()});
                  }),
              (Result{0, 1}));
    EXPECT_EQ(given, std::string("name\0", 5));
}

} // namespace
} // namespace rumpscope::test
