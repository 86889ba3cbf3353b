// SPDX-License-Identifier: BSD-2-Clause
// rump/rump_structs.h: NetBSD's structures as C declares them, every gap filled.
#include "clientcore/abi/generator/c_types.h"

#include <algorithm>
#include <map>

namespace rumpscope::abi::generator {

namespace {

constexpr std::string_view kBefore = R"(#ifndef RUMP_RUMP_STRUCTS_H
#define RUMP_RUMP_STRUCTS_H

#include <stddef.h>
#include <stdint.h>

/* The release whose structures and calls a program is made for: 7 (and 8), 9, 10 or 11. Define it before the
   first header of this folder; a kernel serves programs made for older releases too. */
#ifndef RUMP_NETBSD
#define RUMP_NETBSD 7
#endif

#ifdef __cplusplus
#define RUMP__SIZE(type, size) static_assert(sizeof(type) == (size), "needs a 64-bit host")
#else
#define RUMP__SIZE(type, size) _Static_assert(sizeof(type) == (size), "needs a 64-bit host")
#endif

struct rump_in_addr {
    uint32_t s_addr; /* network order */
};
struct rump_in6_addr {
    uint8_t bytes[16];
};

)";

/// Where the host's headers make a field's name a macro, its neighbours' layout lets both names work.
const std::map<std::string, std::string> kByHand{
    {"dirent", R"(struct rump_dirent {
    /* d_fileno is a macro for d_ino where the host's <dirent.h> came first. */
    union {
        uint64_t d_ino;
#ifndef d_fileno
        uint64_t d_fileno;
#endif
    };
    uint16_t d_reclen; /* from here to the next one */
    uint16_t d_namlen; /* without the NUL */
    uint8_t d_type;
    char d_name[512];
};
)"},
    {"ifreq",
     R"(/* ifr_name, ifr_addr and their kin are macros of the host's <net/if.h>, which fit; without it write
   ifr_ifrn.ifrn_name and ifr_ifru.ifru_addr. */
struct rump_ifreq {
    union {
        char ifrn_name[16];
    } ifr_ifrn;
    union {
        struct rump_sockaddr ifru_addr;
        struct rump_sockaddr ifru_dstaddr;
        struct rump_sockaddr ifru_broadaddr;
        short ifru_flags;
        int ifru_ivalue; /* ifr_metric */
        int ifru_mtu;
        void *ifru_data;
        uint64_t ifru_space[16];
    } ifr_ifru;
};
)"},
    {"ifconf", R"(/* ifc_buf and ifc_req are macros of the host's <net/if.h>, which fit. */
struct rump_ifconf {
    int32_t ifc_len;
    union {
        void *ifcu_buf;
        struct rump_ifreq *ifcu_req;
    } ifc_ifcu;
};
)"},
};

/// Types that programs written for the reference count on.
const std::map<std::string, std::string> kTypes{{"ufs_args.fspec", "char *"},
                                                {"modctl_load.ml_flags", "int "},
                                                {"modctl_load.ml_props", "const char *"},
                                                {"modctl_load.ml_propslen", "size_t "}};
/// What lies behind the last field.
const std::map<std::string, std::string> kTails{{"sockaddr", "char sa_data"},
                                                {"sockaddr_in", "char sin_zero"}};

const StructRow &find(const Facts &facts, const std::string &name)
{
    return *std::find_if(facts.structs.begin(), facts.structs.end(),
                         [&](const StructRow &row) { return row.name == name; });
}

std::string pointer(const Facts &facts, const MemoryRow &memory)
{
    if (memory.kind == "String")
        return "const char *";
    const std::string constness = memory.way == "In" ? "const " : "";
    if (memory.kind == "Bytes")
        return constness + "void *";
    const StructRow &target = find(facts, memory.structure);
    if (!target.element)
        return constness + "struct rump_" + memory.structure + " *";
    return constness + (target.size == 4 ? "int32_t *" : "void *");
}

std::string declaration(const Facts &facts, const StructRow &owner, const FieldRow &field)
{
    const std::string bits = std::to_string(8 * field.size);
    const std::string array = "[" + std::to_string(field.size) + "]";
    if (const auto known = kTypes.find(owner.name + "." + field.name); known != kTypes.end())
        return known->second + field.name;
    if (field.form == "Pointer")
        return pointer(facts, field.memory) + field.name;
    if (field.form == "Text")
        return "char " + field.name + array;
    if (field.form == "Bytes")
        return "unsigned char " + field.name + array;
    if (field.form == "Address")
        return (field.size == 4 ? "struct rump_in_addr " : "struct rump_in6_addr ") + field.name;
    if (field.form == "Structure") {
        const StructRow &inner = find(facts, field.structure);
        return "struct rump_" + inner.name + " " + field.name;
    }
    return (field.form == "Signed" ? "int" : "uint") + bits + "_t " + field.name;
}

std::string padding(const StructRow &row, std::int64_t from, std::int64_t to, bool tail)
{
    if (from == to)
        return {};
    const auto named = kTails.find(row.name);
    const std::string what =
        tail && named != kTails.end() ? named->second : "unsigned char rump_pad" + std::to_string(from);
    return "    " + what + "[" + std::to_string(to - from) + "];\n";
}

std::string structure(const Facts &facts, const StructRow &row, const std::string &name)
{
    const std::string full = "struct rump_" + name;
    std::string text;
    if (const auto known = kByHand.find(row.name); known != kByHand.end()) {
        text = known->second;
    } else {
        text = full + " {\n";
        std::int64_t end = 0;
        for (const FieldRow &field : row.fields) {
            text += padding(row, end, field.offset, false);
            text += "    " + declaration(facts, row, field) + ";\n";
            end = field.offset + field.size;
        }
        text += padding(row, end, row.size, true) + "};\n";
    }
    return text + "RUMP__SIZE(" + full + ", " + std::to_string(row.size) + ");\n\n";
}

/// One name, two layouts: which one a program has is settled when it is compiled.
const std::map<std::string, std::pair<std::string, int>> kReplaced{{"statvfs", {"statvfs90", 9}},
                                                                   {"kevent", {"kevent100", 10}}};

/// What `write` makes of every structure, the two layouts of a name each in its own case.
template<class Write>
std::string forEach(const Facts &facts, const Write &write)
{
    std::string text;
    for (const StructRow &row : facts.structs) {
        const auto newer = [&](const auto &entry) { return entry.second.first == row.name; };
        if (row.element || std::any_of(kReplaced.begin(), kReplaced.end(), newer))
            continue;
        const auto replaced = kReplaced.find(row.name);
        if (replaced == kReplaced.end()) {
            text += write(row, row.name);
            continue;
        }
        const auto &[later, release] = replaced->second;
        text += "#if RUMP_NETBSD >= " + std::to_string(release) + "\n" + write(find(facts, later), row.name) +
                "#else\n" + write(row, row.name) + "#endif\n\n";
    }
    return text;
}

} // namespace

std::string writeRumpStructs(const Facts &facts)
{
    const auto declare = [&](const StructRow &row, const std::string &name) {
        return structure(facts, row, name);
    };
    return cTop("NetBSD's structures, which differ from the host's of the same name.") +
           std::string(kBefore) + forEach(facts, declare) + "#endif\n";
}

std::string writeRumpLayout(const Facts &facts)
{
    return forEach(facts, [&](const StructRow &row, const std::string &name) {
        std::string text;
        if (kByHand.contains(row.name) && row.name != "dirent")
            return text; // their fields have the names that the host's macros make of them
        for (const FieldRow &field : row.fields)
            text += "LAYOUT(" + name + ", " + field.name + ", " + std::to_string(field.offset) + ", " +
                    std::to_string(field.size) + ")\n";
        return text;
    });
}

} // namespace rumpscope::abi::generator
