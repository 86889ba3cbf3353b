// SPDX-License-Identifier: BSD-2-Clause
#include "clientcore/capi/greeting.h"

#include "clientcore/capi/host.h"
#include "clientcore/capi/signals.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>

namespace rumpscope::capi {

namespace {

/// The kernel's TASK_COMM_LEN and some.
constexpr std::size_t kNameRoom = 128;
/// How long to leave a local server alone whose queue of connections is full.
constexpr timespec kFullQueuePause{0, 5'000'000};
/// No copy of a page-wise kernel is larger by far.
constexpr std::uint64_t kLargestForgotten = 1U << 20;

timespec until(const transport::Deadline &deadline)
{
    using namespace std::chrono;
    const auto left = std::max(transport::Duration::zero(), *deadline.when() - transport::Clock::now());
    const auto whole = duration_cast<seconds>(left);
    return {static_cast<time_t>(whole.count()),
            static_cast<long>(duration_cast<nanoseconds>(left - whole).count())};
}

} // namespace

int Greeting::hostErrno(std::uint32_t code)
{
    constexpr std::array<int, 8> kMeaning{0, EAGAIN, EPERM, ESRCH, EIO, EBUSY, ENOMEM, EINVAL};
    return code < kMeaning.size() && code != 0 ? kMeaning[code] : EPROTO;
}

std::string commandName()
{
    std::array<char, kNameRoom> text{};
    const int fd = host::openToRead("/proc/self/comm");
    ssize_t size = 0;
    if (fd >= 0) {
        size = host::read(fd, text.data(), text.size());
        host::close(fd);
    }
    const std::string_view line(text.data(), size > 0 ? static_cast<std::size_t>(size) : 0);
    const std::string_view name = line.substr(0, line.find('\n'));
    return name.empty() ? std::string("???") : std::string(name);
}

Greeting::Greeting(const transport::ServerUrl &url, const Settings &settings, host::SignalMask ownMask)
    : m_url(url)
    , m_mask(ownMask)
{
    if (settings.deadline.count() > 0)
        m_deadline = transport::Deadline::in(settings.deadline);
}

Greeting::~Greeting()
{
    if (m_opened)
        host::close(m_fd);
}

void Greeting::notAfter(transport::Deadline when)
{
    if (!when.isNever() && (m_deadline.isNever() || *when.when() < *m_deadline.when()))
        m_deadline = when;
}

void Greeting::abandonIf(Abandoned question, const void *about)
{
    m_abandoned = question;
    m_about = about;
}

Greeting::Made Greeting::guest(std::uint64_t reqno)
{
    wire::FrameWriter writer;
    writer.guest(reqno, commandName());
    return made(reqno, writer);
}

Greeting::Made Greeting::claim(std::uint64_t reqno, const wire::Cookie &cookie)
{
    wire::FrameWriter writer;
    writer.fork(reqno, {cookie, 0});
    return made(reqno, writer);
}

Greeting::Made Greeting::made(std::uint64_t reqno, const wire::FrameWriter &handshake)
{
    if (const int error = open(); error != 0)
        return tl::unexpected(error);
    if (const int error = ask(reqno, handshake); error != 0)
        return tl::unexpected(error);
    auto connection = std::make_unique<Connection>(m_fd, std::move(m_fresh));
    m_opened = false;
    return connection;
}

int Greeting::cancel(std::uint64_t reqno, const wire::Cookie &cookie)
{
    if (const int error = open(); error != 0)
        return error;
    wire::FrameWriter writer;
    writer.fork(reqno, {cookie, 1});
    const int error = ask(reqno, writer);
    return error == ECONNRESET ? 0 : error; // the end is the answer
}

int Greeting::exec(std::uint64_t reqno, Connection &connection)
{
    m_fd = connection.fd();
    m_reader = &connection.reader();
    wire::FrameWriter writer;
    writer.exec(reqno, commandName());
    return ask(reqno, writer);
}

int Greeting::open()
{
    m_fd = host::openSocket(m_url.family());
    if (m_fd < 0)
        return errno;
    m_opened = true;
    if (const int error = connect(m_fd); error != 0)
        return error;
    if (!m_url.isLocal())
        host::disableNagle(m_fd);
    return readBanner();
}

int Greeting::ask(std::uint64_t reqno, const wire::FrameWriter &handshake)
{
    if (const int error = send(handshake.bytes()); error != 0)
        return error;
    return awaitAnswer(reqno);
}

int Greeting::connect(int fd)
{
    for (;;) {
        if (host::connect(fd, m_url.address(), m_url.addressLength()) == 0 || errno == EISCONN)
            return 0;
        const int error = errno;
        if (error == EINPROGRESS || error == EALREADY) {
            if (const int waited = wait(POLLOUT); waited != 0)
                return waited;
            return host::pendingError(fd);
        }
        if (error == EAGAIN && m_url.isLocal()) {
            (void)host::poll({}, &kFullQueuePause, &m_mask);
            if (m_deadline.expired())
                return ETIMEDOUT;
        } else if (error != EINTR) {
            return error;
        }
    }
}

int Greeting::readBanner()
{
    for (;;) {
        const auto line = m_reader->banner();
        if (!line)
            return EPROTO;
        if (*line)
            return 0;
        if (const int error = receive(); error != 0)
            return error;
    }
}

int Greeting::send(wire::ByteView bytes)
{
    while (!bytes.empty()) {
        const ssize_t sent = host::send(m_fd, bytes);
        if (sent >= 0) {
            bytes = bytes.subspan(static_cast<std::size_t>(sent));
        } else if (errno == EAGAIN) {
            if (const int error = wait(POLLOUT); error != 0)
                return error;
        } else if (errno != EINTR) {
            return errno == EPIPE ? ECONNRESET : errno;
        }
    }
    return 0;
}

int Greeting::wait(short events)
{
    pollfd entry{m_fd, events, 0};
    for (;;) {
        timespec left{};
        if (!m_deadline.isNever())
            left = until(m_deadline);
        const int ready = host::poll({&entry, 1}, m_deadline.isNever() ? nullptr : &left, &m_mask);
        if (ready > 0)
            return 0;
        if (ready == 0)
            return ETIMEDOUT;
        if (errno != EINTR)
            return errno;
        if (m_abandoned != nullptr && m_abandoned(m_about))
            return ECANCELED;
    }
}

/// Some bytes more; ECONNRESET at the end.
int Greeting::receive()
{
    for (;;) {
        if (const int error = wait(POLLIN); error != 0)
            return error;
        const ssize_t got = host::receiveNow(m_fd, m_reader->prepare());
        if (got > 0) {
            m_reader->commit(static_cast<std::size_t>(got));
            return 0;
        }
        if (got == 0)
            return ECONNRESET;
        if (errno != EAGAIN && errno != EINTR)
            return errno;
    }
}

int Greeting::awaitAnswer(std::uint64_t reqno)
{
    for (;;) {
        const auto frame = m_reader->next();
        if (!frame)
            return EPROTO;
        if (!*frame) {
            if (const int error = receive(); error != 0)
                return error;
            continue;
        }
        if (m_deadline.expired())
            return ETIMEDOUT; // a server that never stops talking is as late as a silent one
        const wire::Header &header = (*frame)->header;
        if (header.frameClass == wire::FrameClass::Request) {
            if (const int error = serveForgotten(**frame); error != 0)
                return error;
        } else if (header.reqno == reqno && header.frameClass == wire::FrameClass::Error) {
            return hostErrno(header.word);
        } else if (header.reqno == reqno && header.type == wire::FrameType::Handshake) {
            const auto error = wire::decodeHandshakeReply(**frame);
            return error ? *error : EPROTO;
        }
        // Anything else answers a program that is gone.
    }
}

/// Requests that were meant for the program before this one. Its memory does not exist any more; its calls
/// are about to be interrupted; but until each copyin has an answer the server does not answer us.
int Greeting::serveForgotten(const wire::FrameView &frame)
{
    wire::FrameWriter writer;
    switch (frame.header.type) {
    case wire::FrameType::CopyIn: {
        const auto wanted = wire::decodeCopyIn(frame);
        if (!wanted || wanted->length > kLargestForgotten)
            return EPROTO;
        writer.copyInReply(frame.header.reqno, wire::Bytes(wanted->length));
        return send(writer.bytes());
    }
    case wire::FrameType::CopyInStr:
        writer.copyInReply(frame.header.reqno, {});
        return send(writer.bytes());
    case wire::FrameType::AnonMmap:
        writer.anonMmapReply(frame.header.reqno, 0);
        return send(writer.bytes());
    case wire::FrameType::Raise:
        if (const int signal = hostSignal(frame.header.word); signal > 0)
            ::raise(signal);
        return 0;
    case wire::FrameType::CopyOut:
    case wire::FrameType::CopyOutStr:
        return 0;
    default:
        return EPROTO;
    }
}

} // namespace rumpscope::capi
