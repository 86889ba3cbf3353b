// SPDX-License-Identifier: GPL-3.0-or-later
// A call of the history as text for other programs.
#pragma once

#include "clientcore/trace/store/call_record.h"

#include <QString>

namespace rumpscope::ui {

enum class CopyForm {
    Expression, ///< open("/etc/hosts", O_RDONLY): whole, for the composer
    C,          ///< with rump_sys_*; declares the memory it needs
    Command,    ///< for a shell: rumpscope-cli call ...
    Json,       ///< one object, keys as rumpscope-cli show --format json has them
    Hex,        ///< its frames, sixteen bytes a line
};

/// Empty where there is no such text: lifecycle steps are no calls, and calls outside the catalog cannot be
/// typed. `url` is of the kernel.
[[nodiscard]] QString copyOf(const trace::CallRecord &record, CopyForm form, const QString &url);

} // namespace rumpscope::ui
