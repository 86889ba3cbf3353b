// SPDX-License-Identifier: BSD-2-Clause
// Which memory of this process a system call lends the server, read off the call's own arguments.
#pragma once

#include "clientcore/capi/lent_ranges.h"

#include <cstdint>
#include <span>

namespace rumpscope::capi {

/// Puts into `out` what call `number` with these argument words lends: strings, buffers with their lengths,
/// value-result lengths and what they measure, iovecs, msghdrs, and what ioctl requests, mount's and modctl's
/// arguments, quotactl, nfssvc, bpf and sysctl point to.
///
/// The catalog's roles tell (resources/abi). Words are as in the frame, one a slot; missing ones count as 0.
/// Structures that point onwards are read safely: a bad pointer lends nothing, so the kernel's copy fails as
/// it would in the kernel. Lengths are taken as they are when this runs, before the request is sent; a range
/// ends at the end of the address space at the latest.
///
/// `out` is cleared first. After calls and requests the catalog does not have, out.known() is false. No
/// allocation for calls with up to LentRanges::kInline ranges; safe in signal handlers then; keeps errno.
void lend(std::uint32_t number, std::span<const std::uint64_t> arguments, LentRanges &out);

/// Does this control block of aio_read and its kin, as the kernel copies it out (`bytes` is all of it), say
/// that the operation is over? What was lent Until::AioDone with it is lent no longer after that copy.
[[nodiscard]] bool aioFinished(std::span<const std::byte> bytes);

} // namespace rumpscope::capi
