// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/bridge/traffic.h"

#include "clientcore/wire/frame_writer.h"
#include "tests/support/bridge/surroundings.h"

#include <algorithm>

namespace rumpscope::ui::test {

namespace {

/// Calls told between two looks: far less than the recorder holds.
constexpr std::size_t kBatch = 5000;

} // namespace

Traffic::Traffic(Workbench &workbench, transport::Duration since)
    : m_workbench(workbench)
    , m_time(workbench.startTime() + since)
{}

transport::TimePoint Traffic::next()
{
    m_time += step;
    return m_time;
}

void Traffic::frame(event::Direction direction, wire::ByteView bytes)
{
    const wire::FrameView view{wire::decodeHeader(bytes.first<wire::kHeaderSize>()),
                               bytes.subspan(wire::kHeaderSize)};
    m_workbench.observer().frame({.time = next(),
                                  .session = m_session,
                                  .generation = event::Generation{1},
                                  .direction = direction,
                                  .thread = thread,
                                  .servedReqno = {},
                                  .housekeeping = false,
                                  .frame = view});
}

void Traffic::turn(event::ConnectionEvent note)
{
    note.time = next();
    note.session = m_session;
    note.generation = event::Generation{1};
    note.tapped = true;
    m_workbench.observer().connection(note);
}

void Traffic::establish(std::int32_t pid, const std::string &comm)
{
    event::ConnectionEvent note{};
    note.kind = event::ConnectionEvent::Kind::Established;
    note.pid = pid;
    note.text = comm;
    turn(note);
}

void Traffic::begin(std::uint32_t number, const std::vector<std::uint64_t> &arguments)
{
    wire::FrameWriter writer;
    writer.syscall(++m_reqno, number, arguments);
    frame(event::Direction::ToServer, writer.bytes());
    ++m_begun;
}

void Traffic::answer(std::int64_t value, std::int32_t error)
{
    wire::FrameWriter writer;
    writer.syscallReply(m_reqno, {error, 0, {value, 0}});
    frame(event::Direction::FromServer, writer.bytes());
    ++m_answered;
}

void Traffic::exec(const std::string &comm)
{
    wire::FrameWriter request;
    request.exec(++m_reqno, comm);
    frame(event::Direction::ToServer, request.bytes());
    wire::FrameWriter reply;
    reply.handshakeReply(m_reqno);
    frame(event::Direction::FromServer, reply.bytes());
}

void Traffic::call(std::uint32_t number, const std::vector<std::uint64_t> &arguments, std::int32_t error)
{
    begin(number, arguments);
    answer(0, error);
}

bool Traffic::calls(std::size_t count, std::uint32_t number, std::int32_t error)
{
    for (std::size_t told = 0; told < count;) {
        for (const std::size_t end = std::min(count, told + kBatch); told < end; ++told)
            call(number, {}, error);
        if (!settle())
            return false;
    }
    return true;
}

bool Traffic::settle()
{
    return eventually([this] {
        const lineage::Node *node = m_workbench.processes().findSession(m_session);
        return node && node->calls == m_begun && node->running == m_begun - m_answered;
    });
}

} // namespace rumpscope::ui::test
