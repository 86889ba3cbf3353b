// SPDX-License-Identifier: GPL-3.0-or-later
// Files, directories and file systems: the kernel's copies against what the calls lend.
#include "tests/lending/live_lending.h"

#include <array>
#include <cstring>
#include <fcntl.h>
#include <sys/uio.h>

namespace rumpscope::test {
namespace {

struct LiveLendingFiles : LiveLending
{
    /// The root file system cannot rename; one in memory can.
    void mountMemory()
    {
        EXACTLY(rump_sys_mkdir("/mnt", 0755));
        rump_tmpfs_args args{};
        args.ta_version = 1;
        args.ta_root_mode = 0755;
        EXACTLY(rump_sys_mount("tmpfs", "/mnt", 0, &args, sizeof args));
    }
};

TEST_F(LiveLendingFiles, ReadingAndWriting)
{
    const int fd = rump_sys_open("/file", RUMP_O_CREAT | RUMP_O_RDWR, 0644);
    EXACTLY(fd);
    std::array<char, 10000> room{};
    EXACTLY(rump_sys_write(fd, room.data(), room.size()));
    EXACTLY(rump_sys_pwrite(fd, "hello", 5, 0));
    EXACTLY(rump_sys_pread(fd, room.data(), room.size(), 0));
    EXPECT_EQ(std::memcmp(room.data(), "hello", 5), 0);
    EXACTLY(rump_sys_lseek(fd, 0, RUMP_SEEK_SET));
    EXACTLY(rump_sys_read(fd, room.data(), 100));
    std::array<iovec, 3> parts{{{room.data(), 10}, {room.data() + 100, 20}, {room.data() + 200, 5000}}};
    EXACTLY(rump_sys_writev(fd, parts.data(), 3));
    EXACTLY(rump_sys_pwritev(fd, parts.data(), 2, 0));
    EXACTLY(rump_sys_preadv(fd, parts.data(), 3, 0));
    EXACTLY(rump_sys_lseek(fd, 0, RUMP_SEEK_SET));
    EXACTLY(rump_sys_readv(fd, parts.data(), 3));
    AT_MOST(rump_sys_read(fd, room.data(), room.size()));
    AT_MOST(rump_sys_fsync(fd));
    EXACTLY(rump_sys_ftruncate(fd, 10));
    EXACTLY(rump_sys_truncate("/file", 12));
    EXACTLY(rump_sys_close(fd));
    REFUSED(rump_sys_close(fd), RUMP_EBADF);
    REFUSED(rump_sys_open("/nothing", RUMP_O_RDONLY), RUMP_ENOENT);
}

TEST_F(LiveLendingFiles, FactsAndTimes)
{
    const int fd = rump_sys_open("/file", RUMP_O_CREAT | RUMP_O_RDWR, 0640);
    rump_stat facts{};
    EXACTLY(rump_sys_stat("/file", &facts));
    EXPECT_EQ(facts.st_mode, 0100640U);
    EXACTLY(rump_sys_lstat("/file", &facts));
    EXACTLY(rump_sys_fstat(fd, &facts));
    EXACTLY(rump_sys_fstatat(RUMP_AT_FDCWD, "/file", &facts, 0));
    const std::array<rump_timespec, 2> times{{{100, 5}, {200, 7}}};
    EXACTLY(rump_sys_utimensat(RUMP_AT_FDCWD, "/file", times.data(), 0));
    EXACTLY(rump_sys_futimens(fd, times.data()));
    EXACTLY(rump_sys_stat("/file", &facts));
    EXPECT_EQ(facts.st_mtimespec.tv_sec, 200);
    const std::array<rump_timeval, 2> old{{{10, 5, {}}, {20, 7, {}}}};
    EXACTLY(rump_sys_utimes("/file", old.data()));
    EXACTLY(rump_sys_futimes(fd, old.data()));
    EXACTLY(rump_sys_lutimes("/file", old.data()));
    EXACTLY(rump_sys_chmod("/file", 0600));
    EXACTLY(rump_sys_chown("/file", 1, 2));
    EXACTLY(rump_sys_access("/file", RUMP_R_OK));
    REFUSED(rump_sys_stat("/nothing", &facts), RUMP_ENOENT);
}

TEST_F(LiveLendingFiles, NamesAndDirectories)
{
    mountMemory();
    EXACTLY(rump_sys_mkdir("/mnt/dir", 0755));
    EXACTLY(rump_sys_mkfifo("/mnt/dir/pipe", 0600));
    EXACTLY(rump_sys_mknod("/mnt/dir/node", 0020644, 2));
    const int fd = rump_sys_open("/mnt/dir/a", RUMP_O_CREAT | RUMP_O_RDWR, 0644);
    EXACTLY(rump_sys_rename("/mnt/dir/a", "/mnt/dir/b"));
    EXACTLY(rump_sys_link("/mnt/dir/b", "/mnt/dir/c"));
    EXACTLY(rump_sys_symlink("b", "/mnt/dir/s"));
    std::array<char, 600> room{};
    AT_MOST(rump_sys_readlink("/mnt/dir/s", room.data(), room.size()));
    EXPECT_STREQ(room.data(), "b");
    const int dir = rump_sys_open("/mnt/dir", RUMP_O_RDONLY);
    AT_MOST(rump_sys_getdents(dir, room.data(), room.size()));
    EXACTLY(rump_sys_chdir("/mnt/dir"));
    AT_MOST(rump_sys___getcwd(room.data(), room.size()));
    EXACTLY(rump_sys_unlinkat(dir, "c", 0));
    EXACTLY(rump_sys_unlink("/mnt/dir/b"));
    EXACTLY(rump_sys_pathconf("/mnt/dir", RUMP__PC_NAME_MAX));
    REFUSED(rump_sys_rmdir("/mnt/dir"), RUMP_ENOTEMPTY);
    EXACTLY(rump_sys_close(fd));
}

TEST_F(LiveLendingFiles, CommandsOfFcntl)
{
    mountMemory();
    const int fd = rump_sys_open("/mnt/file", RUMP_O_CREAT | RUMP_O_RDWR, 0644);
    EXACTLY(rump_sys_fcntl(fd, RUMP_F_GETFL));
    std::array<int, 2> ends{};
    EXACTLY(rump_sys_pipe(ends.data()));
    EXACTLY(rump_sys_fcntl(ends[0], RUMP_F_SETFL, RUMP_O_NONBLOCK));
    EXACTLY(rump_sys_fcntl(fd, RUMP_F_SETFD, RUMP_FD_CLOEXEC));
    rump_flock lock{};
    lock.l_type = RUMP_F_WRLCK;
    EXACTLY(rump_sys_fcntl(fd, RUMP_F_SETLK, &lock));
    EXACTLY(rump_sys_fcntl(fd, RUMP_F_GETLK, &lock));
    lock.l_type = RUMP_F_UNLCK;
    EXACTLY(rump_sys_fcntl(fd, RUMP_F_SETLK, &lock));
    EXACTLY(rump_sys_flock(fd, RUMP_LOCK_EX | RUMP_LOCK_NB));
}

TEST_F(LiveLendingFiles, FileSystems)
{
    EXACTLY(rump_sys_mkdir("/mnt", 0755));
    rump_tmpfs_args args{};
    args.ta_version = 1;
    args.ta_root_mode = 0755;
    EXACTLY(rump_sys_mount("tmpfs", "/mnt", RUMP_MNT_NOSUID, &args, sizeof args));
    AT_MOST(rump_sys_mount("tmpfs", "/mnt", RUMP_MNT_GETARGS, &args, sizeof args));
    rump_statvfs facts{};
    EXACTLY(rump_sys_statvfs1("/mnt", &facts, RUMP_MNT_WAIT));
    EXPECT_STREQ(facts.f_fstypename, "tmpfs");
    const int fd = rump_sys_open("/mnt", RUMP_O_RDONLY);
    EXACTLY(rump_sys_fstatvfs1(fd, &facts, RUMP_MNT_NOWAIT));
    EXACTLY(rump_sys_close(fd));
    std::vector<rump_statvfs> all(8);
    AT_MOST(rump_sys_getvfsstat(all.data(), all.size() * sizeof all[0], RUMP_MNT_NOWAIT));
    EXACTLY(rump_sys_getvfsstat(nullptr, 0, RUMP_MNT_NOWAIT));
    EXACTLY(rump_sys_unmount("/mnt", 0));
    // A file system that takes a path inside its structure; there is no such device.
    std::string device = "/no/such/device";
    rump_ufs_args ufs{device.data()};
    REFUSED(rump_sys_mount("ffs", "/mnt", 0, &ufs, sizeof ufs), RUMP_ENOENT);
    EXPECT_EQ(last().unused(), "") << "the path inside the structure was read";
    REFUSED(rump_sys_mount("nonesuchfs", "/mnt", 0, nullptr, 0), RUMP_ENODEV);
    // A null layer: a path inside its structure, and one that works.
    rump_layer_args layer{};
    EXACTLY(rump_sys_mkdir("/lower", 0755));
    layer.target = "/lower";
    if (rump_sys_mount("null", "/mnt", 0, &layer, sizeof layer) == 0) {
        EXACTLY(rump_sys_unmount("/mnt", 0));
    }
    EXPECT_EQ(last().refusals(), "");
}

TEST_F(LiveLendingFiles, HandlesAndAttributes)
{
    mountMemory();
    EXACTLY(rump_sys_close(rump_sys_open("/mnt/f", RUMP_O_CREAT | RUMP_O_RDWR, 0644)));
    std::array<char, 128> handle{};
    std::size_t size = handle.size();
    AT_MOST(rump_sys_getfh("/mnt/f", handle.data(), &size));
    const int fd = rump_sys_fhopen(handle.data(), size, RUMP_O_RDONLY);
    EXACTLY(fd);
    rump_stat facts{};
    EXACTLY(rump_sys_fhstat(handle.data(), size, &facts));
    rump_statvfs file{};
    EXACTLY(rump_sys_fhstatvfs1(handle.data(), size, &file, RUMP_MNT_WAIT));
    std::array<char, 64> room{};
    for (const std::int64_t result :
         {static_cast<std::int64_t>(rump_sys_extattr_set_file("/mnt/f", 1, "name", "value", 5)),
          static_cast<std::int64_t>(rump_sys_extattr_get_file("/mnt/f", 1, "name", room.data(), room.size())),
          static_cast<std::int64_t>(rump_sys_extattr_list_file("/mnt/f", 1, room.data(), room.size())),
          static_cast<std::int64_t>(rump_sys_setxattr("/mnt/f", "user.name", "value", 5, 0)),
          static_cast<std::int64_t>(rump_sys_getxattr("/mnt/f", "user.name", room.data(), room.size()))})
        EXPECT_EQ(last().refusals(), "") << result;
    union {
        rump_quotactl_stat stat;
        quotactl_args *args;
    } quota{};
    rump_quotastat info{};
    quota.stat.qc_op = RUMP_QUOTACTL_STAT;
    quota.stat.qc_info = &info;
    const int asked = rump_sys___quotactl("/mnt", reinterpret_cast<quotactl_args *>(&quota.stat));
    EXPECT_EQ(asked, -1) << "tmpfs has no quotas";
    EXPECT_EQ(last().refusals(), "");
}

} // namespace
} // namespace rumpscope::test
