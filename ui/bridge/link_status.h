// SPDX-License-Identifier: GPL-3.0-or-later
// What the connection bar says, as one value.
#pragma once

#include "clientcore/event/event.h"
#include "clientcore/wire/banner.h"

#include <QString>

#include <chrono>
#include <optional>

namespace rumpscope::ui {

/// Where the connection to the kernel stands.
enum class LinkState {
    Idle,       ///< no kernel chosen yet, or disconnected by the user
    Connecting, ///< the first connection of this link is being made
    Connected,
    Silent,    ///< connected, but the kernel has not answered the observer for over a second
    Retrying,  ///< lost; the retry policy is at work
    Lost,      ///< lost, and nobody is trying
    Recording, ///< a recording is shown instead
};

struct LinkStatus
{
    LinkState state = LinkState::Idle;
    QString url;
    std::optional<wire::Banner> banner;
    /// Generation of the primary session (how many lives it has had), 0 before the first.
    unsigned generation = 0;
    std::optional<qint32> pid;                           ///< of the primary session
    std::optional<std::chrono::nanoseconds> roundTrip;   ///< the observer's latest getpid
    std::chrono::nanoseconds silentFor{0};               ///< Silent: how long
    unsigned attempts = 0;                               ///< Retrying: failed ones in this episode
    std::optional<std::chrono::nanoseconds> nextAttempt; ///< Retrying: time until the next
    QString sentence; ///< why: the last error, for Lost and Retrying; empty otherwise

    friend bool operator==(const LinkStatus &, const LinkStatus &) = default;
};

} // namespace rumpscope::ui
