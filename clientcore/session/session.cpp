// SPDX-License-Identifier: BSD-2-Clause
#include "clientcore/session/session.h"

#include "clientcore/session/session_impl.h"

namespace rumpscope::session {

Session::Session(std::unique_ptr<Impl> impl)
    : m_impl(std::move(impl))
{}
Session::~Session() = default;

Session::Result<std::unique_ptr<Session>> Session::guest(const transport::ServerUrl &url,
                                                         SessionOptions options)
{
    auto impl = std::make_unique<Impl>(url, std::move(options));
    if (auto begun = impl->begin(std::nullopt); !begun)
        return tl::unexpected(begun.error());
    return std::unique_ptr<Session>(new Session(std::move(impl)));
}

Session::Result<std::unique_ptr<Session>> Session::claim(const transport::ServerUrl &url,
                                                         const wire::Cookie &cookie, SessionOptions options)
{
    auto impl = std::make_unique<Impl>(url, std::move(options));
    if (auto begun = impl->begin(cookie); !begun)
        return tl::unexpected(begun.error());
    return std::unique_ptr<Session>(new Session(std::move(impl)));
}

Session::Result<void> Session::cancel(const transport::ServerUrl &url, const wire::Cookie &cookie,
                                      SessionOptions options)
{
    return Impl(url, std::move(options)).cancel(cookie);
}

Session::Result<SyscallResult> Session::syscall(const SyscallRequest &request)
{
    return m_impl->syscall(request);
}

Session::Result<wire::Cookie> Session::prefork()
{
    return m_impl->prefork();
}

Session::Result<void> Session::exec(std::string commandName)
{
    return m_impl->exec(std::move(commandName));
}

void Session::close() noexcept
{
    m_impl->close();
}

void Session::dropConnection() noexcept
{
    m_impl->dropConnection();
}

void Session::stopRetrying() noexcept
{
    m_impl->stopRetrying();
}

void Session::setRetry(retry::Policy policy)
{
    m_impl->setRetry(policy);
}

Session::Result<void> Session::reconnect()
{
    return m_impl->reconnect();
}

Session::State Session::state() const
{
    return m_impl->facts().state;
}

SessionId Session::id() const
{
    return m_impl->m_id;
}

Generation Session::generation() const
{
    return m_impl->facts().generation;
}

std::optional<std::int32_t> Session::pid() const
{
    return m_impl->facts().pid;
}

wire::Banner Session::banner() const
{
    return m_impl->facts().banner;
}

std::string Session::commandName() const
{
    return m_impl->facts().commandName;
}

const transport::ServerUrl &Session::url() const
{
    return m_impl->m_url;
}

memory::GuestMemory &Session::memory()
{
    return m_impl->m_memory;
}

} // namespace rumpscope::session
