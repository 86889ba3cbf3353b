// SPDX-License-Identifier: GPL-3.0-or-later
// A program on the reference client library: does what its arguments say, one word after the other, and
// prints what came of it. usage: tapped-client LIBRARY WORD...
#include <array>
#include <atomic>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <dlfcn.h>
#include <string_view>
#include <sys/wait.h>
#include <thread>
#include <unistd.h>
#include <vector>

namespace {

// NetBSD's numbers: this program knows nothing of ours.
constexpr int kRead = 3;
constexpr int kWrite = 4;
constexpr int kOpen = 5;
constexpr int kGetpid = 20;
constexpr int kGetppid = 39;
constexpr int kPipe = 42;
constexpr long kForEver = -1;

using Slots = std::vector<std::uint64_t>;

class Library
{
public:
    explicit Library(const char *path)
        : m_handle(::dlopen(path, RTLD_NOW | RTLD_GLOBAL))
    {
        if (m_handle == nullptr) {
            std::fprintf(stderr, "%s\n", ::dlerror());
            std::exit(2);
        }
    }
    template<class Function>
    Function *find(const char *name) const
    {
        return reinterpret_cast<Function *>(::dlsym(m_handle, name));
    }
    /// The first value, or minus the errno.
    long call(int number, const Slots &slots = {}, long *second = nullptr) const
    {
        std::array<long, 2> values{};
        const int failed = find<int(int, const void *, std::size_t, long *)>("rumpclient_syscall")(
            number, slots.data(), slots.size() * sizeof slots[0], values.data());
        if (second != nullptr)
            *second = values[1];
        return failed != 0 ? -failed : values[0];
    }

private:
    void *m_handle;
};

void say(const char *what, long value)
{
    std::printf("%s %ld\n", what, value);
    std::fflush(stdout);
}

std::uint64_t address(const void *memory)
{
    return reinterpret_cast<std::uint64_t>(memory);
}

struct Program
{
    Library library;
    const char *libraryPath;
    std::array<long, 2> pipe{};

    void fork(bool wait)
    {
        const pid_t child = library.find<pid_t()>("rumpclient_fork")();
        if (child == 0) {
            say("child", library.call(kGetpid));
            return;
        }
        if (wait)
            ::waitpid(child, nullptr, 0);
        say("parent", library.call(kGetpid));
        std::exit(0);
    }

    [[nodiscard]] std::vector<char *> commandFor(char **rest) const
    {
        static char name[] = "successor";
        std::vector<char *> words{name, const_cast<char *>(libraryPath)};
        for (; *rest != nullptr; ++rest)
            words.push_back(*rest);
        words.push_back(nullptr);
        return words;
    }

    /// The rest of the words in a new image of this program, under another name.
    [[noreturn]] void exec(char **rest)
    {
        const auto words = commandFor(rest);
        execute()("/proc/self/exe", words.data(), environ);
        std::exit(3);
    }
    using Execute = int(const char *, char *const *, char *const *);
    [[nodiscard]] Execute *execute() const { return library.find<Execute>("rumpclient_exec"); }

    /// The child does the rest of the words after an exec; what it needs is looked up before.
    [[noreturn]] void vforkAndExec(char **rest)
    {
        const auto words = commandFor(rest);
        Execute *const become = execute();
        const auto claim = library.find<int(void *)>("rumpclient_fork_init");
        const auto back = library.find<void(void *)>("rumpclient_fork_vparent");
        void *const cookie = library.find<void *()>("rumpclient_prefork")();
        const pid_t child = ::vfork();
        if (child == 0) {
            if (claim(cookie) == 0)
                become("/proc/self/exe", words.data(), environ);
            ::_exit(3);
        }
        back(cookie);
        ::waitpid(child, nullptr, 0);
        say("parent", library.call(kGetpid));
        std::exit(0);
    }

    void threads()
    {
        std::vector<std::thread> all;
        std::atomic<long> failed{0};
        for (int i = 0; i < 4; ++i) {
            all.emplace_back([this, &failed] {
                for (int k = 0; k < 50; ++k) {
                    const char path[] = "/dev/null";
                    failed += library.call(kOpen, {address(path), 0, 0}) < 0 ? 1 : 0;
                }
            });
        }
        for (std::thread &thread : all)
            thread.join();
        say("failed", failed);
        say("threads", library.call(kGetpid));
    }

    void run(char **word)
    {
        for (; *word != nullptr; ++word) {
            const std::string_view todo = *word;
            char byte = 'x';
            if (todo == "getpid" || todo == "getppid")
                say(*word, library.call(todo == "getpid" ? kGetpid : kGetppid));
            else if (todo == "pipe")
                say("pipe", pipe[0] = library.call(kPipe, {}, &pipe[1]));
            else if (todo == "write")
                say("write", library.call(kWrite, {static_cast<std::uint64_t>(pipe[1]), address(&byte), 1}));
            else if (todo == "read")
                say("read", library.call(kRead, {static_cast<std::uint64_t>(pipe[0]), address(&byte), 1}));
            else if (todo == "fork" || todo == "daemon")
                fork(todo == "fork");
            else if (todo == "prefork")
                say("prefork", library.find<void *()>("rumpclient_prefork")() != nullptr ? 1 : 0);
            else if (todo == "retry")
                library.find<void(long)>("rumpclient_setconnretry")(kForEver);
            else if (todo == "threads")
                threads();
            else if (todo == "pause")
                std::getchar();
            else if (todo == "exec")
                exec(word + 1);
            else if (todo == "vfork")
                vforkAndExec(word + 1);
        }
    }
};

} // namespace

int main(int argc, char **argv)
{
    if (argc < 2)
        return 2;
    Program program{.library = Library(argv[1]), .libraryPath = argv[1]};
    if (program.library.find<int()>("rumpclient_init")() != 0)
        return 1;
    program.run(argv + 2);
    return 0;
}
