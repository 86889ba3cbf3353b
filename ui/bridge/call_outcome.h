// SPDX-License-Identifier: GPL-3.0-or-later
// What became of a call made by hand.
#pragma once

#include "clientcore/event/event.h"

#include <QList>
#include <QMetaType>
#include <QString>

#include <chrono>
#include <optional>

namespace rumpscope::ui {

/// Names one command until its answer.
enum class Ticket : quint64 {};

/// A call made from the console, when it has ended.
struct CallOutcome
{
    Ticket ticket{};
    event::SessionId session{};
    std::optional<qint32> pid;
    QString expression; ///< as typed
    QString text;       ///< as decoded, "open(\"/x\", O_RDONLY)"
    QString result;     ///< "= 3" or "-1 ENOENT (No such file or directory)"; a sentence for client errors
    bool failed = false;
    bool clientError = false; ///< the kernel never answered: not its errno
    std::chrono::nanoseconds latency{0};
    quint32 roundTrips = 0;
    quint64 reqno = 0;
    quint32 generation = 0;
    /// Decoded buffers and structures: argument name, then lines.
    QList<std::pair<QString, QString>> details;
};

} // namespace rumpscope::ui

Q_DECLARE_METATYPE(rumpscope::ui::CallOutcome)
