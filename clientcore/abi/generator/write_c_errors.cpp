// SPDX-License-Identifier: BSD-2-Clause
// rump/rumperr.h and rump/rumperrno2host.h.
#include "clientcore/abi/generator/c_types.h"

#include <set>

namespace rumpscope::abi::generator {

std::string writeRumpErrors(const Facts &facts)
{
    std::string text = cTop("The sentence of a NetBSD error number.");
    text += R"(#ifndef RUMP_RUMPERR_H
#define RUMP_RUMPERR_H

/* Never null; the host's strerror would name the host's error of that number. */
static inline const char *rump_strerror(int error)
{
    switch (error) {
    case 0:
        return "No error";
)";
    std::set<std::int64_t> seen; // a second name of a number has no case of its own
    for (const ErrnoRow &row : facts.errnos) {
        if (seen.insert(row.number).second)
            text += "    case " + std::to_string(row.number) + ": /* " + row.name + " */\n        return " +
                    literal(row.meaning) + ";\n";
    }
    return text + R"(    default:
        return "Unknown error";
    }
}

#endif
)";
}

std::string writeRumpErrnoToHost(const Facts &facts)
{
    std::string text = cTop("From NetBSD's error numbers to the host's of the same name.");
    text += R"(#ifndef RUMP_RUMPERRNO2HOST_H
#define RUMP_RUMPERRNO2HOST_H

#include <errno.h>

/* EINVAL where the host has no error of that name. */
static inline int rump_errno2host(int rumperrno)
{
    switch (rumperrno) {
    case 0:
        return 0;
)";
    std::set<std::int64_t> seen;
    for (const ErrnoRow &row : facts.errnos) {
        if (seen.insert(row.number).second)
            text += "#ifdef " + row.name + "\n    case " + std::to_string(row.number) + ":\n        return " +
                    row.name + ";\n#endif\n";
    }
    return text + R"(    default:
        return EINVAL;
    }
}

#endif
)";
}

} // namespace rumpscope::abi::generator
