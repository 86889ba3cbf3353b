// SPDX-License-Identifier: BSD-2-Clause
#include "clientcore/capi/process_client.h"

#include "clientcore/capi/fork_page.h"
#include "clientcore/capi/host.h"

#include <array>
#include <cerrno>
#include <charconv>
#include <cstddef>
#include <cstdlib>
#include <new>
#include <pthread.h>
#include <unistd.h>

namespace rumpscope::capi {

namespace {

using transport::ServerUrl;
using transport::UrlError;

/// Never destroyed, for calls may come until the process has ended; and always there, whatever memory is
/// left.
Client &processClient()
{
    alignas(Client) static std::array<std::byte, sizeof(Client)> room;
    static auto *const client = new (room.data()) Client;
    return *client;
}

/// A vforked child's client, in the parent's eyes: the descriptors were in the child's own table.
struct ForgetAndDelete
{
    void operator()(Client *client) const
    {
        client->forgetDescriptors();
        delete client;
    }
};
thread_local std::unique_ptr<Client, ForgetAndDelete> ownedByThread;
/// The same one, for a look that costs nothing.
[[gnu::tls_model("initial-exec")]] thread_local Client *vforkedClient = nullptr;
/// Where the thread was in its requests when that child began.
[[gnu::tls_model("initial-exec")]] thread_local Waiting *markBefore = nullptr;

std::atomic<pid_t> initialized{0};
Lock onlyOne;
std::atomic<pid_t> initializing{0}; ///< the thread that has onlyOne

class Initializing
{
public:
    explicit Initializing(pid_t thread) { initializing = thread; }
    ~Initializing() { initializing = 0; }
    Initializing(const Initializing &) = delete;
    Initializing &operator=(const Initializing &) = delete;
};

void watchForks()
{
    pthread_atfork(nullptr, nullptr, [] {
        onlyOne.reset();
        processClient().afterFork();
    });
}

int errnoOf(const UrlError &error)
{
    switch (error.kind) {
    case UrlError::Kind::PathTooLong:
        return ENAMETOOLONG;
    case UrlError::Kind::BadPort:
        return ERANGE;
    default:
        return EINVAL;
    }
}

/// Reads the environment. What is wrong with it is told on stderr.
int configure(Client &client)
{
    const Settings settings = Settings::fromEnvironment();
    const char *address = std::getenv("RUMP__PARSEDSERVER");
    if (address == nullptr)
        address = std::getenv("RUMP_SERVER");
    if (address == nullptr) {
        say(settings, "error: RUMP_SERVER not set");
        return ENOENT;
    }
    const auto url = ServerUrl::parse(address);
    if (!url) {
        say(settings, "rumpclient: ", url.error().sentence());
        return errnoOf(url.error());
    }
    client.configure(*url, settings);
    return 0;
}

/// The signal descriptor that a program with the reference library hands over besides its socket; we need
/// none.
void closeSignalDescriptor(int fd)
{
    std::array<char, 64> target{};
    const std::string path = "/proc/self/fd/" + std::to_string(fd);
    if (::readlink(path.c_str(), target.data(), target.size() - 1) > 0 &&
        std::string_view(target.data()) == "anon_inode:[signalfd]")
        host::close(fd);
}

/// "5,6": the socket, and the reference's signal descriptor.
int takeOver(Client &client, std::string_view handedOver)
{
    int socket = -1;
    int signals = -1;
    const char *const end = handedOver.data() + handedOver.size();
    const auto first = std::from_chars(handedOver.data(), end, socket);
    if (first.ec != std::errc{})
        return EINVAL;
    if (first.ptr != end && *first.ptr == ',' &&
        std::from_chars(first.ptr + 1, end, signals).ec == std::errc{} && signals >= 0)
        closeSignalDescriptor(signals);
    return client.takeOver(socket);
}

int begin(Client &client)
{
    const char *variable = std::getenv("RUMPCLIENT__EXECFD");
    if (variable == nullptr)
        return client.guest();
    const std::string handedOver = variable;
    ::unsetenv("RUMPCLIENT__EXECFD");
    return takeOver(client, handedOver);
}

} // namespace

/// Programs whose compiler kept rumpclient__dofork's memory of the child in a register do not say that the
/// child is gone (fork_vparent): the process does.
Client &currentClient()
{
    if (vforkedClient != nullptr && !fork_page::sharedWithParent())
        leaveVforkedChild();
    return vforkedClient != nullptr ? *vforkedClient : processClient();
}

Client &enterVforkedChild(std::unique_ptr<Client> client)
{
    markBefore = Client::threadMark();
    ownedByThread.reset(client.release());
    vforkedClient = ownedByThread.get();
    return *vforkedClient;
}

void leaveVforkedChild()
{
    if (vforkedClient == nullptr)
        return;
    vforkedClient = nullptr;
    Client::backTo(markBefore);
    ownedByThread.reset();
}

bool inVforkedChild()
{
    return &currentClient() == vforkedClient;
}

void nowInitialized()
{
    initialized = ::getpid();
    fork_page::mark();
}

int initialize()
{
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    if (inVforkedChild() || initialized == ::getpid())
        return 0;
    const pid_t self = host::threadId();
    if (initializing == self)
        return EBUSY; // a handler has interrupted this very function
    pthread_once(&once, watchForks);
    const std::lock_guard lock(onlyOne);
    if (initialized == ::getpid())
        return 0;
    const Initializing underWay(self);
    int error = configure(processClient());
    if (error == 0)
        error = begin(processClient());
    if (error == 0)
        nowInitialized();
    return error;
}

} // namespace rumpscope::capi
