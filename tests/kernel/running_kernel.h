// SPDX-License-Identifier: GPL-3.0-or-later
// A practice kernel behind a real socket, on a thread of its own, for the length of one test.
#pragma once

#include "app/rumpscope-kernel/server/server.h"
#include "tests/kernel/kernel_client.h"
#include "tests/support/files/temp_dir.h"

#include <thread>

namespace rumpscope::test {

class RunningKernel
{
public:
    explicit RunningKernel(kernel::KernelSettings settings = {});
    RunningKernel(const RunningKernel &) = delete;
    RunningKernel &operator=(const RunningKernel &) = delete;
    ~RunningKernel();

    [[nodiscard]] const std::string &url() const { return m_url; }
    [[nodiscard]] std::string socketPath() const { return m_dir.file("sock"); }
    /// A guest of it.
    [[nodiscard]] KernelClient guest(const std::string &name = "test") const { return {m_url, name}; }
    /// The answer to a command of the control socket.
    [[nodiscard]] std::string control(const std::string &command) const;
    [[nodiscard]] std::string controlPath() const { return m_dir.file("control"); }
    /// Waits until the kernel has ended by itself.
    void join();

private:
    TempDir m_dir;
    std::string m_url = m_dir.url();
    kernel::Kernel m_kernel;
    std::unique_ptr<kernel::Server> m_server;
    std::thread m_thread;
};

} // namespace rumpscope::test
