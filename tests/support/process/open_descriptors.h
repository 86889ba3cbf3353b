// SPDX-License-Identifier: BSD-2-Clause
// Leaks of descriptors.
#pragma once

#include <dirent.h>

namespace rumpscope::test {

/// How many this process has; the one that counts is among them.
inline int openDescriptors()
{
    int count = 0;
    DIR *directory = ::opendir("/proc/self/fd");
    while (::readdir(directory) != nullptr)
        ++count;
    ::closedir(directory);
    return count;
}

} // namespace rumpscope::test
