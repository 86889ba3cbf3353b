// SPDX-License-Identifier: GPL-3.0-or-later
// A library of rumpclient(3), loaded beside others of the same name.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

namespace rumpscope::bench {

/// One process in a kernel. Throws std::runtime_error when something goes wrong.
class ClientLibrary
{
public:
    using Variables = std::vector<std::pair<std::string, std::string>>;

    /// Its rumpclient_init runs with RUMP_SERVER and these variables set.
    ClientLibrary(const std::string &path, const std::string &url, const Variables &variables);
    /// A second copy of the same library, which the loader takes for another. It is removed when the program
    /// ends.
    [[nodiscard]] static std::string copyOf(const std::string &path);

    void getpid() const;
    /// pwrite or pread at offset 0 of a file of its own.
    void transfer(std::uint32_t number, char *data, std::size_t size) const;

private:
    std::int64_t call(int number, const std::uint64_t *words, std::size_t count) const;

    using Syscall = int (*)(int, const void *, std::size_t, std::int64_t *);
    Syscall m_syscall = nullptr;
    std::uint64_t m_file = 0;
};

} // namespace rumpscope::bench
