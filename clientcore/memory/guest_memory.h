// SPDX-License-Identifier: BSD-2-Clause
// What a server may read and write: the ranges lent by the calls under way, at synthetic addresses.
// No real pointer leaves the process (design, promise 2).
#pragma once

#include <tl/expected.hpp>

#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace rumpscope::memory {

/// An address as a server sees it. 0 is NULL and never lent.
using Address = std::uint64_t;

enum class Access : std::uint8_t { Read = 1, Write = 2, ReadWrite = 3 };

/// A request of the server for memory that no call lent it.
struct Violation
{
    enum class Kind {
        NotLent,   ///< no range starts at or holds the address
        BeyondEnd, ///< the range ends before address + length
        ReadOnly,  ///< a copyout into a range lent for reading
        WriteOnly, ///< a copyin from a range lent for writing
        NoNul,     ///< a string without its NUL within the maximum: answered with an empty reply
    };
    Kind kind;
    Address address = 0;
    std::uint64_t length = 0;

    [[nodiscard]] std::string sentence() const;
};

/// Names one lending: given by the caller, handed back with every access (a session uses the call's reqno).
using LenderId = std::uint64_t;

/// All memory lent to one server process. Every member is safe from any thread.
class GuestMemory
{
public:
    GuestMemory();
    ~GuestMemory();
    GuestMemory(const GuestMemory &) = delete;
    GuestMemory &operator=(const GuestMemory &) = delete;

    /// Served inside the lock: keep it short (append to a frame, copy).
    using Reader = std::function<void(std::span<const std::byte>)>;

    /// COPYIN: calls `reader` with exactly `length` bytes. Returns whose memory it was. What a copyout has
    /// filled in this call may be read back: the kernel of a traced process does, for the trace.
    [[nodiscard]] tl::expected<LenderId, Violation> copyIn(Address address, std::uint64_t length,
                                                           const Reader &reader) const;
    /// COPYINSTR: calls `reader` with the string and its NUL, `maximum` bytes at most. Any memory that may be
    /// read may be read as a string. If `maximum` is exactly one byte more than is left of the range, a NUL
    /// counts as lying behind it: kernels ask so where a length does not include it (modctl, pppoe).
    [[nodiscard]] tl::expected<LenderId, Violation> copyInStr(Address address, std::uint64_t maximum,
                                                              const Reader &reader) const;
    /// COPYOUT and COPYOUTSTR.
    [[nodiscard]] tl::expected<LenderId, Violation> copyOut(Address address, std::span<const std::byte> data);
    /// ANONMMAP: zeroed memory, in whole pages, that stays as long as this object; nullopt for nothing and
    /// beyond `kAnonymousLimit` in all.
    [[nodiscard]] std::optional<Address> mapAnonymous(std::uint64_t length);
    /// Takes every anonymous map back (a new process has none).
    void forgetAnonymous();

    static constexpr std::uint64_t kAnonymousLimit = 64U << 20;

private:
    friend class CallMemory;
    struct Range;
    struct State;
    std::shared_ptr<State> m_state; ///< shared with every CallMemory: they may be gone in any order
};

/// The memory of one call: ranges are lent while `lend()`ed and taken back by the destructor.
/// Built by one thread; contents may be read once the call has ended, also when the GuestMemory is gone.
class CallMemory
{
public:
    explicit CallMemory(GuestMemory &guest);
    ~CallMemory();
    CallMemory(CallMemory &&) noexcept;
    CallMemory &operator=(CallMemory &&) noexcept;

    /// A NUL-terminated string the server may read.
    Address string(std::string_view text);
    /// Bytes the server may read / write (zero-filled) / both.
    Address in(std::span<const std::byte> bytes);
    Address out(std::size_t size);
    Address inOut(std::span<const std::byte> bytes);

    /// From now on the server may use the ranges, in the name of `lender`. Again after a reconnect: same
    /// ranges, and nothing counts as written yet.
    void lend(LenderId lender);
    /// The server may use them no more; contents stay.
    void takeBack();

    /// Present contents of the range that starts at `address`; empty if it is none of this call's.
    [[nodiscard]] std::vector<std::byte> contents(Address address) const;
    /// How far copyouts have filled the range that starts at `address`, from its start.
    [[nodiscard]] std::size_t written(Address address) const;

    /// One range of the call and what became of it.
    struct Lent
    {
        Address address = 0;
        Access access = Access::Read;
        std::vector<std::byte> bytes;
        std::size_t written = 0; ///< how far copyouts have filled it
    };
    /// All ranges, in the order they were made.
    [[nodiscard]] std::vector<Lent> ranges() const;

private:
    Address add(std::vector<std::byte> bytes, Access access);
    [[nodiscard]] const GuestMemory::Range *find(Address address) const;

    std::shared_ptr<GuestMemory::State> m_guest;
    std::vector<std::shared_ptr<GuestMemory::Range>> m_ranges;
};

} // namespace rumpscope::memory
