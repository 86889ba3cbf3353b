// SPDX-License-Identifier: BSD-2-Clause
// rump/rumpdefs.h: NetBSD's constants under names that do not meet the host's.
#include "clientcore/abi/generator/c_types.h"

#include <algorithm>
#include <array>
#include <limits>

namespace rumpscope::abi::generator {

namespace {

/// Names with something to compute, and those the tables do not hold.
constexpr std::string_view kComputed = R"(
/* What the kernel uses among its own parts. */
#define RUMP_EJUSTRETURN (-2)
#define RUMP_ERESTART (-3)
#define RUMP_EPASSTHROUGH (-4)
#define RUMP_EDUPFD (-5)
#define RUMP_EMOVEFD (-6)

/* Protocol families without an address family. */
#define RUMP_PF_XTP 19
#define RUMP_PF_RTIP 22
#define RUMP_PF_PIP 25
#define RUMP_PF_KEY 29

/* Commands of fcntl that go to the file system hold a direction and a size. */
#define RUMP_F_PARAM_LEN(command) (((command) >> 16) & RUMP_F_PARAM_MASK)
#define RUMP__FCN(inout, number, length) \
    (RUMP_F_FSCTL | (inout) | (((length)&RUMP_F_PARAM_MASK) << 16) | (number))
#define RUMP__FCNO(number) RUMP__FCN(RUMP_F_FSVOID, (number), 0)
#define RUMP__FCNR(number, type) RUMP__FCN(RUMP_F_FSIN, (number), (int)sizeof(type))
#define RUMP__FCNW(number, type) RUMP__FCN(RUMP_F_FSOUT, (number), (int)sizeof(type))
#define RUMP__FCNRW(number, type) RUMP__FCN(RUMP_F_FSINOUT, (number), (int)sizeof(type))
#define RUMP__FCN_FSPRIV(inout, fs, number, length) \
    (RUMP__FCN((inout), (number), (length)) | RUMP_F_FSPRIV | ((fs) << 8))
#define RUMP__FCNO_FSPRIV(fs, number) RUMP__FCN_FSPRIV(RUMP_F_FSVOID, (fs), (number), 0)
#define RUMP__FCNR_FSPRIV(fs, number, type) \
    RUMP__FCN_FSPRIV(RUMP_F_FSIN, (fs), (number), (int)sizeof(type))
#define RUMP__FCNW_FSPRIV(fs, number, type) \
    RUMP__FCN_FSPRIV(RUMP_F_FSOUT, (fs), (number), (int)sizeof(type))
#define RUMP__FCNRW_FSPRIV(fs, number, type) \
    RUMP__FCN_FSPRIV(RUMP_F_FSINOUT, (fs), (number), (int)sizeof(type))

/* So do the requests of ioctl. */
#define RUMP_IOCPARM_MAX 4096
#define RUMP_IOCPARM_LEN(request) (((request) >> RUMP_IOCPARM_SHIFT) & RUMP_IOCPARM_MASK)
#define RUMP_IOCBASECMD(request) ((request) & ~(RUMP_IOCPARM_MASK << RUMP_IOCPARM_SHIFT))
#define RUMP_IOCGROUP(request) (((request) >> RUMP_IOCGROUP_SHIFT) & 0xff)
#define _RUMP_IOC(inout, group, number, length) \
    ((inout) | (((length)&RUMP_IOCPARM_MASK) << RUMP_IOCPARM_SHIFT) | ((group) << RUMP_IOCGROUP_SHIFT) | (number))
#define _RUMP_IO(group, number) _RUMP_IOC(RUMP_IOC_VOID, (group), (number), 0)
#define _RUMP_IOR(group, number, type) _RUMP_IOC(RUMP_IOC_OUT, (group), (number), sizeof(type))
#define _RUMP_IOW(group, number, type) _RUMP_IOC(RUMP_IOC_IN, (group), (number), sizeof(type))
#define _RUMP_IOWR(group, number, type) _RUMP_IOC(RUMP_IOC_INOUT, (group), (number), sizeof(type))

/* Records of ktrace: the part of the header that every version has; the version in a set of trace points. */
#define RUMP_KTR_SHIMLEN 8
#define RUMP_KTRFAC_VERSION(points) (((points)&RUMP_KTRFAC_VER_MASK) >> RUMP_KTRFAC_VER_SHIFT)

enum rump_vtype {
    RUMP_VNON,
    RUMP_VREG,
    RUMP_VDIR,
    RUMP_VBLK,
    RUMP_VCHR,
    RUMP_VLNK,
    RUMP_VSOCK,
    RUMP_VFIFO,
    RUMP_VBAD
};

enum rump_modctl {
    RUMP_MODCTL_LOAD,   /* struct rump_modctl_load * */
    RUMP_MODCTL_UNLOAD, /* const char *name */
    RUMP_MODCTL_STAT,   /* struct rump_iovec * for the list of modules */
    RUMP_MODCTL_EXISTS  /* 0: may modules be loaded, 1: may they load themselves? */
};

#endif
)";

std::string value(const Constant &constant)
{
    if (!constant.text.empty())
        return constant.text;
    const bool request = constant.group == "ioctl" || constant.name.starts_with("IOC_");
    if (constant.value > std::numeric_limits<std::int32_t>::max() || request) {
        std::array<char, 32> text{};
        std::snprintf(text.data(), text.size(), "0x%llx%s", static_cast<unsigned long long>(constant.value),
                      request ? "UL" : "U");
        return text.data();
    }
    return constant.value < 0 ? "(" + spell(constant.value) + ")" : spell(constant.value);
}

bool isEnumerator(const std::string &name)
{
    static constexpr std::array kNames{"MODCTL_LOAD", "MODCTL_UNLOAD", "MODCTL_STAT", "MODCTL_EXISTS"};
    return std::find(kNames.begin(), kNames.end(), name) != kNames.end();
}

} // namespace

std::string writeRumpDefs(const Facts &facts)
{
    std::string text = cTop("NetBSD's numbers for programs whose host has others.");
    text += "#ifndef RUMP_RUMPDEFS_H\n#define RUMP_RUMPDEFS_H\n\n#include <rump/rump_structs.h>\n";
    text += "\n/* Error numbers. */\n";
    for (const ErrnoRow &row : facts.errnos)
        text += "#define RUMP_" + row.name + " " + std::to_string(row.number) + "\n";
    std::string group;
    for (const Constant &constant : facts.constants) {
        if (isEnumerator(constant.name))
            continue;
        if (constant.group != group) {
            group = constant.group;
            text += "\n/* " + (group == "in the reference rumpdefs.h" ? "others" : group) + " */\n";
        }
        text += "#define RUMP_" + constant.name + " " + value(constant) + "\n";
    }
    text += kComputed;
    return text;
}

} // namespace rumpscope::abi::generator
