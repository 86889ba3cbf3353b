// SPDX-License-Identifier: GPL-3.0-or-later
// Coroutines for system calls: lazy, owned by whoever awaits them, on one thread.
#pragma once

#include <coroutine>
#include <exception>
#include <optional>
#include <utility>

namespace rumpscope::kernel {

/// A piece of a system call that may wait. It runs when it is awaited and gives its result to the awaiter.
/// A task that never waits costs no trip through the scheduler, and a loop over such tasks no stack: the
/// awaiter is resumed by its child only when it was really suspended.
template<class T>
class [[nodiscard]] Task
{
public:
    struct promise_type
    {
        struct Final
        {
            bool await_ready() noexcept { return false; }
            void await_suspend(std::coroutine_handle<promise_type> self) noexcept
            {
                // The awaiter may destroy this frame: nothing may touch it afterwards.
                if (const auto waiting = self.promise().awaiter)
                    waiting.resume();
            }
            void await_resume() noexcept {}
        };

        std::optional<T> value;
        std::coroutine_handle<> awaiter; ///< set once it waits for us

        Task get_return_object() { return Task(std::coroutine_handle<promise_type>::from_promise(*this)); }
        std::suspend_always initial_suspend() noexcept { return {}; }
        Final final_suspend() noexcept { return {}; }
        void return_value(T result) { value.emplace(std::move(result)); }
        void unhandled_exception() { std::terminate(); }
    };

    Task(Task &&other) noexcept
        : m_handle(std::exchange(other.m_handle, {}))
    {}
    Task(const Task &) = delete;
    Task &operator=(const Task &) = delete;
    Task &operator=(Task &&) = delete;
    ~Task()
    {
        if (m_handle)
            m_handle.destroy();
    }

    bool await_ready() noexcept { return false; }
    bool await_suspend(std::coroutine_handle<> awaiter)
    {
        m_handle.resume();
        if (m_handle.done())
            return false;
        m_handle.promise().awaiter = awaiter;
        return true;
    }
    T await_resume() { return std::move(*m_handle.promise().value); }

private:
    explicit Task(std::coroutine_handle<promise_type> handle)
        : m_handle(handle)
    {}
    std::coroutine_handle<promise_type> m_handle;
};

/// A coroutine nobody awaits: runs at once and frees itself at its end.
struct Detached
{
    struct promise_type
    {
        Detached get_return_object() noexcept { return {}; }
        std::suspend_never initial_suspend() noexcept { return {}; }
        std::suspend_never final_suspend() noexcept { return {}; }
        void return_void() noexcept {}
        void unhandled_exception() { std::terminate(); }
    };
};

} // namespace rumpscope::kernel
