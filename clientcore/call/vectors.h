// SPDX-License-Identifier: BSD-2-Clause
// Lists of buffers for readv and writev.
#pragma once

#include "clientcore/call/scanner.h"

namespace rumpscope::call {

/// ["one", "two"] when the kernel reads; [16, [32], "room for as many bytes"] when it writes. An item may
/// also be
/// {"one", 3}, as it is printed when fewer bytes went over than there was room. Items of the result are
/// StringValue or RoomValue.
[[nodiscard]] Parsed<ListValue> bindVector(bool kernelReads, const Value &value);

} // namespace rumpscope::call
