// SPDX-License-Identifier: BSD-2-Clause
#include "clientcore/tap/tap.h"

#include "clientcore/tap/relay.h"
#include "clientcore/transport/listener.h"
#include "clientcore/transport/wait.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>
#include <list>
#include <system_error>
#include <unistd.h>

namespace rumpscope::tap {

namespace {

/// Before the next try where the host has no descriptor or thread left for a client.
constexpr auto kBreath = std::chrono::milliseconds(100);

/// For a tap that nobody watches.
class Nobody final : public event::Sink
{
public:
    void frame(const event::FrameEvent &) noexcept override {}
    void connection(const event::ConnectionEvent &) noexcept override {}
};

} // namespace

struct Tap::State
{
    State(transport::Listener made, transport::ServerUrl to, const TapOptions &options)
        : url(made.url())
        , listener(std::move(made))
        , observer(options.observer ? options.observer : &nobody)
        , settings{std::move(to), options.askPid, options.spillLimit, options.keep, options.connectDeadline}
    {}

    void run();
    [[nodiscard]] bool accept();
    void reap();

    const transport::ServerUrl url;
    std::optional<transport::Listener> listener; ///< until stop(); of the accepting thread, else of stop()
    Nobody nobody;
    event::Sink *const observer;
    const Relay::Settings settings;
    ClientBook book;
    transport::Wakeup wake; ///< a client ended, or stop()

    mutable std::mutex mutex; ///< guards what follows
    std::list<Relay> relays;
    std::uint64_t accepted = 0;
    bool stopping = false;

    std::mutex stopMutex; ///< one stop() at a time joins
    std::thread thread;
};

void Tap::State::run()
{
    for (;;) {
        {
            const std::lock_guard lock(mutex);
            if (stopping)
                return;
        }
        if (!accept()) {
            [[maybe_unused]] const auto waited =
                transport::waitFor(-1, 0, transport::Deadline::in(kBreath), &wake, "breathe");
        }
        reap();
    }
}

bool Tap::State::accept()
{
    auto stream = listener->accept(transport::Deadline::never(), &wake);
    wake.clear();
    if (!stream)
        return stream.error().kind == transport::StreamError::Kind::Woken;
    const std::lock_guard lock(mutex);
    if (stopping)
        return true;
    try {
        relays.emplace_back(std::move(*stream), settings, *observer, book, wake);
        ++accepted;
        return true;
    } catch (const std::system_error &) { // no thread to be had: the client sees its connection closed
        return false;
    }
}

/// Takes apart what has ended; the list is not held while a thread is waited for.
void Tap::State::reap()
{
    std::list<Relay> ended;
    const std::lock_guard lock(mutex);
    for (auto at = relays.begin(); at != relays.end();) {
        const auto next = std::next(at);
        if (at->finished())
            ended.splice(ended.end(), relays, at);
        at = next;
    }
}

Tap::Tap(std::unique_ptr<State> state)
    : m_state(std::move(state))
{
    m_state->thread = std::thread([this] { m_state->run(); });
}

Tap::~Tap()
{
    stop();
}

tl::expected<std::unique_ptr<Tap>, event::ClientError>
Tap::open(const transport::ServerUrl &listen, const transport::ServerUrl &server, TapOptions options)
{
    auto listener = transport::Listener::open(listen);
    if (!listener)
        return tl::unexpected(event::ClientError{event::ClientError::Kind::Connection,
                                                 listener.error().hostErrno, 0, listener.error().sentence()});
    return std::unique_ptr<Tap>(
        new Tap(std::make_unique<State>(std::move(*listener), server.absolute(), options)));
}

const transport::ServerUrl &Tap::url() const
{
    return m_state->url;
}

const transport::ServerUrl &Tap::server() const
{
    return m_state->settings.server;
}

std::vector<Tap::Client> Tap::clients() const
{
    const std::lock_guard lock(m_state->mutex);
    std::vector<Client> clients;
    for (const Relay &relay : m_state->relays) {
        const auto standing = relay.conversation().standing();
        if (standing.ended)
            continue;
        clients.push_back({standing.identity.session, standing.identity.generation, standing.commandName,
                           standing.pid, standing.hostPid, standing.established, standing.openRequests,
                           standing.framesToServer, standing.framesFromServer, relay.bytesToServer(),
                           relay.bytesToClient(), relay.spilled()});
    }
    return clients;
}

std::uint64_t Tap::accepted() const
{
    const std::lock_guard lock(m_state->mutex);
    return m_state->accepted;
}

bool Tap::cut(event::SessionId session)
{
    const std::lock_guard lock(m_state->mutex);
    for (Relay &relay : m_state->relays) {
        const auto standing = relay.conversation().standing();
        if (standing.ended || standing.identity.session != session)
            continue;
        relay.cut(Conversation::End::CutByUser);
        return true;
    }
    return false;
}

std::size_t Tap::cutAll()
{
    const std::lock_guard lock(m_state->mutex);
    std::size_t count = 0;
    for (Relay &relay : m_state->relays) {
        count += relay.conversation().standing().ended ? 0 : 1;
        relay.cut(Conversation::End::CutByUser);
    }
    return count;
}

void Tap::stop()
{
    const std::lock_guard stopping(m_state->stopMutex);
    {
        const std::lock_guard lock(m_state->mutex);
        m_state->stopping = true;
    }
    m_state->wake.signal();
    if (m_state->thread.joinable())
        m_state->thread.join();
    m_state->listener.reset();
    std::list<Relay> last;
    {
        const std::lock_guard lock(m_state->mutex);
        last.swap(m_state->relays);
    }
    for (Relay &relay : last) // all at once, then each is waited for
        relay.cut(Conversation::End::TapClosed);
}

std::string freeListenAddress()
{
    static std::atomic<unsigned> count{0};
    const char *directory = std::getenv("XDG_RUNTIME_DIR");
    return fmt::format("unix://{}/rumpscope-tap-{}-{}",
                       directory != nullptr && *directory == '/' ? directory : "/tmp", ::getpid(), ++count);
}

} // namespace rumpscope::tap
