// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/kernel/control_client.h"

#include "tests/kernel/kernel_client.h"

#include <array>
#include <stdexcept>

namespace rumpscope::test {

namespace {

constexpr auto kPatience = std::chrono::seconds(20);

bool isWhole(const std::string &answer)
{
    if (!answer.ends_with('\n'))
        return false;
    const auto before = answer.rfind('\n', answer.size() - 2);
    const std::string last = answer.substr(before == std::string::npos ? 0 : before + 1);
    return last == "ok\n" || last.starts_with("error ");
}

} // namespace

ControlClient::ControlClient(const std::string &path)
    : m_stream(connectTo("unix://" + path))
{}

void ControlClient::sendRaw(const std::string &bytes)
{
    static_cast<void>(m_stream.sendAll(std::as_bytes(std::span(bytes)))); // an end shows when it is read
}

std::string ControlClient::receive()
{
    std::string answer;
    std::array<std::byte, 4096> room{};
    while (!isWhole(answer)) {
        if (!m_stream.waitReadable(transport::Deadline::in(kPatience)))
            throw std::runtime_error("the control socket is silent");
        const auto count = m_stream.receive(room);
        if (!count)
            break;
        answer.append(reinterpret_cast<const char *>(room.data()), *count);
    }
    return answer;
}

std::string ControlClient::say(const std::string &command)
{
    sendRaw(command + '\n');
    return receive();
}

} // namespace rumpscope::test
