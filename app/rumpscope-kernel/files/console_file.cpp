// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/rumpscope-kernel/files/console_file.h"

#include "app/rumpscope-kernel/core/call.h"
#include "app/rumpscope-kernel/proc/uio.h"
#include "app/rumpscope-kernel/vfs/stat_record.h"

#include <algorithm>

namespace rumpscope::kernel {

Task<Outcome<void>> ConsoleFile::read(Call & /*call*/, Uio & /*uio*/, std::optional<std::int64_t> /*offset*/)
{
    co_return fail(NB_ENODEV); // nobody types there
}

Task<Outcome<void>> ConsoleFile::write(Call &call, Uio &uio, std::optional<std::int64_t> /*offset*/)
{
    std::array<std::byte, kPageSize> page;
    while (uio.left() > 0) {
        const auto part = std::span(page).first(std::min<std::uint64_t>(uio.left(), page.size()));
        auto fetched = co_await uio.fetch(part);
        if (!fetched)
            co_return fetched;
        call.kernel.printConsole({reinterpret_cast<const char *>(part.data()), part.size()});
    }
    co_return Outcome<void>();
}

std::vector<std::byte> ConsoleFile::stat() const
{
    return encodeNamelessStat({NB_S_IFCHR | 0600, 0, 0}, m_made);
}

void openConsole(Process &process)
{
    const auto console = std::make_shared<ConsoleFile>();
    for (int fd = 0; fd < 3; ++fd)
        static_cast<void>(process.descriptors.add(console, false));
}

} // namespace rumpscope::kernel
