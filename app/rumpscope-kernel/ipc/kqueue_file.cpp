// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/rumpscope-kernel/ipc/kqueue_file.h"

#include "app/rumpscope-kernel/vfs/stat_record.h"

namespace rumpscope::kernel {

Task<Outcome<void>> KqueueFile::read(Call & /*call*/, Uio & /*uio*/, std::optional<std::int64_t> /*offset*/)
{
    co_return fail(NB_ENXIO);
}

Task<Outcome<void>> KqueueFile::write(Call & /*call*/, Uio & /*uio*/, std::optional<std::int64_t> /*offset*/)
{
    co_return fail(NB_ENXIO);
}

std::vector<std::byte> KqueueFile::stat() const
{
    return encodeNamelessStat({NB_S_IFIFO, 0, sizeof(KernelEvent)}, {});
}

} // namespace rumpscope::kernel
