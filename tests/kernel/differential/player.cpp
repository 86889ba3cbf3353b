// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/kernel/differential/player.h"

#include <sstream>
#include <stdexcept>

namespace rumpscope::test {

namespace {

/// Round trips after a call that is to wait: by then it does, also in a kernel that serves calls on many
/// threads.
constexpr int kSettlingCalls = 8;

std::string trimmed(std::string text)
{
    text.erase(0, text.find_first_not_of(' '));
    text.erase(text.find_last_not_of(' ') + 1);
    return text;
}

bool isNamePart(char c)
{
    return (std::isalnum(static_cast<unsigned char>(c)) != 0) || c == '_';
}

/// Cuts `mark` from the end of the text; false when it is not there.
bool cut(std::string &text, std::string_view mark)
{
    if (!text.ends_with(mark))
        return false;
    text = trimmed(text.substr(0, text.size() - mark.size()));
    return true;
}

} // namespace

Player::Player(std::string url)
    : m_url(std::move(url))
{}

CallClient &Player::client(const std::string &name)
{
    auto &found = m_clients[name];
    if (found == nullptr) {
        found = std::make_unique<CallClient>(m_url, name, m_normaliser);
        enterLab(*found);
    }
    return *found;
}

void Player::enterLab(CallClient &fresh)
{
    if (m_clients.size() == 1) {
        fresh.quietly("mkdir(\"/lab\", 0755)");
        fresh.quietly(
            "raw mount(\"tmpfs\", \"/lab\", 0, <u32 1 u32 0 u64 0 u64 0 u32 0 u32 0 u32 01777 u32 0>, 40)");
    }
    fresh.quietly("chdir(\"/lab\")");
}

std::string Player::filled(std::string_view text) const
{
    std::string result;
    while (!text.empty()) {
        if (text.front() != '$') {
            result += text.front();
            text.remove_prefix(1);
            continue;
        }
        std::size_t length = 1;
        while (length < text.size() && isNamePart(text[length]))
            ++length;
        const auto found = m_values.find(std::string(text.substr(1, length - 1)));
        if (found == m_values.end())
            throw std::runtime_error("nothing is called " + std::string(text.substr(0, length)));
        result += std::to_string(found->second);
        text.remove_prefix(length);
    }
    return result;
}

Player::Lines Player::play(const Step &step)
{
    const auto colon = step.text.find(": ");
    if (colon == std::string::npos)
        throw std::runtime_error(step.text + ": write CLIENT: CALL");
    const std::string who = step.text.substr(0, colon);
    const std::string text = trimmed(step.text.substr(colon + 2));
    return text.find('(') == std::string::npos ? command(who, text) : callStep(who, text);
}

Player::Lines Player::command(const std::string &who, const std::string &text)
{
    std::istringstream words(text);
    std::string verb;
    std::string object;
    words >> verb >> object;
    if (verb == "start") {
        static_cast<void>(client(who));
    } else if (verb == "prepare") {
        m_prepared[object] = client(who).prefork();
    } else if (verb == "claim" && m_prepared.contains(who)) {
        m_clients[who] = std::make_unique<CallClient>(m_url, m_prepared[who], m_normaliser);
    } else if (verb == "exec") {
        client(who).exec(object);
    } else if (verb == "end") {
        m_clients.erase(who);
    } else if (verb == "signal") {
        return {client(who).awaitSignal()};
    } else if (verb == "wait" && m_waiting.contains(object)) {
        const Waiting waiting = m_waiting.extract(object).mapped();
        return finish(waiting.who, waiting.names, waiting.reqno);
    } else {
        throw std::runtime_error(text + ": no such step");
    }
    return {};
}

Player::Lines Player::callStep(const std::string &who, std::string text)
{
    Marks marks;
    const bool waits = cut(text, "&");
    marks.value = cut(text, "<value>");
    marks.opaque = cut(text, "<opaque>");
    std::string names;
    const auto equals = text.find(" = ");
    if (equals < text.find('(')) {
        names = trimmed(text.substr(0, equals));
        text = trimmed(text.substr(equals + 3));
    }
    CallClient &caller = client(who);
    const std::uint64_t reqno = caller.start(filled(text), marks);
    if (!waits)
        return finish(who, names, reqno);
    m_waiting[names] = {who, names, reqno};
    for (int i = 0; i < kSettlingCalls; ++i)
        caller.quietly("getppid()");
    return {};
}

Player::Lines Player::finish(const std::string &who, const std::string &names, std::uint64_t reqno)
{
    Answered answered = client(who).finish(reqno);
    if (names.empty())
        return std::move(answered.lines);
    const auto comma = names.find(',');
    const bool failed = answered.error != 0;
    m_values[trimmed(names.substr(0, comma))] = failed ? -1 : answered.first;
    if (comma != std::string::npos)
        m_values[trimmed(names.substr(comma + 1))] = failed ? -1 : answered.second;
    return std::move(answered.lines);
}

std::vector<std::vector<std::string>> playAll(const Script &script, const std::string &url)
{
    Player player(url);
    std::vector<std::vector<std::string>> lines;
    for (const Step &step : script.steps) {
        try {
            lines.push_back(player.play(step));
        } catch (const std::runtime_error &error) {
            lines.push_back({std::string("! ") + error.what()});
            break;
        }
    }
    return lines;
}

} // namespace rumpscope::test
