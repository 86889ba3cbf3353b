// SPDX-License-Identifier: BSD-2-Clause
// How the leader waits for bytes, and takes them.
#include "clientcore/capi/client.h"
#include "clientcore/capi/host.h"

#include <cerrno>
#include <sys/single_threaded.h>
#include <utility>

namespace rumpscope::capi {

namespace {

/// Looks in a row that may find something: signals are held back meanwhile.
constexpr unsigned kMostLooks = 16;

} // namespace

/// What recv(2) says, with the leader at work from here on; nothing if the role has gone to another.
std::optional<ssize_t> Client::receive(Waiting &waiting, SignalsHeld &held)
{
    Connection &connection = *waiting.connection;
    const auto inherited = std::exchange(waiting.inherited, std::nullopt);
    const bool looks = waiting.looked < kMostLooks && looking();
    if (looks || inherited || connection.unread.load(std::memory_order_relaxed)) {
        held.hold();
        if (!startWork(waiting))
            return std::nullopt;
        if (inherited)
            return inherited;
        errno = EAGAIN;
        if (connection.unread.exchange(false, std::memory_order_relaxed))
            return -1;
        if (const auto got = looks ? look(connection) : std::nullopt) {
            ++waiting.looked;
            return got;
        }
        pause();
    }
    waiting.looked = 0;
    held.release();
    return __libc_single_threaded != 0 ? waitAlone(waiting, held) : waitAmongThreads(waiting, held);
}

bool Client::looking()
{
    if (m_settings.spin)
        return m_spinner.worthWhile();
    const bool others = (m_leader.load(std::memory_order_relaxed) & kOthers) != 0;
    return others && m_leading.worthWhile();
}

/// By the leader at work, before it waits: for what comes soon.
std::optional<ssize_t> Client::look(Connection &connection)
{
    ssize_t got = -1;
    const auto there = [&] {
        got = host::receiveNow(connection.fd(), connection.landing());
        return got >= 0 || errno != EAGAIN;
    };
    const bool came = m_settings.spin ? m_spinner.spin(there) : m_leading.yield(there);
    return came ? std::optional(got) : std::nullopt;
}

/// Takes nothing while it waits: another may have to.
std::optional<ssize_t> Client::waitAmongThreads(Waiting &waiting, SignalsHeld &held)
{
    Connection &connection = *waiting.connection;
    waiting.watch.wait(connection.fd());
    held.hold();
    if (!startWork(waiting))
        return std::nullopt;
    return host::receiveNow(connection.fd(), connection.landing()); // it may have moved meanwhile
}

/// Where there is no other thread nobody but a handler's call can take the role away, so waiting and taking
/// may be one.
std::optional<ssize_t> Client::waitAlone(Waiting &waiting, SignalsHeld &held)
{
    Connection &connection = *waiting.connection;
    const bool came = waiting.watch.receive(connection.fd(), connection.landing());
    if (came && finishUnheld(waiting))
        return 0;
    const int error = came ? EAGAIN : errno;
    held.hold();
    if (!startWork(waiting))
        return std::nullopt;
    if (const auto taken = waiting.watch.taken(); came && taken)
        return static_cast<ssize_t>(*taken);
    errno = error;
    return -1;
}

} // namespace rumpscope::capi
