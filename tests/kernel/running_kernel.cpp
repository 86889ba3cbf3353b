// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/kernel/running_kernel.h"

#include "tests/kernel/control_client.h"

#include <stdexcept>

namespace rumpscope::test {

RunningKernel::RunningKernel(kernel::KernelSettings settings)
    : m_kernel(std::move(settings))
{
    auto listener = transport::Listener::open(*transport::ServerUrl::parse(m_url));
    if (!listener)
        throw std::runtime_error(listener.error().sentence());
    m_server = std::make_unique<kernel::Server>(m_kernel, std::move(*listener));
    auto control = transport::Listener::open(*transport::ServerUrl::parse("unix://" + controlPath()));
    if (!control)
        throw std::runtime_error(control.error().sentence());
    m_server->controlAt(std::move(*control));
    m_thread = std::thread([this] { m_server->run(); });
}

RunningKernel::~RunningKernel()
{
    m_server->stop();
    join();
}

std::string RunningKernel::control(const std::string &command) const
{
    return ControlClient(controlPath()).say(command);
}

void RunningKernel::join()
{
    if (m_thread.joinable())
        m_thread.join();
}

} // namespace rumpscope::test
