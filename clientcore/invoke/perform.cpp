// SPDX-License-Identifier: BSD-2-Clause
#include "clientcore/invoke/perform.h"

#include "clientcore/call/lent_copies.h"

namespace rumpscope::invoke {

namespace {

session::Session::Result<session::SyscallResult> send(session::Session &session, const abi::Call &call,
                                                      call::MarshalledCall &marshalled)
{
    return session.syscall({.number = call.number,
                            .arguments = marshalled.arguments,
                            .memory = &marshalled.memory,
                            .repeatable = call.repeatable});
}

} // namespace

Performed perform(session::Session &session, const Prepared &prepared)
{
    call::MarshalledCall marshalled = prepared.marshal(session.memory());
    auto answer = send(session, prepared.call(), marshalled);
    const auto ranges = marshalled.memory.ranges();
    const auto copies = call::copiesOf(ranges);
    call::SeenCall seen{.number = prepared.call().number,
                        .arguments = marshalled.arguments,
                        .copies = copies,
                        .answered = answer.has_value()};
    if (answer) {
        seen.error = answer->error;
        seen.retval = answer->retval;
    }
    return {std::move(answer), call::decode(seen)};
}

session::Session::Result<session::SyscallResult> performOnly(session::Session &session,
                                                             const Prepared &prepared)
{
    call::MarshalledCall marshalled = prepared.marshal(session.memory());
    return send(session, prepared.call(), marshalled);
}

} // namespace rumpscope::invoke
