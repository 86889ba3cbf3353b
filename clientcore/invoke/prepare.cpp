// SPDX-License-Identifier: BSD-2-Clause
#include "clientcore/invoke/prepare.h"

#include "clientcore/invoke/read_only.h"

#include <fmt/format.h>

namespace rumpscope::invoke {

namespace {

tl::unexpected<Refusal> refused(const call::ExpressionError &error)
{
    return tl::unexpected(Refusal{error, error.message});
}

} // namespace

tl::expected<Prepared, Refusal> prepare(std::string_view text, const Permissions &permissions)
{
    const auto parsed = call::parse(text);
    if (!parsed)
        return refused(parsed.error());
    auto bound = call::bind(*parsed);
    if (!bound)
        return refused(bound.error());
    const std::string_view name = bound->call->display;
    if (permissions.readOnly && !changesNothing(*bound))
        return tl::unexpected(Refusal{
            NotReadOnly{},
            fmt::format("Read-only mode is on, and {} may change the kernel: switch it off to make the call.",
                        name)});
    if (bound->call->danger == abi::Danger::Kernel && !permissions.confirmed)
        return tl::unexpected(
            Refusal{NeedsConfirmation{}, fmt::format("{} can end the kernel for everybody.", name)});
    return Prepared(std::move(*bound));
}

} // namespace rumpscope::invoke
