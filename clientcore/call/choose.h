// SPDX-License-Identifier: BSD-2-Clause
// Arguments whose shape another argument chooses: requests of ioctl, commands of fcntl, file systems of
// mount.
#pragma once

#include "clientcore/abi/catalog.h"

#include <string_view>

namespace rumpscope::call {

/// What decides: a number, or the name of a file system.
struct Choosing
{
    std::uint32_t key = 0;
    std::string_view name; ///< for Chooser::Mount
    bool asks = false;     ///< ... MNT_GETARGS: the kernel fills in
};

/// What the argument is then. Kind::Nothing: a number. `known` is false where no table has it.
struct Chosen
{
    abi::Pointee pointee;
    bool known = true;
};

[[nodiscard]] Chosen chosenBy(abi::Chooser chooser, const Choosing &by);

/// Control blocks of asynchronous operations: the kernel uses them after the call, when their memory is gone
/// here.
[[nodiscard]] bool outlivesTheCall(const abi::Structure &structure);
/// Does a structure, or one inside it, hold pointers?
[[nodiscard]] bool leadsOn(const abi::Structure &structure);

} // namespace rumpscope::call
