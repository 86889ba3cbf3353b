// SPDX-License-Identifier: GPL-3.0-or-later
// What every guest has as its descriptors 0, 1 and 2.
#pragma once

#include "app/rumpscope-kernel/proc/file.h"
#include "app/rumpscope-kernel/sched/timestamp.h"

namespace rumpscope::kernel {

class Process;

/// Write-only, without an inode: bytes go to the kernel's console.
class ConsoleFile : public File
{
public:
    ConsoleFile()
        : File(Kind::Misc, NB_O_WRONLY)
    {}

    Task<Outcome<void>> read(Call &call, Uio &uio, std::optional<std::int64_t> offset) override;
    Task<Outcome<void>> write(Call &call, Uio &uio, std::optional<std::int64_t> offset) override;
    [[nodiscard]] std::uint32_t pollEvents() const override { return NB_POLLOUT | NB_POLLWRNORM; }
    [[nodiscard]] Outcome<WaitQueue *> watchedQueue(std::uint32_t /*filter*/) override
    {
        return fail(NB_EOPNOTSUPP);
    }
    [[nodiscard]] bool takesFlagRequests() const override { return false; }
    [[nodiscard]] bool isTerminal() const override { return true; }
    [[nodiscard]] std::vector<std::byte> stat() const override;

private:
    Timestamp m_made = Timestamp::now();
};

/// Gives a new process the console as its descriptors 0, 1 and 2, which are one open file.
void openConsole(Process &process);

} // namespace rumpscope::kernel
