// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/rumpscope-kernel/vfs/populate.h"

#include "app/rumpscope-kernel/vfs/device_numbers.h"
#include "app/rumpscope-kernel/vfs/operations.h"

#include <algorithm>
#include <string_view>

namespace rumpscope::kernel {

namespace {

struct InitialDirectory
{
    std::string_view path;
    std::uint32_t permissions;
};
constexpr InitialDirectory kDirectories[] = {
    {"/dev", 0755},  {"/etc", 0755}, {"/home", 0755},    {"/home/guest", 0755},
    {"/tmp", 01777}, {"/var", 0755}, {"/var/log", 0755},
};

struct InitialDevice
{
    std::string_view path;
    std::uint32_t permissions;
    std::uint64_t device;
};
constexpr InitialDevice kDevices[] = {
    {"/dev/console", 0600, kConsoleDevice}, {"/dev/null", 0644, kNullDevice},
    {"/dev/zero", 0644, kZeroDevice},       {"/dev/random", 0644, kRandomDevice},
    {"/dev/urandom", 0644, kUrandomDevice},
};

struct InitialFile
{
    std::string_view path;
    std::string_view text;
};
constexpr InitialFile kFiles[] = {
    {"/README", "This is the practice kernel of rumpscope: a small Unix kernel to try system calls on.\n"
                "Everything here lives in memory and is gone when the kernel ends. You are root.\n"
                "\n"
                "Try:  open(\"/etc/motd\", O_RDONLY)   then read, lseek and close it\n"
                "      mkdir(\"/tmp/x\", 0755)          and chdir, symlink, rename, rmdir\n"
                "      pipe()                          write into one end, read from the other\n"
                "      read from an empty pipe         and see a call that waits\n"
                "\n"
                "There is more to find under /etc and /home.\n"},
    {"/etc/hosts", "127.0.0.1\tlocalhost localhost.\n::1\t\tlocalhost localhost.\n"},
    {"/etc/motd", "Welcome. Nothing you do here can break anything that lasts.\n"},
    {"/etc/passwd", "root:*:0:0:Charlie &:/root:/bin/sh\nguest:*:1000:1000:Guest:/home/guest:/bin/sh\n"},
    {"/etc/group", "wheel:*:0:root\nguest:*:1000:\n"},
    {"/home/guest/poem", "A socket opened, calls were sent;\nan answer came for each that went.\n"
                         "One waits upon an empty pipe --\nwrite to it, and it will be ripe.\n"},
    {"/var/log/messages", "practice kernel booted\n"},
};

Outcome<void> writeWhole(RegularFile &file, std::string_view text)
{
    if (auto resized = file.resize(text.size()); !resized)
        return resized;
    for (std::uint64_t offset = 0; offset < text.size(); offset += RegularFile::kPage) {
        const auto part = text.substr(offset, RegularFile::kPage);
        file.writePage(offset, std::as_bytes(std::span(part)));
    }
    return {};
}

Outcome<void> addFile(const PathContext &context, const InitialFile &initial)
{
    auto place = walk(context, initial.path, LastLink::Keep);
    if (!place)
        return pass(place);
    auto file = place->parent->fs().makeRegular();
    if (!file)
        return pass(file);
    if (auto written = writeWhole(**file, initial.text); !written)
        return written;
    return enter(context, *place, std::move(*file), 0644);
}

} // namespace

void populate(const MountTable &mounts)
{
    const Credentials root;
    const PathContext context{mounts.root(), mounts.root(), root};
    Outcome<void> made;
    for (const InitialDirectory &directory : kDirectories) {
        if (made)
            made = makeDirectory(context, directory.path, directory.permissions);
    }
    for (const InitialDevice &device : kDevices) {
        if (made)
            made = makeNode(context, device.path, {NB_S_IFCHR, device.permissions, device.device});
    }
    for (const InitialFile &file : kFiles) {
        if (made)
            made = addFile(context, file);
    }
    if (made)
        made = makeSymlink(context, "etc/motd", "/welcome");
}

} // namespace rumpscope::kernel
