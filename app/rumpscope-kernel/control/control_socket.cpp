// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/rumpscope-kernel/control/control_socket.h"

#include "app/rumpscope-kernel/control/commands.h"

#include <asio/buffer.hpp>
#include <asio/local/stream_protocol.hpp>
#include <asio/read_until.hpp>
#include <asio/write.hpp>

namespace rumpscope::kernel {

namespace {

constexpr std::size_t kLongestLine = 4096;
constexpr std::size_t kMostSessions = 16;
constexpr auto kAcceptPause = std::chrono::milliseconds(100);

} // namespace

/// One connection.
class ControlSocket::Session : public std::enable_shared_from_this<Session>
{
public:
    Session(ControlSocket &owner, int fd)
        : m_owner(owner)
        , m_socket(owner.m_io, asio::local::stream_protocol(), fd)
    {}

    void read()
    {
        asio::async_read_until(
            m_socket, asio::dynamic_buffer(m_received, kLongestLine), '\n',
            [self = shared_from_this()](const asio::error_code &failed, std::size_t count) {
                if (failed)
                    self->end();
                else
                    self->carryOutLine(count);
            });
    }

    void close()
    {
        asio::error_code ignored;
        m_socket.close(ignored);
    }

private:
    void carryOutLine(std::size_t count)
    {
        if (m_owner.m_stopped)
            return;
        std::string line = m_received.substr(0, count - 1);
        m_received.erase(0, count);
        if (line.ends_with('\r'))
            line.pop_back();
        m_answer = carryOut(m_owner.m_faults, line);
        asio::async_write(m_socket, asio::buffer(m_answer),
                          [self = shared_from_this()](const asio::error_code &failed, std::size_t) {
                              if (failed)
                                  self->end();
                              else
                                  self->read();
                          });
        m_owner.m_settle();
    }

    void end()
    {
        close();
        if (!m_owner.m_stopped)
            m_owner.m_sessions.erase(shared_from_this());
    }

    ControlSocket &m_owner;
    asio::local::stream_protocol::socket m_socket;
    std::string m_received;
    std::string m_answer;
};

ControlSocket::ControlSocket(asio::io_context &io, Faults &faults, transport::Listener listener,
                             std::function<void()> settle)
    : m_io(io)
    , m_faults(faults)
    , m_listener(std::move(listener))
    , m_acceptor(io, m_listener.fd())
    , m_acceptAgain(io)
    , m_settle(std::move(settle))
{}

ControlSocket::~ControlSocket()
{
    stop();
    m_acceptor.release();
}

void ControlSocket::start()
{
    accept();
}

void ControlSocket::stop()
{
    m_stopped = true;
    asio::error_code ignored;
    m_acceptor.cancel(ignored);
    m_acceptAgain.cancel();
    for (const auto &session : m_sessions)
        session->close();
    m_sessions.clear();
}

void ControlSocket::accept()
{
    m_acceptor.async_wait(asio::posix::stream_descriptor::wait_read, [this](const asio::error_code &failed) {
        if (failed || m_stopped)
            return;
        auto stream = m_listener.accept(transport::Deadline::in({}));
        if (!stream && stream.error().kind == transport::StreamError::Kind::System)
            return acceptLater();
        if (stream && m_sessions.size() < kMostSessions) {
            const auto session = std::make_shared<Session>(*this, stream->release());
            m_sessions.insert(session);
            session->read();
        }
        accept();
    });
}

/// No descriptors are left: who knocks stays in the queue until there are some again.
void ControlSocket::acceptLater()
{
    m_acceptAgain.expires_after(kAcceptPause);
    m_acceptAgain.async_wait([this](const asio::error_code &failed) {
        if (!failed && !m_stopped)
            accept();
    });
}

} // namespace rumpscope::kernel
