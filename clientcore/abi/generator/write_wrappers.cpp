// SPDX-License-Identifier: BSD-2-Clause
// The library's system calls: C functions that put their arguments into slots and call rumpclient_syscall.
#include "clientcore/abi/generator/c_types.h"

#include <set>

namespace rumpscope::abi::generator {

namespace {

constexpr std::string_view kTop = R"(
#include <errno.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/select.h>
#include <sys/socket.h>
#include <sys/types.h>
#include <time.h>

#define EXPORTED __attribute__((__visibility__("default")))

int rumpclient_syscall(int number, const void *arguments, size_t size, register_t *values);

/* A slot has 8 bytes; of a narrow argument the upper four are zero, as the reference library has them. */
#define NARROW(value) ((register_t)(unsigned int)(value))
#define WIDE(value) ((register_t)(value))
#define POINTER(value) ((register_t)(uintptr_t)(value))

)";

bool isPointer(const std::string &type)
{
    return type.ends_with('*') || type == "timer_t"; // the host's timer_t is one
}

std::string slot(const ArgumentRow &argument)
{
    if (argument.role == "Pad")
        return "0";
    if (isPointer(argument.type))
        return "POINTER(" + argument.name + ")";
    return (argument.bytes == 4 ? "NARROW(" : "WIDE(") + argument.name + ")";
}

/// Structures that no host header declares.
std::string declarations(const Facts &facts)
{
    std::set<std::string> names;
    for (const auto *table : {&facts.calls, &facts.newerCalls}) {
        for (const CallRow &call : *table) {
            for (const ArgumentRow &argument : call.arguments) {
                const std::size_t at = argument.type.find("struct ");
                if (at == std::string::npos)
                    continue;
                const std::string rest = argument.type.substr(at + 7);
                names.insert(rest.substr(0, rest.find(' ')));
            }
        }
    }
    std::string text;
    for (const std::string &name : names)
        text += "struct " + name + ";\n";
    return text + "\n";
}

/// What follows the call: errno and the value.
std::string ending(const CallRow &call)
{
    if (call.returns == "void")
        return "    if (error != 0)\n        errno = error;\n";
    const std::string value = "(" + call.returns + ")values[0]";
    const std::string failed = "(" + call.returns + ")-1";
    if (!call.neverFails)
        return "    errno = error;\n    return error == 0 ? " + value + " : " + failed + ";\n";
    // The kernel reports no error here; one can only say that the kernel is gone.
    const std::string gone = call.result == "ErrnoValue" ? "error" : failed;
    return "    if (error == 0)\n        return " + value + ";\n    errno = error;\n    return " + gone +
           ";\n";
}

std::string wrapper(const CallRow &call)
{
    const std::string prototype = call.returns + " " + call.symbol + parameters(call, true);
    std::string text = "EXPORTED " + prototype + ";\n" + prototype + "\n{\n";
    const std::vector<ArgumentRow> given = passed(call);
    if (!given.empty() && given.back().optional) {
        const ArgumentRow &last = given.back();
        text += "    va_list rest;\n    va_start(rest, " + given[given.size() - 2].name + ");\n";
        text += "    const register_t " + last.name + " = " +
                (isPointer(last.type) ? "POINTER(va_arg(rest, void *))"
                                      : "NARROW(va_arg(rest, " + last.type + "))") +
                ";\n    va_end(rest);\n";
    }
    std::string slots;
    for (const ArgumentRow &argument : call.arguments) {
        slots += slots.empty() ? "" : ", ";
        slots += argument.optional ? argument.name : slot(argument);
    }
    const std::string number = std::to_string(call.number);
    text += "    register_t values[2] = {0, 0};\n";
    if (slots.empty()) {
        text += "    const int error = rumpclient_syscall(" + number + ", NULL, 0, values);\n";
    } else {
        text += "    const register_t slots[] = {" + slots + "};\n";
        text += "    const int error = rumpclient_syscall(" + number + ", slots, sizeof slots, values);\n";
    }
    return text + ending(call) + "}\n\n";
}

/// The one call that delivers its two descriptors in the return values.
std::string pipeWrapper(const CallRow &call)
{
    return "EXPORTED int " + call.symbol + "(int *descriptors);\nint " + call.symbol + R"((int *descriptors)
{
    register_t values[2] = {0, 0};
    const int error = rumpclient_syscall()" +
           std::to_string(call.number) + R"(, NULL, 0, values);
    if (error != 0) {
        errno = error;
        return -1;
    }
    descriptors[0] = (int)values[0];
    descriptors[1] = (int)values[1];
    return 0;
}

)";
}

} // namespace

std::string writeWrappers(const Facts &facts)
{
    std::string text = cTop("The system calls of the client library.");
    text += kTop;
    text += declarations(facts);
    for (const auto *table : {&facts.calls, &facts.newerCalls}) {
        for (const CallRow &call : *table)
            text += call.result == "TwoFds" ? pipeWrapper(call) : wrapper(call);
    }
    return text;
}

} // namespace rumpscope::abi::generator
