// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/bench/recorded_load.h"

#include "clientcore/abi/netbsd.h"
#include "clientcore/recording/recording_writer.h"

#include <cstring>
#include <stdexcept>

namespace rumpscope::bench {

namespace {

using event::Direction;
using wire::FrameClass;
using wire::FrameType;

constexpr std::uint32_t kGetpid = 20;
constexpr unsigned kSessions = 10;
constexpr auto kApart = std::chrono::microseconds(25);
constexpr std::size_t kData = 512; ///< bytes of a read or write

wire::Bytes words(std::initializer_list<std::uint64_t> values, std::size_t more = 0)
{
    wire::Bytes bytes(values.size() * sizeof(std::uint64_t) + more, std::byte{'x'});
    std::memcpy(bytes.data(), values.begin(), values.size() * sizeof(std::uint64_t));
    return bytes;
}

class Load
{
public:
    explicit Load(const std::string &path)
        : m_writer(std::move(trace::RecordingWriter::open(path, trace::RecordingWriter::Existing::Refuse,
                                                          {.timesAsTheyAre = true})
                                 .value()))
    {}

    std::uint64_t run(std::uint64_t frames)
    {
        for (unsigned i = 1; i <= kSessions; ++i)
            begin(i);
        std::uint64_t calls = 0;
        while (m_frames < frames)
            call(static_cast<unsigned>(calls % kSessions) + 1, calls), ++calls;
        if (!m_writer->close())
            throw std::runtime_error(m_writer->error()->sentence);
        return calls;
    }

private:
    void begin(unsigned session)
    {
        event::ConnectionEvent event{};
        event.time = m_now;
        event.session = event::SessionId{session};
        event.generation = event::Generation{1};
        event.kind = event::ConnectionEvent::Kind::Established;
        event.pid = static_cast<std::int32_t>(session) + 1;
        event.text = "worker " + std::to_string(session);
        m_writer->add(event);
    }
    void frame(unsigned session, Direction direction, FrameClass kind, FrameType type, std::uint64_t reqno,
               std::uint32_t word, wire::Bytes payload)
    {
        event::FrameRecord event{};
        event.time = m_now;
        event.session = event::SessionId{session};
        event.generation = event::Generation{1};
        event.direction = direction;
        event.thread = 1;
        event.header = {wire::kHeaderSize + payload.size(), reqno, kind, type, word};
        event.payload = std::move(payload);
        m_writer->add(event);
        m_now += kApart;
        ++m_frames;
    }
    void copyIn(unsigned session, FrameType type, std::uint64_t address, std::uint64_t size, wire::Bytes data)
    {
        const std::uint64_t reqno = ++m_asked;
        frame(session, Direction::FromServer, FrameClass::Request, type, reqno, 0, words({size, address}));
        frame(session, Direction::ToServer, FrameClass::Response, FrameType::CopyIn, reqno, 0,
              std::move(data));
    }
    static wire::Bytes path(std::uint64_t number)
    {
        const std::string text =
            (number % 7 == 0 ? "/etc/file" : "/var/data/file") + std::to_string(number % 1000);
        wire::Bytes bytes(text.size() + 1);
        std::memcpy(bytes.data(), text.c_str(), bytes.size());
        return bytes;
    }
    void call(unsigned session, std::uint64_t number)
    {
        const std::uint64_t reqno = 1 + number / kSessions;
        constexpr std::uint64_t kAddress = 0x1000;
        constexpr std::array kCalls{kGetpid, abi::NB_SYS_open, abi::NB_SYS_read, abi::NB_SYS_write};
        const auto which = kCalls[number / kSessions % kCalls.size()];
        const auto sysno = static_cast<std::uint32_t>(which);
        const bool moves = which == abi::NB_SYS_read || which == abi::NB_SYS_write;
        frame(session, Direction::ToServer, FrameClass::Request, FrameType::Syscall, reqno, sysno,
              which == kGetpid ? wire::Bytes()
              : moves          ? words({3, kAddress, kData})
                               : words({kAddress, 0, 0}));
        if (which == abi::NB_SYS_open)
            copyIn(session, FrameType::CopyInStr, kAddress, 1024, path(number));
        if (which == abi::NB_SYS_read)
            frame(session, Direction::FromServer, FrameClass::Request, FrameType::CopyOut, ++m_asked, 0,
                  words({kData, kAddress}, kData));
        if (which == abi::NB_SYS_write)
            copyIn(session, FrameType::CopyIn, kAddress, kData, wire::Bytes(kData, std::byte{'y'}));
        wire::Bytes answer(24);
        const std::int32_t error = number % 97 == 0 ? 2 : 0;
        const std::int64_t value = moves ? static_cast<std::int64_t>(kData) : 3;
        std::memcpy(answer.data(), &error, sizeof error);
        std::memcpy(answer.data() + 8, &value, sizeof value);
        frame(session, Direction::FromServer, FrameClass::Response, FrameType::Syscall, reqno, sysno,
              std::move(answer));
    }

    std::unique_ptr<trace::RecordingWriter> m_writer;
    transport::TimePoint m_now{std::chrono::seconds(1'780'000'000)};
    std::uint64_t m_frames = 0;
    std::uint64_t m_asked = 0;
};

} // namespace

std::uint64_t recordLoad(const std::string &path, std::uint64_t frames)
{
    return Load(path).run(frames);
}

} // namespace rumpscope::bench
