// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/bench/client_library.h"

#include "clientcore/abi/netbsd.h"
#include "tests/support/files/temp_dir.h"

#include <array>
#include <cstdlib>
#include <dlfcn.h>
#include <filesystem>
#include <stdexcept>

namespace rumpscope::bench {

namespace {

void *symbol(void *library, const char *name)
{
    void *found = ::dlsym(library, name);
    if (found == nullptr)
        throw std::runtime_error(std::string(name) + " is missing");
    return found;
}

} // namespace

ClientLibrary::ClientLibrary(const std::string &path, const std::string &url, const Variables &variables)
{
    void *library = ::dlopen(path.c_str(), RTLD_NOW | RTLD_LOCAL);
    if (library == nullptr)
        throw std::runtime_error(::dlerror());
    m_syscall = reinterpret_cast<Syscall>(symbol(library, "rumpclient_syscall"));
    const auto begin = reinterpret_cast<int (*)()>(symbol(library, "rumpclient_init"));
    ::setenv("RUMP_SERVER", url.c_str(), 1);
    for (const auto &[name, value] : variables)
        ::setenv(name.c_str(), value.c_str(), 1);
    const int begun = begin();
    for (const auto &[name, value] : variables)
        ::unsetenv(name.c_str());
    if (begun != 0)
        throw std::runtime_error(path + " cannot begin");
    static int files = 0;
    const std::string file = "/bench-" + std::to_string(++files);
    const std::array<std::uint64_t, 3> open{reinterpret_cast<std::uint64_t>(file.c_str()),
                                            abi::NB_O_RDWR | abi::NB_O_CREAT, 0644};
    m_file = static_cast<std::uint64_t>(call(static_cast<int>(abi::NB_SYS_open), open.data(), open.size()));
}

std::string ClientLibrary::copyOf(const std::string &path)
{
    static const test::TempDir directory;
    const std::string copy = directory.file("librumpclient.so.0");
    std::filesystem::copy_file(path, copy);
    return copy;
}

std::int64_t ClientLibrary::call(int number, const std::uint64_t *words, std::size_t count) const
{
    std::array<std::int64_t, 2> values{};
    if (const int error = m_syscall(number, words, count * sizeof *words, values.data()); error != 0)
        throw std::runtime_error("system call " + std::to_string(number) + ": error " +
                                 std::to_string(error));
    return values[0];
}

void ClientLibrary::getpid() const
{
    (void)call(static_cast<int>(abi::NB_SYS_getpid_with_ppid), nullptr, 0);
}

void ClientLibrary::transfer(std::uint32_t number, char *data, std::size_t size) const
{
    const std::array<std::uint64_t, 5> words{m_file, reinterpret_cast<std::uint64_t>(data), size, 0, 0};
    if (call(static_cast<int>(number), words.data(), words.size()) != static_cast<std::int64_t>(size))
        throw std::runtime_error("a transfer was cut short");
}

} // namespace rumpscope::bench
