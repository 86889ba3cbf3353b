// SPDX-License-Identifier: BSD-2-Clause
// Calls that failed in the recordings of a real kernel fail the same way through the library.
#include "tests/capi/kernel_test.h"

namespace rumpscope::test {
namespace {

using testing::Contains;
using testing::ElementsAre;

struct CapiRecorded : KernelTest
{};

TEST_F(CapiRecorded, WhatFailedThereFailsHere)
{
    const Outcome made = Actor{RUMPSCOPE_CALLER, {}}.run(url(), {});
    EXPECT_EQ(made.errors, "");
    EXPECT_EQ(made.status, 0);
    EXPECT_THAT(
        made.lines,
        ElementsAre("rump_sys_mkdir(\"/lab\", 0755) = 0 errno 0",                       //
                    "rump_sys_mkdir(\"/lab\", 0755) = -1 errno 17",                     //
                    "rump_sys_write(fd, \"hello rump\", 10) = 10 errno 0",              //
                    "rump_sys_lseek(fd, 0, SEEK_SET) = 0 errno 0",                      //
                    "rump_sys_read(fd, b, 64) = 10 errno 0",                            //
                    "rump_sys_pread(fd, b, 4, 6) = 4 errno 0",                          //
                    "rump_sys_fstat(fd, (void *)st) = 0 errno 0",                       //
                    "rump_sys_stat(\"/nope\", (void *)st) = -1 errno 2",                //
                    "rump_sys_symlink(\"a.txt\", \"/lab/l\") = 0 errno 0",              //
                    "rump_sys_readlink(\"/lab/l\", b, 64) = 5 errno 0",                 //
                    "rump_sys_link(\"/lab/b.txt\", \"/lab/c.txt\") = -1 errno 2",       //
                    "rump_sys_unlink(\"/lab/l\") = 0 errno 0",                          //
                    "rump_sys_rmdir(\"/lab\") = -1 errno 66",                           //
                    "rump_sys_chdir(\"/lab\") = 0 errno 0",                             //
                    "rump_sys___getcwd(b, 64) = 5 errno 0",                             //
                    "rump_sys_ftruncate(fd, 3) = 0 errno 0",                            //
                    "rump_sys_read(fd, NULL, 0) = 0 errno 0",                           //
                    "rump_sys_close(fd) = 0 errno 0",                                   //
                    "rump_sys_close(fd) = -1 errno 9",                                  //
                    "rump_sys_open(\"/lab/b.txt/x\", NB_O_RDONLY, 0) = -1 errno 2",     //
                    "rump_sys_close(99) = -1 errno 9",                                  //
                    "rump_sys_pipe(pfd) = 0 errno 0",                                   //
                    "rump_sys_write(pfd[1], \"x\", 1) = 1 errno 0",                     //
                    "rump_sys_close(pfd[0]) = 0 errno 0",                               //
                    "SIGNAL",                                                           //
                    "rump_sys_write(pfd[1], \"x\", 1) = -1 errno 32",                   //
                    "rump_sys___sysctl(m, 2, NULL, NULL, \"teachbox\", 9) = 0 errno 0", //
                    "rump_sys___sysctl(m, 2, b, &l, NULL, 0) = -1 errno 12",            //
                    "rump_sys___sysctl(m, 2, b, &l, NULL, 0) = 0 errno 0",              //
                    "strcmp(b, \"teachbox\") = 0 errno 0",                              //
                    "rump_sys___sysctl(z, 2, b, &l, NULL, 0) = -1 errno 2",             //
                    "rump_sys_connect(rump_sys_socket(NB_AF_INET, NB_SOCK_STREAM, 0), (void *)&s, 16) = "
                    "-1 errno 61",                    //
                    "rump_sys_getppid() = 1 errno 0", //
                    "rump_sys_getuid() = 0 errno 0"));
}

} // namespace
} // namespace rumpscope::test
