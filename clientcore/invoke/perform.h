// SPDX-License-Identifier: BSD-2-Clause
// Makes a prepared call on a session, and says what came of it in the words of everywhere else.
#pragma once

#include "clientcore/call/decode.h"
#include "clientcore/invoke/prepare.h"
#include "clientcore/session/session.h"

namespace rumpscope::invoke {

/// What came of one call.
struct Performed
{
    session::Session::Result<session::SyscallResult> answer;
    call::DecodedCall decoded; ///< name, arguments with what was copied, result
};

/// Makes the call on this thread and waits for its answer as Session::syscall() does.
[[nodiscard]] Performed perform(session::Session &session, const Prepared &prepared);
/// The same without decoding, for whoever makes many: the answer alone.
[[nodiscard]] session::Session::Result<session::SyscallResult> performOnly(session::Session &session,
                                                                           const Prepared &prepared);

} // namespace rumpscope::invoke
