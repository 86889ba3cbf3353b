// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/bench/bare_client.h"

#include "clientcore/transport/server_url.h"
#include "clientcore/wire/frame_writer.h"

#include <csignal>
#include <cstring>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdexcept>
#include <sys/socket.h>
#include <unistd.h>

namespace rumpscope::bench {

namespace {

constexpr std::size_t kHandshakeAnswer = wire::kHeaderSize + 4;
constexpr std::size_t kReqnoOffset = 8;
constexpr std::size_t kWordOffset = 20;
constexpr std::size_t kCallAnswer = wire::kHeaderSize + 24;

} // namespace

BareClient::BareClient(const std::string &url)
{
    const auto parsed = transport::ServerUrl::parse(url);
    if (!parsed)
        throw std::runtime_error(parsed.error().sentence());
    m_socket = ::socket(parsed->family(), SOCK_STREAM | SOCK_CLOEXEC, 0);
    const int on = 1;
    if (!parsed->isLocal())
        ::setsockopt(m_socket, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    if (::connect(m_socket, parsed->address(), parsed->addressLength()) != 0)
        throw std::runtime_error("nobody listens at " + url);
    greet();
}

BareClient::~BareClient()
{
    ::close(m_socket);
}

void BareClient::greet()
{
    do
        receive(1);
    while (m_answer[0] != std::byte{'\n'});
    wire::FrameWriter writer;
    writer.guest(0, "bare");
    send(writer.bytes().data(), writer.bytes().size());
    receive(kHandshakeAnswer);
    writer.clear();
    writer.syscall(0, 0, {});
    std::memcpy(m_request.data(), writer.bytes().data(), m_request.size());
}

void BareClient::call(std::uint32_t number)
{
    request(number);
    receive(kCallAnswer);
}

void BareClient::guardedCall(std::uint32_t number)
{
    sigset_t all;
    sigset_t own;
    ::sigfillset(&all);
    ::pthread_sigmask(SIG_SETMASK, &all, &own);
    request(number);
    ::pthread_sigmask(SIG_SETMASK, &own, nullptr);
    receive(kCallAnswer);
}

void BareClient::pipeline(std::uint32_t number, int atOnce, int total)
{
    std::array<std::byte, 64 * kCallAnswer> room;
    std::size_t have = 0;
    int sent = 0;
    for (; sent < atOnce; ++sent)
        request(number);
    for (int answered = 0; answered < total;) {
        const ssize_t got = ::recv(m_socket, room.data() + have, room.size() - have, 0);
        if (got <= 0)
            throw std::runtime_error("the kernel hung up on the bare client");
        have += static_cast<std::size_t>(got);
        const std::size_t whole = have / kCallAnswer;
        have -= whole * kCallAnswer;
        std::memmove(room.data(), room.data() + whole * kCallAnswer, have);
        answered += static_cast<int>(whole);
        for (std::size_t i = 0; i < whole && sent < total; ++i, ++sent)
            request(number);
    }
}

void BareClient::request(std::uint32_t number)
{
    std::memcpy(m_request.data() + kReqnoOffset, &m_reqno, sizeof m_reqno);
    std::memcpy(m_request.data() + kWordOffset, &number, sizeof number);
    ++m_reqno;
    send(m_request.data(), m_request.size());
}

void BareClient::send(const void *bytes, std::size_t size)
{
    if (::send(m_socket, bytes, size, MSG_NOSIGNAL) != static_cast<ssize_t>(size))
        throw std::runtime_error("the bare client cannot send");
}

void BareClient::receive(std::size_t size)
{
    for (std::size_t have = 0; have < size;) {
        const ssize_t got = ::recv(m_socket, m_answer.data() + have, size - have, 0);
        if (got <= 0)
            throw std::runtime_error("the kernel hung up on the bare client");
        have += static_cast<std::size_t>(got);
    }
}

} // namespace rumpscope::bench
