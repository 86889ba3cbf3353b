// SPDX-License-Identifier: BSD-2-Clause
// A lock that a forked child can take back from threads it does not have, and an event to sleep on without
// it.
#pragma once

#include "clientcore/capi/host.h"

#include <atomic>

namespace rumpscope::capi {

/// A futex as a word of an atomic: the library's only way to sleep without a lock held.
class Event
{
public:
    [[nodiscard]] std::uint32_t value() const { return m_word.load(std::memory_order_acquire); }
    void set(std::uint32_t value) { m_word.store(value, std::memory_order_release); }
    [[nodiscard]] std::uint32_t exchange(std::uint32_t value)
    {
        return m_word.exchange(value, std::memory_order_acq_rel);
    }
    /// False: it is not `from`.
    [[nodiscard]] bool replace(std::uint32_t from, std::uint32_t to)
    {
        return m_word.compare_exchange_strong(from, to, std::memory_order_acq_rel);
    }
    /// Changes the value and wakes everybody.
    void advance()
    {
        m_word.fetch_add(1, std::memory_order_release);
        wake(kEverybody);
    }
    void wake(int threads) { host::wake(word(), threads); }
    /// Sleeps while the value is `seen`; returns early when a handler has run.
    void waitWhile(std::uint32_t seen, const timespec *timeout = nullptr)
    {
        host::waitWhile(word(), seen, timeout);
    }

private:
    static constexpr int kEverybody = 1 << 30;
    [[nodiscard]] std::uint32_t &word() { return reinterpret_cast<std::uint32_t &>(m_word); }

    std::atomic<std::uint32_t> m_word{0};
    static_assert(sizeof(std::atomic<std::uint32_t>) == sizeof(std::uint32_t));
};

/// Not recursive. Whoever holds it has held back signals, or a handler that calls us would wait for ever.
class Lock
{
public:
    void lock()
    {
        std::uint32_t free = kFree;
        if (!m_word.compare_exchange_strong(free, kHeld, std::memory_order_acquire))
            wait();
    }
    void unlock()
    {
        if (m_word.exchange(kFree, std::memory_order_release) == kWanted)
            host::wake(word(), 1);
    }
    /// In a forked child, where whoever held it does not exist.
    void reset() { m_word.store(kFree, std::memory_order_relaxed); }

private:
    static constexpr std::uint32_t kFree = 0;
    static constexpr std::uint32_t kHeld = 1;
    static constexpr std::uint32_t kWanted = 2; ///< held, and somebody sleeps

    void wait()
    {
        while (m_word.exchange(kWanted, std::memory_order_acquire) != kFree)
            host::waitWhile(word(), kWanted);
    }
    [[nodiscard]] std::uint32_t &word() { return reinterpret_cast<std::uint32_t &>(m_word); }

    std::atomic<std::uint32_t> m_word{kFree};
};

} // namespace rumpscope::capi
