// SPDX-License-Identifier: BSD-2-Clause
// The handover to another program in the same process: reading stops between two frames, with nothing read
// ahead and every copyin that came answered.
#include "clientcore/capi/client.h"
#include "clientcore/capi/host.h"

#include <array>
#include <cerrno>

namespace rumpscope::capi {

namespace {

/// How long a server may take to answer the kick. If nothing at all comes for that long, the leader sleeps in
/// its receive, and there is nothing it could have read.
constexpr auto kKickPatience = std::chrono::seconds(2);
/// How long the rest of a frame that has begun may take.
constexpr timespec kFramePatience{2, 0};
constexpr timespec kNoPatience{0, 0};
constexpr timespec kBetweenLooks{0, 50'000'000};

} // namespace

/// Has the reading role and the right to send, and keeps everybody else out, as long as it lives.
class Client::Handover
{
public:
    explicit Handover(Client &client)
        : m_client(client)
        , m_lock(client.m_lock)
    {
        while (m_client.m_execing)
            m_client.awaitTurn(m_held, m_lock, nullptr);
        m_client.m_execing = true;
        m_kick.client = &client;
        if (m_client.m_connection != nullptr)
            takeRole();
        m_lock.unlock();
        m_client.m_sending.lock(); // no frame of another thread is half sent
        m_client.m_execThread = host::threadId();
        m_client.enter(m_kick);
    }
    ~Handover()
    {
        m_client.leaveThread(m_kick);
        m_client.m_execThread = 0;
        m_client.m_sending.unlock();
        m_lock.lock();
        m_client.m_execing = false;
        m_client.m_kick = nullptr;
        if (m_kick.leads)
            m_client.passOn(m_kick);
        m_client.leave(m_kick);
        m_client.m_turn.advance();
    }
    Handover(const Handover &) = delete;
    Handover &operator=(const Handover &) = delete;

    /// Returns if it failed, with errno. The program begins with this thread's own signal mask, so handlers
    /// may run just before, and call: then reading stops anew.
    void become(const char *path, char *const *arguments, char *const *environment)
    {
        do {
            stopAtBoundary();
            m_held.release();
            if (betweenFrames())
                (void)host::execute(path, arguments, environment);
            const int error = errno;
            const bool again = !betweenFrames();
            m_held.hold();
            errno = error;
            if (!again)
                return;
        } while (true);
    }

private:
    [[nodiscard]] bool betweenFrames() const
    {
        return !m_kick.leads || m_kick.connection->reader().buffered() == 0;
    }
    /// With the lock.
    void takeRole()
    {
        if (m_client.join(m_kick))
            return;
        m_client.m_kick = &m_kick;
        std::array<std::byte, wire::kHeaderSize> frame;
        wire::encodeHeader(headerOf(m_kick), frame);
        m_lock.unlock();
        if (!m_client.send(*m_kick.connection, frame))
            m_kick.connection->shutDown();
        const auto deadline = transport::Deadline::in(kKickPatience);
        while (m_kick.changed.value() == Waiting::kAsleep && !deadline.expired())
            m_kick.changed.waitWhile(Waiting::kAsleep, &kBetweenLooks);
        m_lock.lock();
        --m_kick.connection->senders;
    }
    /// Takes exactly what is missing of a frame that has begun, then what else is there, frame by frame.
    void stopAtBoundary()
    {
        while (m_kick.leads) {
            wire::FrameReader &reader = m_kick.connection->reader();
            const bool begun = reader.buffered() > 0;
            const int fd = m_kick.connection->fd();
            pollfd entry{fd, POLLIN, 0};
            if (host::poll({&entry, 1}, begun ? &kFramePatience : &kNoPatience, nullptr) != 1)
                return;
            const std::size_t missing = reader.missing();
            const ssize_t got = host::receiveNow(fd, reader.prepare(missing).first(missing));
            const char *broken = got == 0 ? kEnded : nullptr;
            if (got > 0) {
                reader.commit(static_cast<std::size_t>(got));
                broken = m_client.dispatchAll(*m_kick.connection, {});
            }
            if (broken != nullptr) {
                const std::lock_guard lock(m_client.m_lock);
                m_client.lose(m_kick, broken);
            }
            if (got < 0)
                return;
        }
    }

    Client &m_client;
    SignalsHeld m_held;
    Guarded m_lock;
    Waiting m_kick{Waiting::Kind::Kick};
};

/// With the lock, by the leader: an exec wants to read, and gives the role back if it fails.
void Client::handOver(Waiting &waiting)
{
    Waiting &kick = *std::exchange(m_kick, nullptr);
    m_waiting.remove(kick);
    waiting.leads = false;
    waiting.lentRole = true;
    waiting.suspended = true;
    ++m_connection->suspended;
    waiting.changed.set(Waiting::kAsleep);
    m_waiting.add(waiting);
    kick.leads = true;
    kick.tookFrom = &waiting;
    m_leader.store(reinterpret_cast<std::uintptr_t>(&kick) | kOthers, std::memory_order_release);
    kick.changed.set(Waiting::kLook);
    kick.changed.wake(1);
}

int Client::exec(const char *path, char *const *arguments, char *const *environment)
{
    int error = 0;
    {
        Handover handover(*this);
        const int fd = m_connection != nullptr ? m_connection->fd() : -1;
        m_environment = std::make_unique<HandoverEnvironment>(environment, fd, m_parsedServer);
        if (fd >= 0)
            host::setCloseOnExec(fd, false);
        handover.become(path, arguments, m_environment->entries());
        error = errno;
        if (fd >= 0)
            host::setCloseOnExec(fd, true);
    }
    m_environment.reset();
    errno = error;
    return -1;
}

int Client::execBorrowed(const char *path, char *const *arguments, char *const *environment)
{
    const int fd = m_connection != nullptr ? m_connection->fd() : -1;
    m_environment = std::make_unique<HandoverEnvironment>(environment, fd, m_parsedServer);
    if (fd >= 0)
        host::setCloseOnExec(fd, false); // in the child's table alone
    const int result = host::execute(path, arguments, m_environment->entries());
    const int error = errno;
    if (fd >= 0)
        host::setCloseOnExec(fd, true);
    errno = error;
    return result;
}

} // namespace rumpscope::capi
