// SPDX-License-Identifier: BSD-2-Clause
// rump/rump_syscalls.h and rump/rump_syscalls_compat.h.
#include "clientcore/abi/generator/c_checks.h"
#include "clientcore/abi/generator/c_types.h"

#include <set>

namespace rumpscope::abi::generator {

namespace {

/// RUMP_SYS_RENAME_X: the symbol behind a function, for a program to redefine.
std::string renames(const Facts &facts)
{
    std::string text;
    for (const CallRow *call : wrapped(facts)) {
        const std::string macro = "RUMP_SYS_RENAME_" + renameName(*call);
        const std::string define = "#define " + macro + " ";
        text += "#ifndef " + macro + "\n";
        if (const CallRow *newer = newerOf(facts, *call)) {
            text += "#if RUMP_NETBSD >= " + std::to_string(newer->since) + "\n";
            text += define + newer->symbol + "\n#else\n";
            text += define + call->symbol + "\n#endif\n";
        } else {
            text += define + call->symbol + "\n";
        }
        text += "#endif\n";
    }
    return text;
}

std::string forwardStructs(const Facts &facts)
{
    std::set<std::string> names;
    for (const CallRow *call : wrapped(facts)) {
        for (const ArgumentRow &argument : call->arguments) {
            const std::size_t at = argument.type.find("struct ");
            if (at != std::string::npos)
                names.insert(argument.type.substr(at + 7, argument.type.find(' ', at + 7) - at - 7));
        }
    }
    std::string text;
    for (const std::string &name : names)
        text += "struct " + name + ";\n";
    return text;
}

std::string pipeSymbol(const Facts &facts)
{
    for (const CallRow &call : facts.calls) {
        if (call.result == "TwoFds")
            return "int " + call.symbol + "(int *);\n";
    }
    return {};
}

} // namespace

std::string writeRumpSyscalls(const Facts &facts)
{
    std::string text = cTop("The system calls of a rump kernel, as functions.");
    text += R"(#ifndef RUMP_RUMP_SYSCALLS_H
#define RUMP_RUMP_SYSCALLS_H

#include <rump/rump_structs.h>
#include <rump/rump_syscalls_compat.h>

#include <stddef.h>
#include <stdint.h>

/* On failure -1, and errno holds NetBSD's number (RUMP_ENOENT of <rump/rumpdefs.h>; rump_strerror says what it
   means), or the host's ENOTCONN when the kernel is gone. posix_fadvise, clock_nanosleep and posix_fallocate
   return the number. Flags are NetBSD's, too: RUMP_O_CREAT. */

)";
    text +=
        renames(facts) + "\n" + forwardStructs(facts) + "\n#ifdef __cplusplus\nextern \"C\" {\n#endif\n\n";
    for (const CallRow *call : wrapped(facts))
        text += call->returns + " " + call->wrapper + parameters(*call, false) +
                " __RENAME(RUMP_SYS_RENAME_" + renameName(*call) + ");\n";
    text += pipeSymbol(facts) + structChecks(facts);
    return text + "\n#ifdef __cplusplus\n}\n#endif\n\n#endif\n";
}

std::string writeRumpCompat()
{
    return cTop("What the host needs so that rump/rump_syscalls.h can be read.") +
           R"(#ifndef RUMP_RUMP_SYSCALLS_COMPAT_H
#define RUMP_RUMP_SYSCALLS_COMPAT_H

#ifndef RUMP_HOST_NOT_POSIX
#include <signal.h>
#include <sys/select.h>
#include <sys/socket.h>
#include <sys/types.h>
#include <time.h>
#endif

#ifdef __GLIBC__
/* glibc hides these from strict C11. */
typedef __clockid_t clockid_t;
typedef __timer_t timer_t;
#endif

/* __RENAME(symbol): the symbol a function has in the library. */
#ifndef __RENAME
#define __RUMPSTRINGIFY(x) #x
#define __RENAME(x) __asm__(__RUMPSTRINGIFY(x))
#endif

#endif
)";
}

} // namespace rumpscope::abi::generator
