// SPDX-License-Identifier: GPL-3.0-or-later
// hw.*: the machine that is pretended.
#include "app/rumpscope-kernel/sysctl/leaves.h"

namespace rumpscope::kernel {

SysctlNode hwNode()
{
    constexpr std::int64_t kMemory = 256 << 20;
    SysctlNode hw;
    hw.number = NB_CTL_HW;
    hw.name = "hw";
    hw.children = {
        textLeaf(NB_HW_MACHINE, "machine", "amd64"),
        textLeaf(NB_HW_MODEL, "model", "rumpscope practice machine"),
        intLeaf(NB_HW_NCPU, "ncpu", 1),
        intLeaf(NB_HW_BYTEORDER, "byteorder", 1234),
        intLeaf(NB_HW_PHYSMEM, "physmem", static_cast<std::int32_t>(kMemory)),
        intLeaf(NB_HW_USERMEM, "usermem", static_cast<std::int32_t>(kMemory)),
        intLeaf(NB_HW_PAGESIZE, "pagesize", 4096),
        textLeaf(NB_HW_MACHINE_ARCH, "machine_arch", "x86_64"),
        intLeaf(NB_HW_ALIGNBYTES, "alignbytes", 7),
        quadLeaf(NB_HW_PHYSMEM64, "physmem64", kMemory),
        quadLeaf(NB_HW_USERMEM64, "usermem64", kMemory),
        intLeaf(NB_HW_NCPUONLINE, "ncpuonline", 1),
    };
    return hw;
}

} // namespace rumpscope::kernel
