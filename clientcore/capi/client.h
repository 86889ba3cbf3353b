// SPDX-License-Identifier: BSD-2-Clause
// One process in a kernel, as rumpclient(3) means it: calls from any thread and from signal handlers, without
// a thread of its own.
//
// Reading belongs to one request at a time, the leader. `m_leader` names it, and says when it is at work,
// which it is only with signals held back. Else it waits at the socket, takes nothing, and may lose the
// role to any request: to one that a handler makes on top of it, to one that finds bytes which nobody
// comes for (the leader's thread is in a handler that waits for something), to an exec. A leader nobody
// waits behind leaves without taking a lock. `m_lock` guards all else. It is held only with signals held
// back, and never while sending, receiving or waiting. Before a thread sleeps it lets others run for a
// moment (Yielder). Only the leader declares a connection lost, after it has taken everything that came; a
// sender that fails shuts the connection down, so that the leader finds the end.
#pragma once

#include "clientcore/capi/greeting.h"
#include "clientcore/capi/handover_environment.h"
#include "clientcore/capi/kept_ranges.h"
#include "clientcore/capi/patience.h"
#include "clientcore/capi/signals.h"
#include "clientcore/capi/spinner.h"
#include "clientcore/capi/waiting.h"
#include "clientcore/capi/yielder.h"
#include "clientcore/retry/episode.h"

#include <array>
#include <mutex>
#include <optional>
#include <vector>

namespace rumpscope::capi {

enum class CloseVariant { Close, Dup2, CloseFrom };

/// Errors are numbers as the C functions have them: NetBSD's from the kernel, the host's from ourselves.
class Client
{
public:
    Client() = default;
    Client(const Client &) = delete;
    Client &operator=(const Client &) = delete;
    ~Client();

    // client_lifecycle.cpp. A beginning replaces whatever there was; the caller sees to it that it comes
    // alone.
    /// Where to connect, from now on.
    void configure(const transport::ServerUrl &url, Settings settings);
    /// The same place and choices as another's.
    void inherit(const Client &other);
    [[nodiscard]] int guest();
    [[nodiscard]] int claim(const wire::Cookie &cookie);
    /// Goes on with the connection that the program before this one left in descriptor `fd`.
    [[nodiscard]] int takeOver(int fd);
    [[nodiscard]] int cancel(const wire::Cookie &cookie);
    /// Of the child of a host fork: nobody else is here, and requests of other threads are not ours.
    void afterFork();
    /// Where this thread is in its requests; a vforked child that execs does not come back to leave its own.
    [[nodiscard]] static Waiting *threadMark();
    static void backTo(Waiting *mark);
    /// Of the parent of a vfork, about the client its child made: descriptors are the child's.
    void forgetDescriptors();
    void setRetry(retry::Policy setting);
    [[nodiscard]] int closeNotify(int &fd, CloseVariant variant);

    // client_calls.cpp
    /// `arguments` are borrowed for the call; `retval` has room for two values.
    [[nodiscard]] int syscall(int number, std::span<const std::byte> arguments, std::int64_t *retval);
    [[nodiscard]] int prefork(wire::Cookie &cookie);

    // client_exec.cpp
    /// Hands the connection over to the program and becomes it; returns only if that failed, with -1 and
    /// errno.
    [[nodiscard]] int exec(const char *path, char *const *arguments, char *const *environment);
    /// The same in a vforked child without a client of its own: this one is its parent's, which sleeps and
    /// goes on with the same connection later. Nothing changes here.
    [[nodiscard]] int execBorrowed(const char *path, char *const *arguments, char *const *environment);

private:
    using Guarded = std::unique_lock<Lock>;
    enum class State {
        None, ///< never begun, or its beginning failed
        Connected,
        Lost,
    };
    /// What to do with the leader's word.
    static constexpr std::uintptr_t kIdle = 0;
    static constexpr std::uintptr_t kOthers = 1; ///< somebody waits behind the leader
    static constexpr std::uintptr_t kShut = 2;   ///< nobody may lead: there is no connection
    static constexpr std::uintptr_t kAtWork = 4; ///< the leader reads, and nobody may take the role away
    /// Whose sleep is to end as soon as the lock is free.
    struct Sleepers
    {
        std::array<Event *, 16> events;
        std::size_t count = 0;
    };
    /// A type no server knows: answered at once with an ERROR, by its main thread, whatever its workers do.
    static constexpr auto kNoSuchRequest = static_cast<wire::FrameType>(0x7fff);

    // client_calls.cpp
    /// What a request does next.
    enum class Part {
        Lead,   ///< read, for all; neither the lock nor signals need be held
        Follow, ///< sleep; with the lock and signals held
        Leave,  ///< it is over; with the lock and signals held
        Return, ///< it is over, and nobody knows it any more; without the lock
    };
    void exchange(Waiting &waiting);
    void noteUnknown(std::uint32_t number);
    [[nodiscard]] bool join(Waiting &waiting);
    void transmit(Waiting &waiting, bool leads, Guarded &lock);
    [[nodiscard]] static wire::Header headerOf(const Waiting &waiting);
    [[nodiscard]] Guarded frameTurn();
    void send(Connection &connection, std::span<const std::byte> bytes);
    [[nodiscard]] bool sleep(Waiting &waiting, Patience &patience);
    [[nodiscard]] Part follow(Waiting &waiting, SignalsHeld &held, Guarded &lock);
    /// The request is this thread's innermost one, until leaveThread().
    void enter(Waiting &waiting);
    void leaveThread(Waiting &waiting);
    void failInterrupted();
    void leave(Waiting &waiting);

    // client_role.cpp
    [[nodiscard]] Waiting *leader() const;
    [[nodiscard]] bool startWork(const Waiting &waiting);
    void pause();
    [[nodiscard]] bool takeRole(Waiting &waiting, Waiting &from);
    static void dethrone(Waiting &waiting);
    [[nodiscard]] bool leaderIsAway(const Waiting &waiting, Patience &patience) const;
    void handOver(Waiting &waiting);
    void passOn(Waiting &waiting);
    void appointHeir();
    void appoint(Waiting &heir);

    // client_receiving.cpp
    [[nodiscard]] std::optional<ssize_t> receive(Waiting &waiting, SignalsHeld &held);
    [[nodiscard]] bool looking();
    [[nodiscard]] std::optional<ssize_t> look(Connection &connection);
    [[nodiscard]] std::optional<ssize_t> waitAmongThreads(Waiting &waiting, SignalsHeld &held);
    [[nodiscard]] std::optional<ssize_t> waitAlone(Waiting &waiting, SignalsHeld &held);

    // client_reading.cpp
    [[nodiscard]] Part lead(Waiting &waiting, SignalsHeld &held, Guarded &lock);
    [[nodiscard]] bool finishUnheld(Waiting &waiting);
    [[nodiscard]] static std::optional<wire::SyscallReply> soleAnswer(const Waiting &waiting,
                                                                      wire::ByteView bytes);
    [[nodiscard]] bool finishAlone(Waiting &waiting, wire::ByteView bytes);
    [[nodiscard]] static bool mayReturn(const Waiting &waiting);
    void tell(Waiting &waiting, std::uint32_t news);
    void wakeLater(Event &event);
    void letGo(Guarded &lock);
    [[nodiscard]] const char *takeIn(Connection &connection, wire::ByteView bytes) noexcept;
    [[nodiscard]] const char *refusedFrame(const wire::ReadError &error);
    [[nodiscard]] const char *dispatchBegun(Connection &connection, wire::ByteView &bytes);
    [[nodiscard]] const char *dispatchAll(Connection &connection, wire::ByteView bytes);
    [[nodiscard]] const char *dispatch(Connection &connection, const wire::FrameView &frame);
    [[nodiscard]] const char *answer(const wire::FrameView &frame);
    [[nodiscard]] Waiting *awaiting(const wire::Header &header) const;

    // client_service.cpp
    enum class Permission { Lent, Anything, Refused };
    struct Grant
    {
        Permission permission = Permission::Refused;
        std::uint64_t reqno = ~std::uint64_t{0}; ///< of the call that lends; none for what outlived its call
        std::size_t room = 0;                    ///< of a string: how far it may be looked at
        std::uintptr_t end = 0;                  ///< of what is lent for writing there
    };
    [[nodiscard]] const char *serve(Connection &connection, const wire::FrameView &frame);
    template<class Asks>
    [[nodiscard]] Waiting *findLender(const Asks &asks);
    [[nodiscard]] Grant permission(std::uintptr_t address, std::size_t length, Access access);
    [[nodiscard]] bool violation(const char *what, std::uintptr_t address, std::uint64_t length);
    void blameProgram(std::uintptr_t address, std::uint64_t reqno);
    void tellBadPointer(std::uint32_t number, std::uintptr_t address);
    [[nodiscard]] const char *tooLong(const char *what, std::uint64_t length, std::uint64_t limit);
    void finishTransfer(std::uintptr_t address, wire::ByteView data);
    [[nodiscard]] const char *mapAnonymous(Connection &connection, const wire::FrameView &frame);
    [[nodiscard]] bool reply(Connection &connection, const wire::Header &request, wire::ByteView payload);

    // client_copies.cpp
    [[nodiscard]] const char *copyIn(Connection &connection, const wire::FrameView &frame);
    [[nodiscard]] const char *copyInString(Connection &connection, const wire::FrameView &frame);
    [[nodiscard]] const char *copyOut(const wire::FrameView &frame);
    [[nodiscard]] const char *beginLongCopy(Connection &connection,
                                            std::span<const std::byte, kCopyOutHead> head);
    [[nodiscard]] const char *continueLongCopy(Connection &connection, wire::ByteView &bytes);
    void store(std::uintptr_t address, wire::ByteView data, const Grant &grant);
    [[nodiscard]] bool isThere(std::uintptr_t address, std::size_t size, const Grant &grant);

    // client_loss.cpp
    /// Why a connection is lost, besides sentences; known by their addresses.
    static constexpr char kEnded[] = "ended"; ///< by the server, or on the way
    static constexpr char kSaid[] = "said";   ///< the server broke the rules, and that was told
    void lose(Waiting &waiting, const char *why);
    void fateOf(Waiting &waiting, bool broken);
    [[nodiscard]] bool awaitConnection(Waiting &waiting, SignalsHeld &held, Guarded &lock);
    void awaitTurn(SignalsHeld &held, Guarded &lock, const timespec *timeout);
    void stepEpisode(Waiting &waiting, SignalsHeld &held, Guarded &lock);
    void attemptToReconnect(SignalsHeld &held, Guarded &lock);
    void tellOfFailure(unsigned attempts, bool wasTheOnlyOne);
    void install(std::unique_ptr<Connection> connection);
    void retire(Connection &connection);
    void reap();

    // client_lifecycle.cpp
    template<class Make>
    [[nodiscard]] int begin(const Make &make);
    void drop();

    // client_exec.cpp
    class Handover;
    [[nodiscard]] int moveFrom(int old);

    struct Episode
    {
        unsigned number = 0; ///< of the latest; a request that waits remembers which
        unsigned failed = 0; ///< of the latest that ended in vain
        bool running = false;
        bool attempting = false;
        unsigned attempts = 0;
        retry::Episode retries{retry::Policy{}};
        retry::Episode::Action action{retry::Episode::GiveUp{0}};
        transport::TimePoint attemptEnds{}; ///< when an attempt under way must be over, if they have a limit
        transport::TimePoint begun{};
        transport::TimePoint told{};
    };

    alignas(64) std::atomic<std::uintptr_t> m_leader{kShut};
    std::atomic<std::uint64_t> m_reqno{0};
    /// How often a leader has begun to work; only the leader adds.
    std::atomic<std::uint64_t> m_works{0};
    Lock m_sending; ///< keeps frames whole
    Lock m_lock;
    Connection *m_connection = nullptr;
    State m_state = State::None;
    std::atomic<unsigned> m_generation{0}; ///< connections so far
    Connection *m_retired = nullptr;       ///< lost, and somebody may still be about to use them
    WaitingList m_waiting;                 ///< requests under way that do not lead
    Sleepers m_sleepers;
    KeptRanges m_kept;
    std::optional<transport::ServerUrl> m_url;
    Settings m_settings;
    retry::Policy m_retry;
    Episode m_episode;
    Event m_turn;                       ///< advances when somebody who waits for a connection should look
    std::atomic<pid_t> m_execThread{0}; ///< has m_sending as long as its exec is under way
    Waiting *m_kick = nullptr;          ///< an exec that wants the reading role
    std::unique_ptr<HandoverEnvironment> m_environment; ///< of an exec; outlives a vforked child's
    std::string m_parsedServer; ///< for programs after an exec: the address, where it was a relative path
    bool m_execing = false;
    bool m_inherited = false; ///< the connection is shared with the process that forked this one
    Spinner m_spinner;
    Yielder m_leading;                       ///< of leaders that others wait behind, for bytes
    Yielder m_following;                     ///< of the others, for their answers
    std::array<std::uint32_t, 32> m_noted{}; ///< calls outside the catalog that were told about
    std::size_t m_notedCount = 0;
    /// Pages that the latest call to be written into has and that can be written. Of the leader.
    struct KnownPages
    {
        std::uint64_t reqno = 0;
        unsigned generation = 0;
        std::uintptr_t begin = 0;
        std::uintptr_t end = 0;
    } m_knownPages;
    std::vector<std::byte> m_bounce; ///< of the leader: copies that have to be looked at first
};

} // namespace rumpscope::capi
