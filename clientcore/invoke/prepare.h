// SPDX-License-Identifier: BSD-2-Clause
// A typed call on its way to a kernel: checked once, and only what is allowed can be performed.
#pragma once

#include "clientcore/call/marshal.h"

#include <tl/expected.hpp>

#include <string>
#include <string_view>
#include <variant>

namespace rumpscope::invoke {

/// What a person has allowed.
struct Permissions
{
    bool readOnly = false;  ///< nothing that changes a kernel may leave
    bool confirmed = false; ///< calls that can end the kernel (abi::Danger::Kernel) may leave
};

/// A call that was parsed, bound to the catalog and allowed. Only prepare() makes one, so that nothing
/// dangerous leaves unasked. A value; may be performed any number of times and by any thread.
class Prepared
{
public:
    [[nodiscard]] const abi::Call &call() const { return *m_bound.call; }
    /// Words and memory as they leave, laid out in `guest`.
    [[nodiscard]] call::MarshalledCall marshal(memory::GuestMemory &guest) const
    {
        return call::marshal(m_bound, guest);
    }

private:
    friend tl::expected<Prepared, struct Refusal> prepare(std::string_view text,
                                                          const Permissions &permissions);
    explicit Prepared(call::BoundCall bound)
        : m_bound(std::move(bound))
    {}

    call::BoundCall m_bound;
};

/// The call can end the kernel for everybody: ask, then prepare again with Permissions::confirmed.
struct NeedsConfirmation
{};
/// Read-only mode is on and the call would change something.
struct NotReadOnly
{};

/// Why a call does not leave. `text` is a sentence that says what was wrong and what to do.
struct Refusal
{
    std::variant<call::ExpressionError, NeedsConfirmation, NotReadOnly> why;
    std::string text;

    /// Where the mistake is, for a mistake in the expression; null otherwise.
    [[nodiscard]] const call::ExpressionError *mistake() const
    {
        return std::get_if<call::ExpressionError>(&why);
    }
    [[nodiscard]] bool needsConfirmation() const { return std::holds_alternative<NeedsConfirmation>(why); }
};

/// Parses and binds an expression as strace writes it, and decides whether it may leave. Any thread.
[[nodiscard]] tl::expected<Prepared, Refusal> prepare(std::string_view text, const Permissions &permissions);

} // namespace rumpscope::invoke
