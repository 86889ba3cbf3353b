// SPDX-License-Identifier: BSD-2-Clause
#include "clientcore/memory/guest_memory.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstring>
#include <utility>

namespace rumpscope::memory {

namespace {

/// Far from 0, so that small numbers taken for addresses hit nothing.
constexpr Address kFirstAddress = 0x10000000;
/// Ranges begin on such a boundary and have at least this much nothing behind them.
constexpr std::uint64_t kAlignment = 64;
/// Anonymous memory comes in pages, so that a limit on bytes is a limit on their number too.
constexpr std::uint64_t kPage = 4096;

constexpr std::uint64_t roundUp(std::uint64_t value, std::uint64_t unit)
{
    return (value + unit - 1) / unit * unit;
}

bool allows(Access have, Access want)
{
    return (static_cast<unsigned>(have) & static_cast<unsigned>(want)) != 0;
}

} // namespace

struct GuestMemory::Range
{
    Address base = 0;
    Access access = Access::Read;
    LenderId lender = 0;
    std::vector<std::byte> bytes;
    std::size_t written = 0;

    [[nodiscard]] bool canRead(std::size_t offset, std::uint64_t length) const
    {
        return allows(access, Access::Read) || (offset <= written && length <= written - offset);
    }
};

struct GuestMemory::State
{
    using Place = std::pair<Range *, std::size_t>;

    mutable std::mutex mutex;
    std::map<Address, std::shared_ptr<Range>> lent;
    std::vector<std::shared_ptr<Range>> anonymous;
    std::uint64_t anonymousBytes = 0;
    Address next = kFirstAddress;

    /// Reserves addresses; they are not used again, so a late copy of an old call finds nothing.
    Address reserve(std::uint64_t size)
    {
        const Address base = next;
        next = roundUp(next + std::max<std::uint64_t>(size, 1), kAlignment) + kAlignment;
        return base;
    }

    /// The range that holds `address`, and how far into it that is.
    [[nodiscard]] tl::expected<Place, Violation> find(Address address, std::uint64_t length,
                                                      Access wanted) const
    {
        auto after = lent.upper_bound(address);
        if (after == lent.begin())
            return tl::unexpected(Violation{Violation::Kind::NotLent, address, length});
        Range &range = *std::prev(after)->second;
        const std::uint64_t offset = address - range.base;
        if (offset > range.bytes.size() || (offset == range.bytes.size() && length > 0))
            return tl::unexpected(Violation{Violation::Kind::NotLent, address, length});
        if (wanted == Access::Read ? !range.canRead(offset, length) : !allows(range.access, wanted)) {
            const auto kind = wanted == Access::Read ? Violation::Kind::WriteOnly : Violation::Kind::ReadOnly;
            return tl::unexpected(Violation{kind, address, length});
        }
        return Place{&range, static_cast<std::size_t>(offset)};
    }

    [[nodiscard]] tl::expected<Place, Violation> findWhole(Address address, std::uint64_t length,
                                                           Access wanted) const
    {
        auto place = find(address, length, wanted);
        if (place && length > place->first->bytes.size() - place->second)
            return tl::unexpected(Violation{Violation::Kind::BeyondEnd, address, length});
        return place;
    }
};

std::string Violation::sentence() const
{
    switch (kind) {
    case Kind::NotLent:
        return fmt::format("The server asked for {} bytes at {:#x}, which no call lent it.", length, address);
    case Kind::BeyondEnd:
        return fmt::format("The server asked for {} bytes at {:#x}, more than a call lent it there.", length,
                           address);
    case Kind::ReadOnly:
        return fmt::format(
            "The server wanted to write {} bytes at {:#x}, which a call lent for reading only.", length,
            address);
    case Kind::WriteOnly:
        return fmt::format("The server wanted to read {} bytes at {:#x}, which a call lent for writing only.",
                           length, address);
    case Kind::NoNul:
        return fmt::format("The string at {:#x} does not end within the {} bytes the server would take.",
                           address, length);
    }
    return {};
}

GuestMemory::GuestMemory()
    : m_state(std::make_shared<State>())
{}
GuestMemory::~GuestMemory() = default;

tl::expected<LenderId, Violation> GuestMemory::copyIn(Address address, std::uint64_t length,
                                                      const Reader &reader) const
{
    const std::lock_guard lock(m_state->mutex);
    const auto place = m_state->findWhole(address, length, Access::Read);
    if (!place)
        return tl::unexpected(place.error());
    const auto &[range, offset] = *place;
    reader(std::span(range->bytes).subspan(offset, static_cast<std::size_t>(length)));
    return range->lender;
}

tl::expected<LenderId, Violation> GuestMemory::copyInStr(Address address, std::uint64_t maximum,
                                                         const Reader &reader) const
{
    const std::lock_guard lock(m_state->mutex);
    const auto place = m_state->find(address, 1, Access::Read);
    if (!place)
        return tl::unexpected(place.error());
    const auto &[range, offset] = *place;
    const bool readable = allows(range->access, Access::Read);
    const auto rest =
        std::span(range->bytes).first(readable ? range->bytes.size() : range->written).subspan(offset);
    const auto nul = std::find(rest.begin(), rest.end(), std::byte{0});
    const auto size = static_cast<std::uint64_t>(nul - rest.begin()) + 1;
    const bool endsInside = nul != rest.end();
    if (size > maximum || (!endsInside && !(readable && maximum == size)))
        return tl::unexpected(Violation{Violation::Kind::NoNul, address, maximum});
    if (endsInside) {
        reader(rest.first(static_cast<std::size_t>(size)));
    } else {
        std::vector<std::byte> ended(rest.begin(), rest.end());
        ended.push_back(std::byte{0});
        reader(ended);
    }
    return range->lender;
}

tl::expected<LenderId, Violation> GuestMemory::copyOut(Address address, std::span<const std::byte> data)
{
    const std::lock_guard lock(m_state->mutex);
    const auto place = m_state->findWhole(address, data.size(), Access::Write);
    if (!place)
        return tl::unexpected(place.error());
    const auto &[range, offset] = *place;
    if (!data.empty())
        std::memcpy(range->bytes.data() + offset, data.data(), data.size());
    range->written = std::max(range->written, offset + data.size());
    return range->lender;
}

std::optional<Address> GuestMemory::mapAnonymous(std::uint64_t length)
{
    const std::lock_guard lock(m_state->mutex);
    if (length == 0 || length > kAnonymousLimit)
        return std::nullopt;
    const std::uint64_t size = roundUp(length, kPage);
    if (size > kAnonymousLimit - m_state->anonymousBytes)
        return std::nullopt;
    auto range = std::make_shared<Range>();
    range->base = m_state->reserve(size);
    range->access = Access::ReadWrite;
    range->bytes.resize(static_cast<std::size_t>(size));
    m_state->anonymousBytes += size;
    m_state->lent.emplace(range->base, range);
    m_state->anonymous.push_back(range);
    return range->base;
}

void GuestMemory::forgetAnonymous()
{
    const std::lock_guard lock(m_state->mutex);
    for (const auto &range : m_state->anonymous)
        m_state->lent.erase(range->base);
    m_state->anonymous.clear();
    m_state->anonymousBytes = 0;
}

CallMemory::CallMemory(GuestMemory &guest)
    : m_guest(guest.m_state)
{}

CallMemory::~CallMemory()
{
    takeBack();
}

// The one moved from stays of use: it lends nothing, but still belongs to its guest.
CallMemory::CallMemory(CallMemory &&other) noexcept
    : m_guest(other.m_guest) // NOLINT(performance-move-constructor-init)
    , m_ranges(std::exchange(other.m_ranges, {}))
{}

CallMemory &CallMemory::operator=(CallMemory &&other) noexcept
{
    std::swap(m_guest, other.m_guest);
    std::swap(m_ranges, other.m_ranges);
    return *this;
}

Address CallMemory::add(std::vector<std::byte> bytes, Access access)
{
    auto range = std::make_shared<GuestMemory::Range>();
    range->access = access;
    range->bytes = std::move(bytes);
    {
        const std::lock_guard lock(m_guest->mutex);
        range->base = m_guest->reserve(range->bytes.size());
    }
    m_ranges.push_back(range);
    return range->base;
}

Address CallMemory::string(std::string_view text)
{
    const auto bytes = std::as_bytes(std::span(text));
    std::vector<std::byte> copy(bytes.begin(), bytes.end());
    copy.push_back(std::byte{0});
    return add(std::move(copy), Access::Read);
}

Address CallMemory::in(std::span<const std::byte> bytes)
{
    return add({bytes.begin(), bytes.end()}, Access::Read);
}

Address CallMemory::out(std::size_t size)
{
    return add(std::vector<std::byte>(size), Access::Write);
}

Address CallMemory::inOut(std::span<const std::byte> bytes)
{
    return add({bytes.begin(), bytes.end()}, Access::ReadWrite);
}

void CallMemory::lend(LenderId lender)
{
    const std::lock_guard lock(m_guest->mutex);
    for (const auto &range : m_ranges) {
        range->lender = lender;
        range->written = 0;
        m_guest->lent.insert_or_assign(range->base, range);
    }
}

void CallMemory::takeBack()
{
    if (m_ranges.empty())
        return;
    const std::lock_guard lock(m_guest->mutex);
    for (const auto &range : m_ranges)
        m_guest->lent.erase(range->base);
}

const GuestMemory::Range *CallMemory::find(Address address) const
{
    const auto range = std::find_if(m_ranges.begin(), m_ranges.end(),
                                    [address](const auto &each) { return each->base == address; });
    return range == m_ranges.end() ? nullptr : range->get();
}

std::vector<std::byte> CallMemory::contents(Address address) const
{
    const std::lock_guard lock(m_guest->mutex);
    const auto *range = find(address);
    return range ? range->bytes : std::vector<std::byte>();
}

std::size_t CallMemory::written(Address address) const
{
    const std::lock_guard lock(m_guest->mutex);
    const auto *range = find(address);
    return range ? range->written : 0;
}

std::vector<CallMemory::Lent> CallMemory::ranges() const
{
    const std::lock_guard lock(m_guest->mutex);
    std::vector<Lent> result;
    result.reserve(m_ranges.size());
    for (const auto &range : m_ranges)
        result.push_back({range->base, range->access, range->bytes, range->written});
    return result;
}

} // namespace rumpscope::memory
