// SPDX-License-Identifier: GPL-3.0-or-later
// Plays a call script to a kernel.
#pragma once

#include "tests/kernel/differential/call_client.h"
#include "tests/kernel/differential/script.h"

#include <functional>
#include <memory>

namespace rumpscope::test {

/// For one script and one fresh kernel. Every process starts in /lab, a tmpfs where the kernel can mount one.
class Player
{
public:
    explicit Player(std::string url);

    /// What happened at this step, a line each. Throws std::runtime_error for a step that makes no sense.
    [[nodiscard]] std::vector<std::string> play(const Step &step);

private:
    using Lines = std::vector<std::string>;

    [[nodiscard]] CallClient &client(const std::string &name);
    void enterLab(CallClient &fresh);
    /// The call with $names replaced by what they stand for.
    [[nodiscard]] std::string filled(std::string_view text) const;
    Lines command(const std::string &who, const std::string &text);
    Lines callStep(const std::string &who, std::string text);
    Lines finish(const std::string &who, const std::string &names, std::uint64_t reqno);

    struct Waiting
    {
        std::string who;
        std::string names; ///< of its results
        std::uint64_t reqno;
    };

    std::string m_url;
    Normaliser m_normaliser;
    std::map<std::string, std::unique_ptr<CallClient>> m_clients;
    std::map<std::string, wire::Cookie> m_prepared;
    std::map<std::string, std::int64_t> m_values;
    std::map<std::string, Waiting> m_waiting;
};

/// What happened at each step of a script; a step that could not be played is the last one, its lines say
/// why.
[[nodiscard]] std::vector<std::vector<std::string>> playAll(const Script &script, const std::string &url);

} // namespace rumpscope::test
