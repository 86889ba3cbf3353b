// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/rumpscope-kernel/core/kernel.h"

#include "app/rumpscope-kernel/vfs/populate.h"

#include <fmt/format.h>

#include <algorithm>
#include <unistd.h>

namespace rumpscope::kernel {

namespace {

std::string defaultHostName()
{
    return fmt::format("rump-{:05}.vm", ::getpid() % 100000);
}

} // namespace

Kernel::Kernel(KernelSettings wanted)
    : settings(std::move(wanted))
    , mounts(settings.fileSystem)
    , processes(mounts.root(), settings.maxProcesses)
    , hostName(settings.hostName.empty() ? defaultHostName() : settings.hostName)
{
    populate(mounts);
    processes.openFiles().socketClosed = [rights = rightsInFlight] { rights->socketClosed(); };
}

Kernel::~Kernel()
{
    processes.endAll();
}

void Kernel::beginSession(std::int32_t session, std::int32_t from)
{
    std::erase_if(loginNames, [this](const auto &login) {
        const auto all = processes.newestFirst();
        return std::none_of(all.begin(), all.end(),
                            [&](const ProcessPtr &process) { return process->session == login.first; });
    });
    if (const auto name = loginNames.find(from); name != loginNames.end())
        loginNames[session] = name->second;
}

void Kernel::printConsole(std::string_view bytes)
{
    if (settings.console)
        settings.console(bytes);
}

} // namespace rumpscope::kernel
