// SPDX-License-Identifier: GPL-3.0-or-later
// call: system calls as they are typed, printed as strace would.
#include "app/rumpscope-cli/commands.h"
#include "app/rumpscope-cli/exit_code.h"
#include "app/rumpscope-cli/interrupt.h"
#include "app/rumpscope-cli/patience.h"
#include "clientcore/invoke/perform.h"

#include <fmt/format.h>

#include <atomic>
#include <thread>

namespace rumpscope::cli {

namespace {

constexpr std::size_t kShownBytes = 4096;
constexpr auto kLook = std::chrono::milliseconds(50);

/// Says why the call is not made; a mistake has a mark below its place.
int refused(Console &console, const std::string &expression, const invoke::Refusal &refusal)
{
    if (refusal.needsConfirmation())
        return console.complain(kUsage, refusal.text + " Say --force if you mean it.");
    console.complain(0, refusal.text);
    if (const call::ExpressionError *mistake = refusal.mistake()) {
        console.note("  " + expression);
        console.note("  " + std::string(mistake->position, ' ') +
                     std::string(std::max<std::size_t>(mistake->length, 1), '^'));
    }
    return kUsage;
}

std::string hex(std::span<const std::byte> bytes)
{
    std::string text;
    for (const std::byte byte : bytes)
        text += fmt::format("{:02x}", static_cast<unsigned>(byte));
    return text;
}

Json toJson(const call::DecodedCall &decoded, const session::SyscallResult &answer)
{
    Json arguments = Json::array();
    for (const auto &argument : decoded.arguments) {
        Json one{{"name", argument.name}, {"text", argument.text}};
        for (const auto &[field, value] : argument.fields)
            one["fields"][field] = value;
        if (!argument.bytes.empty())
            one["bytes"] = hex(argument.bytes);
        arguments.push_back(std::move(one));
    }
    return {{"call", decoded.text},
            {"name", decoded.name},
            {"arguments", std::move(arguments)},
            {"result", decoded.result},
            {"error", answer.error},
            {"retval", answer.retval},
            {"latency_ns", std::chrono::nanoseconds(answer.answered - answer.sent).count()},
            {"round_trips", answer.roundTrips}};
}

/// One call; an ExitCode. One that gets no answer, as at Ctrl+C, is named as it was typed: `question`.
int make(Console &console, session::Session &session, const invoke::Prepared &prepared,
         const std::string &question, bool bytes)
{
    std::optional<Patience> patience(std::in_place, console,
                                     "No answer to " + question + " for 3 seconds; still waiting.");
    const auto [answer, decoded] = invoke::perform(session, prepared);
    patience.reset();
    if (!answer) {
        if (console.json())
            console.object({{"call", question}, {"name", prepared.call().display}, {"result", "unfinished"}});
        else
            console.line(question + " <unfinished ...>");
        return console.complain(kFailed, answer.error().sentence());
    }
    if (console.json()) {
        console.object(toJson(decoded, *answer));
    } else {
        const std::string meaning =
            answer->error != 0 ? call::errnoText(answer->error, true) : decoded.result;
        console.line(decoded.text + " " + (answer->error != 0 ? "= " + meaning : decoded.result));
        for (const auto &argument : decoded.arguments) {
            if (bytes && !argument.bytes.empty())
                console.line(
                    fmt::format("  {}: {}", argument.name, call::quote(argument.bytes, kShownBytes)));
        }
    }
    return answer->error != 0 ? kRefused : kDone;
}

} // namespace

int call(Console &console, const CallOptions &options)
{
    std::vector<invoke::Prepared> calls; // all are checked before the first is made
    for (const std::string &expression : options.expressions) {
        auto prepared =
            invoke::prepare(expression, {.readOnly = options.readOnly, .confirmed = options.force});
        if (!prepared)
            return refused(console, expression, prepared.error());
        calls.push_back(std::move(*prepared));
    }
    Interrupt interrupt; // before any thread
    const auto made = connectGuest(console, options.guest, &interrupt);
    if (!made)
        return made.error();
    const auto &session = *made;
    // A call that blocks must not keep us from ending: the thread that waits for signals is another one.
    std::atomic<bool> over{false};
    std::thread watch([&] {
        while (!over && !interrupt.wait(kLook)) {
        }
        if (!over)
            session->close();
    });
    int worst = kDone;
    for (std::size_t i = 0; i < calls.size(); ++i) {
        const int code = make(console, *session, calls[i], options.expressions[i], options.bytes);
        console.flush(); // whoever reads a pipe wants each answer when it is there
        worst = code == kFailed ? code : std::max(worst, code);
        if (code == kFailed)
            break;
    }
    over = true;
    watch.join();
    return worst;
}

} // namespace rumpscope::cli
