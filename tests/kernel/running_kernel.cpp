// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/kernel/running_kernel.h"

#include <stdexcept>

namespace rumpscope::test {

RunningKernel::RunningKernel(kernel::KernelSettings settings)
    : m_kernel(std::move(settings))
{
    auto listener = transport::Listener::open(*transport::ServerUrl::parse(m_url));
    if (!listener)
        throw std::runtime_error(listener.error().sentence());
    m_server = std::make_unique<kernel::Server>(m_kernel, std::move(*listener));
    m_thread = std::thread([this] { m_server->run(); });
}

RunningKernel::~RunningKernel()
{
    m_server->stop();
    join();
}

void RunningKernel::join()
{
    if (m_thread.joinable())
        m_thread.join();
}

} // namespace rumpscope::test
