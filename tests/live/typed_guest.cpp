// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/live/typed_guest.h"

#include "clientcore/invoke/perform.h"

#include <stdexcept>

namespace rumpscope::test {

namespace {

constexpr auto kPatience = std::chrono::seconds(20);

std::unique_ptr<session::Session> orThrow(session::Session::Result<std::unique_ptr<session::Session>> made)
{
    if (!made)
        throw std::runtime_error(made.error().sentence());
    return std::move(*made);
}

transport::ServerUrl parsed(const std::string &url)
{
    const auto result = transport::ServerUrl::parse(url);
    if (!result)
        throw std::runtime_error(result.error().sentence());
    return *result;
}

/// These guests have kernels of their own: calls that end one are part of the tests.
invoke::Prepared prepared(std::string_view expression)
{
    auto call = invoke::prepare(expression, {.confirmed = true});
    if (!call)
        throw std::runtime_error(std::string(expression) + ": " + call.error().text);
    return std::move(*call);
}

} // namespace

std::string Made::bytes(std::string_view argument) const
{
    for (const auto &one : arguments) {
        if (one.name == argument)
            return {reinterpret_cast<const char *>(one.bytes.data()), one.bytes.size()};
    }
    return {};
}

std::string Made::field(std::string_view name) const
{
    for (const auto &argument : arguments) {
        for (const auto &[field, value] : argument.fields) {
            if (field == name)
                return value;
        }
    }
    return {};
}

void Watch::frame(const event::FrameEvent &note) noexcept
{
    m_notes.frame(note);
    const wire::Header &header = note.frame.header;
    if (note.direction != event::Direction::ToServer || header.type != wire::FrameType::Syscall)
        return;
    const std::lock_guard lock(m_mutex);
    ++m_sent[header.word];
    m_changed.notify_all();
}

void Watch::connection(const event::ConnectionEvent &note) noexcept
{
    m_notes.connection(note);
}

bool Watch::awaitSent(std::uint32_t number, int count)
{
    std::unique_lock lock(m_mutex);
    return m_changed.wait_for(lock, kPatience, [&] { return m_sent[number] >= count; });
}

TypedGuest::TypedGuest(const std::string &url, const std::string &name, retry::Policy retry)
{
    session::SessionOptions options;
    options.commandName = name;
    options.retry = retry;
    options.observer = m_watch.get();
    m_session = orThrow(session::Session::guest(parsed(url), std::move(options)));
}

TypedGuest::TypedGuest(const std::string &url, const wire::Cookie &cookie)
{
    session::SessionOptions options;
    options.observer = m_watch.get();
    m_session = orThrow(session::Session::claim(parsed(url), cookie, std::move(options)));
}

Made TypedGuest::call(std::string_view expression)
{
    auto [answer, decoded] = invoke::perform(*m_session, prepared(expression));
    Made made;
    if (answer)
        made.answer = *answer;
    else
        made.failure = answer.error();
    made.text = std::move(decoded.text);
    made.result = answer ? std::move(decoded.result) : answer.error().sentence();
    made.arguments = std::move(decoded.arguments);
    return made;
}

} // namespace rumpscope::test
