// SPDX-License-Identifier: BSD-2-Clause
// Beginnings, forks, and what becomes of descriptors.
#include "clientcore/capi/client.h"
#include "clientcore/capi/host.h"

#include <cerrno>
#include <unistd.h>

namespace rumpscope::capi {

Client::~Client()
{
    delete m_connection;
    while (m_retired != nullptr)
        delete std::exchange(m_retired, m_retired->nextRetired);
}

void Client::configure(const transport::ServerUrl &url, Settings settings)
{
    m_url = url.absolute();
    m_parsedServer = m_url->text() != url.text() ? m_url->text() : std::string();
    m_settings = settings;
}

void Client::inherit(const Client &other)
{
    m_url = other.m_url;
    m_parsedServer = other.m_parsedServer;
    m_settings = other.m_settings;
    m_retry = other.m_retry;
}

template<class Make>
int Client::begin(const Make &make)
{
    const SignalsHeld held;
    {
        const std::lock_guard lock(m_lock);
        drop();
    }
    if (!m_url)
        return ENOTCONN;
    Greeting greeting(*m_url, m_settings, held.own());
    auto made = make(greeting, m_reqno.fetch_add(1, std::memory_order_relaxed));
    if (!made)
        return made.error();
    const std::lock_guard lock(m_lock);
    install(std::move(*made));
    return 0;
}

int Client::guest()
{
    return begin([](Greeting &greeting, std::uint64_t reqno) { return greeting.guest(reqno); });
}

int Client::claim(const wire::Cookie &cookie)
{
    return begin([&](Greeting &greeting, std::uint64_t reqno) { return greeting.claim(reqno, cookie); });
}

int Client::takeOver(int fd)
{
    if (!host::isSocket(fd))
        return EBADF;
    if (fd <= STDERR_FILENO) {
        const int moved = host::duplicate(fd);
        if (moved < 0)
            return errno;
        host::close(std::exchange(fd, moved));
    }
    host::setCloseOnExec(fd, true);
    m_reqno = 0; // as the program before began, too
    return begin([&](Greeting &greeting, std::uint64_t reqno) -> Greeting::Made {
        auto connection =
            std::make_unique<Connection>(fd, wire::FrameReader(wire::FrameReader::Role::Server));
        if (const int error = greeting.exec(reqno, *connection); error != 0)
            return tl::unexpected(error);
        return connection;
    });
}

int Client::cancel(const wire::Cookie &cookie)
{
    if (!m_url)
        return ENOTCONN;
    const SignalsHeld held;
    return Greeting(*m_url, m_settings, held.own())
        .cancel(m_reqno.fetch_add(1, std::memory_order_relaxed), cookie);
}

/// With the lock: whatever there was is over.
void Client::drop()
{
    m_state = State::None;
    m_kept.forget();
    m_episode.running = false;
    m_turn.advance();
    Waiting *reads = leader();
    m_leader.store(kShut, std::memory_order_release);
    Connection *connection = std::exchange(m_connection, nullptr);
    if (connection == nullptr)
        return;
    if (!std::exchange(m_inherited, false))
        connection->shutDown();
    const auto fail = [](Waiting &waiting) {
        if (waiting.outcome == Waiting::Outcome::Pending)
            waiting.outcome = Waiting::Outcome::Failed;
        waiting.error = waiting.outcome == Waiting::Outcome::Failed ? ENOTCONN : waiting.error;
    };
    if (reads != nullptr) {
        fail(*reads);
        dethrone(*reads); // its wait comes back from the end
    }
    while (Waiting *other = m_waiting.first()) {
        m_waiting.remove(*other);
        fail(*other);
        other->changed.set(Waiting::kThrough);
        other->changed.wake(1);
    }
    retire(*connection);
}

void Client::afterFork()
{
    m_lock.reset();
    m_sending.reset();
    m_waiting.clear();
    m_kick = nullptr;
    m_execing = false;
    m_execThread = 0;
    m_episode.running = m_episode.attempting = false;
    failInterrupted();
    m_inherited = m_connection != nullptr;
    if (m_connection == nullptr)
        return;
    m_connection->senders = m_connection->suspended = 0;
    m_leader.store(kIdle, std::memory_order_release);
}

void Client::forgetDescriptors()
{
    if (m_connection != nullptr)
        m_connection->forget();
    for (Connection *retired = m_retired; retired != nullptr; retired = retired->nextRetired)
        retired->forget();
}

void Client::setRetry(retry::Policy setting)
{
    const SignalsHeld held;
    const std::lock_guard lock(m_lock);
    m_retry = setting;
}

/// The program is about to close descriptors, ours perhaps among them: it goes on under another number. Calls
/// of other threads may be under way; none uses the old number once this has returned.
int Client::closeNotify(int &fd, CloseVariant variant)
{
    {
        const SignalsHeld held;
        const std::lock_guard lock(m_lock);
        const int ours = m_connection != nullptr ? m_connection->fd() : -1;
        if (variant == CloseVariant::CloseFrom) {
            if (ours < fd || fd < 0)
                return 0; // the caller closes all from `fd` on by itself
            if (ours > fd)
                host::closeRange(static_cast<unsigned>(fd), static_cast<unsigned>(ours) - 1);
            fd = ours + 1;
            return 0;
        }
        bool isOurs = fd == ours;
        for (Connection *retired = m_retired; retired != nullptr; retired = retired->nextRetired)
            isOurs = isOurs || retired->fd() == fd;
        if (fd < 0 || !isOurs)
            return 0;
    }
    return moveFrom(fd);
}

} // namespace rumpscope::capi
