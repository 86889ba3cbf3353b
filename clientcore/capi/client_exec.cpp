// SPDX-License-Identifier: BSD-2-Clause
// Standing still: nobody reads or sends. For the handover to another program in the same process, where
// reading stops between two frames with nothing read ahead and every copyin that came answered; and for the
// connection's move to another descriptor, after which nobody may be about to use the old one.
#include "clientcore/capi/client.h"
#include "clientcore/capi/host.h"

#include <algorithm>
#include <array>
#include <cerrno>

namespace rumpscope::capi {

namespace {

/// How long a server may take to answer the kick. If nothing comes for that long the role is taken: the
/// leader waits, or is in a handler that takes its time.
constexpr auto kKickPatience = std::chrono::seconds(2);
/// How long the rest of a frame that has begun may take.
constexpr timespec kFramePatience{2, 0};
constexpr timespec kNoPatience{0, 0};
constexpr timespec kBetweenLooks{0, 50'000'000};
/// What calls that other threads have just begun get for falling asleep in the kernel. A real one loses the
/// wakeup of those that are about to when it interrupts them, and then never answers the EXEC.
constexpr timespec kFallingAsleep{0, 20'000'000};

} // namespace

/// Has the reading role, at work, and the right to send, and keeps everybody else out, as long as it lives.
class Client::Handover
{
public:
    enum class For {
        Exec,
        Move, ///< calls under way go on afterwards
    };
    Handover(Client &client, For what)
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
        if (what == For::Exec && othersCall())
            (void)host::poll({}, &kFallingAsleep, nullptr);
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
        if (std::exchange(m_kick.suspended, false))
            --m_kick.connection->suspended;
        m_client.m_turn.advance();
        m_client.letGo(m_lock);
    }
    Handover(const Handover &) = delete;
    Handover &operator=(const Handover &) = delete;

    /// The connection goes on under another number, and `old` is the program's to close. -1 and errno if the
    /// host has none left.
    [[nodiscard]] int moveFrom(int old)
    {
        const int moved = host::duplicate(old);
        if (moved < 0)
            return -1;
        const std::lock_guard lock(m_client.m_lock);
        Connection *connection = m_client.m_connection;
        if (connection != nullptr && connection->fd() == old) {
            connection->moveTo(moved);
            return 0;
        }
        for (connection = m_client.m_retired; connection != nullptr; connection = connection->nextRetired) {
            if (connection->fd() == old) {
                connection->moveTo(moved);
                return 0;
            }
        }
        host::close(moved); // it was closed meanwhile
        return 0;
    }

    /// Returns if it failed, with errno. The program begins with this thread's own signal mask, so handlers
    /// may run just before, and call: then reading stops anew.
    void become(const char *path, char *const *arguments, char *const *environment)
    {
        do {
            stopAtBoundary();
            m_client.pause();
            m_held.release();
            if (betweenFrames())
                (void)host::execute(path, arguments, environment);
            const int error = errno;
            m_held.hold();
            m_lock.lock();
            insist(); // a handler's call may have left it to another
            m_lock.unlock();
            (void)m_client.startWork(m_kick);
            const bool again = !betweenFrames();
            errno = error;
            if (!again)
                return;
        } while (true);
    }

private:
    [[nodiscard]] bool othersCall()
    {
        const std::lock_guard lock(m_client.m_lock);
        return !m_client.m_waiting.empty();
    }
    [[nodiscard]] bool betweenFrames() const { return !m_kick.leads || m_kick.connection->betweenFrames(); }
    /// With the lock.
    void takeRole()
    {
        if (!m_client.join(m_kick))
            askForRole();
        insist();
        (void)m_client.startWork(m_kick);
    }
    void askForRole()
    {
        m_client.m_kick = &m_kick;
        m_kick.changed.set(Waiting::kAsleep);
        std::array<std::byte, wire::kHeaderSize> frame;
        wire::encodeHeader(headerOf(m_kick), frame);
        m_lock.unlock();
        m_client.send(*m_kick.connection, frame);
        const auto deadline = transport::Deadline::in(kKickPatience);
        while (m_kick.changed.value() == Waiting::kAsleep && !deadline.expired())
            m_kick.changed.waitWhile(Waiting::kAsleep, &kBetweenLooks);
        m_lock.lock();
        --m_kick.connection->senders;
    }
    /// With the lock: takes the role from a leader that waits; one at work sees the kick when it is done.
    void insist()
    {
        while (m_kick.connection != nullptr && m_kick.outcome == Waiting::Outcome::Pending && !m_kick.leads) {
            if (Waiting *reads = m_client.leader(); reads != nullptr && m_client.takeRole(m_kick, *reads))
                return;
            m_lock.unlock();
            m_kick.changed.waitWhile(Waiting::kAsleep, &kBetweenLooks);
            m_lock.lock();
        }
    }
    /// Takes exactly what is missing of a frame that has begun, then what else is there, frame by frame.
    void stopAtBoundary()
    {
        if (m_kick.leads && !betweenFrames())
            dispatch({});
        while (m_kick.leads) {
            Connection &connection = *m_kick.connection;
            const bool begun = !connection.betweenFrames();
            const int fd = connection.fd();
            pollfd entry{fd, POLLIN, 0};
            if (host::poll({&entry, 1}, begun ? &kFramePatience : &kNoPatience, nullptr) != 1)
                return;
            const std::span<std::byte> room = connection.landing();
            const ssize_t got = host::receiveNow(fd, room.first(std::min(connection.missing(), room.size())));
            if (got < 0)
                return;
            dispatch(room.first(static_cast<std::size_t>(got)), got == 0 ? kEnded : nullptr);
        }
    }
    void dispatch(wire::ByteView bytes, const char *broken = nullptr)
    {
        if (broken == nullptr)
            broken = m_client.takeIn(*m_kick.connection, bytes);
        Guarded lock(m_client.m_lock);
        if (broken != nullptr)
            m_client.lose(m_kick, broken);
        m_client.letGo(lock);
    }

    Client &m_client;
    SignalsHeld m_held;
    Guarded m_lock;
    Waiting m_kick{Waiting::Kind::Kick};
};

int Client::exec(const char *path, char *const *arguments, char *const *environment)
{
    int error = 0;
    {
        Handover handover(*this, Handover::For::Exec);
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

int Client::moveFrom(int old)
{
    return Handover(*this, Handover::For::Move).moveFrom(old);
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
