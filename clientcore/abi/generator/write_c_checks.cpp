// SPDX-License-Identifier: BSD-2-Clause
// The part of rump/rump_syscalls.h that lets a struct rump_stat be passed where the prototype says struct
// stat, and warns where something smaller is.
#include "clientcore/abi/generator/c_checks.h"
#include "clientcore/abi/generator/c_types.h"

#include <algorithm>
#include <map>
#include <set>

namespace rumpscope::abi::generator {

namespace {

/// Structures whose host namesake is larger, on x86-64 glibc: a whole one in their place is a mistake too.
const std::map<std::string, int> kLargerOnHost{
    {"msghdr", 56}, {"mmsghdr", 64}, {"aiocb", 168}, {"sigevent", 64}};

bool hasStruct(const Facts &facts, const std::string &name)
{
    return std::any_of(facts.structs.begin(), facts.structs.end(),
                       [&](const StructRow &row) { return row.name == name && !row.element; });
}

struct Pointer
{
    std::string name; ///< of the structure
    bool constant;
};

/// The structure an argument points to, if there is a struct rump_ for it.
Pointer checked(const Facts &facts, const ArgumentRow &argument)
{
    const std::string name = pointedStruct(argument.type);
    return {hasStruct(facts, name) ? name : std::string(), argument.type.starts_with("const ")};
}

std::string unionName(const Pointer &pointer)
{
    return std::string("rump__") + (pointer.constant ? "const_" : "") + pointer.name + "_pointer";
}

/// Socket addresses come in several shapes; everything else has two names.
std::vector<std::string> shapes(const std::string &name)
{
    if (name == "sockaddr")
        return {"struct rump_sockaddr", "struct rump_sockaddr_in", "struct rump_sockaddr_in6",
                "struct rump_sockaddr_un"};
    return {"struct rump_" + name};
}

/// C: a parameter that takes either pointer. C++: a function that turns either into the prototype's.
std::string either(const Pointer &pointer)
{
    const std::string constness = pointer.constant ? "const " : "";
    const std::string host = constness + "struct " + pointer.name + " *";
    std::string c = "typedef union {\n    " + host + "rump__host;\n";
    std::string cpp = "RUMP__INLINE " + host + unionName(pointer) + "(" + host + "p) { return p; }\n";
    int index = 0;
    for (const std::string &shape : shapes(pointer.name)) {
        c += joined({"    ", constness, shape, " *rump__netbsd", std::to_string(index++), ";\n"});
        cpp += joined({"RUMP__INLINE ", host, unionName(pointer), "(", constness, shape,
                       " *p) { return reinterpret_cast<", host, ">(p); }\n"});
    }
    for (const char *null : {"decltype(nullptr)", "long", "int"})
        cpp += joined({"RUMP__INLINE ", host, unionName(pointer), "(", null, ") { return nullptr; }\n"});
    c += "} " + unionName(pointer) + " __attribute__((__transparent_union__));\n";
    return "#ifdef __cplusplus\n" + cpp + "#else\n" + c + "#endif\n";
}

std::string room(const std::string &name)
{
    std::string text;
    for (const bool constant : {false, true}) {
        text += joined({"RUMP__ACCESS(__", constant ? "read_only" : "write_only",
                        "__)\nstatic inline void rump__", constant ? "reads" : "writes", "_struct_rump_",
                        name, "(", constant ? "const " : "",
                        "void *p, size_t size)\n{\n    (void)p;\n    (void)size;\n}\n"});
    }
    return text;
}

/// "size known and too small", "or just the host's".
std::string wrong(const std::string &name, const std::string &argument)
{
    const std::string size = "__builtin_object_size(" + argument + ", 0)";
    std::string text = size + " < sizeof(struct rump_" + name + ")";
    if (const auto larger = kLargerOnHost.find(name); larger != kLargerOnHost.end())
        text += " || " + size + " == " + std::to_string(larger->second);
    return text;
}

class Function
{
public:
    Function(const Facts &facts, const CallRow &call)
        : m_call(call)
        , m_arguments(passed(call))
    {
        for (const ArgumentRow &argument : m_arguments)
            m_pointers.push_back(checked(facts, argument));
    }

    [[nodiscard]] bool any() const
    {
        return std::any_of(m_pointers.begin(), m_pointers.end(),
                           [](const Pointer &p) { return !p.name.empty(); });
    }
    [[nodiscard]] const std::vector<Pointer> &pointers() const { return m_pointers; }

    [[nodiscard]] std::string text() const
    {
        const std::string base = m_call.wrapper.substr(std::string_view("rump_sys_").size());
        return "#ifdef __cplusplus\nextern \"C++\" {\n" + cpp(base) + "}\n#else\n" + c(base) +
               "#endif\n#define " + m_call.wrapper + "(...) RUMP__CHECKED(" + base + ", __VA_ARGS__)\n\n";
    }

private:
    [[nodiscard]] bool single(std::size_t i) const
    {
        return m_arguments[i].unit == "One" || m_pointers[i].name == "statvfs" ||
               m_pointers[i].name == "mmsghdr";
    }
    [[nodiscard]] std::string type(std::size_t i) const { return m_arguments[i].type; }
    static std::string spaced(const std::string &type, const std::string &name)
    {
        return type + (type.ends_with('*') ? "" : " ") + name;
    }
    static std::string name(std::size_t i)
    {
        std::string text = "rump__";
        text += static_cast<char>('a' + i);
        return text;
    }

    /// What is wrong with any of the pointers, as far as the compiler sees behind them.
    [[nodiscard]] std::string wrongs() const
    {
        std::string condition;
        for (std::size_t i = 0; i < m_arguments.size(); ++i) {
            if (m_pointers[i].name.empty() || m_pointers[i].name == "sockaddr" || !single(i))
                continue;
            condition += condition.empty() ? "" : " || ";
            condition += wrong(m_pointers[i].name, name(i));
        }
        return condition;
    }

    /// The checks of all pointers and the call itself, from arguments a, b, c.
    [[nodiscard]] std::string body(bool cast) const
    {
        std::string given;
        std::string rooms;
        for (std::size_t i = 0; i < m_arguments.size(); ++i) {
            given += given.empty() ? "" : ", ";
            const Pointer &pointer = m_pointers[i];
            given += !pointer.name.empty() && cast ? "(" + type(i) + ")" + name(i) : name(i);
            if (pointer.name.empty() || pointer.name == "sockaddr" || !single(i))
                continue;
            rooms += std::string("    if (") + name(i) + ")\n        rump__" +
                     (pointer.constant ? "reads_struct_rump_" : "writes_struct_rump_") + pointer.name + "(" +
                     name(i) + ", sizeof(struct rump_" + pointer.name + "));\n";
        }
        const std::string base = m_call.wrapper.substr(std::string_view("rump_sys_").size());
        std::string text;
        if (const std::string condition = wrongs(); !condition.empty())
            text += "#ifdef __OPTIMIZE__\n    if (" + condition + ")\n        return rump__warned_" + base +
                    "(" + given + ");\n#else\n" + rooms + "#endif\n";
        return text + "    return " + m_call.wrapper + "(" + given + ");\n";
    }

    [[nodiscard]] std::string warned(const std::string &base) const
    {
        return m_call.returns + " rump__warned_" + base + parameters(m_call, false) +
               " __RENAME(RUMP_SYS_RENAME_" + renameName(m_call) +
               ")\n    RUMP__WARNING(RUMP__WRONG_STRUCT);\n";
    }

    [[nodiscard]] std::string c(const std::string &base) const
    {
        std::string typed;
        std::string loose;
        for (std::size_t i = 0; i < m_arguments.size(); ++i) {
            const Pointer &pointer = m_pointers[i];
            typed += typed.empty() ? "" : ", ";
            loose += loose.empty() ? "" : ", ";
            typed += pointer.name.empty() ? type(i) : unionName(pointer);
            loose += pointer.name.empty()
                         ? spaced(type(i), name(i))
                         : std::string(pointer.constant ? "const " : "") + "void *" + name(i);
        }
        const std::string condition = wrongs();
        const std::string diagnosed = condition.empty()
                                          ? std::string()
                                          : "static inline " + m_call.returns + " rump__checked_" + base +
                                                "(" + loose + ")\n    RUMP__DIAGNOSE(" + condition + ");\n";
        return m_call.returns + " rump__typed_" + base + "(" + typed + ");\n" + warned(base) + diagnosed +
               "RUMP__INLINE " + m_call.returns + " rump__checked_" + base + "(" + loose + ")\n{\n" +
               body(true) + "}\n";
    }

    [[nodiscard]] std::string cpp(const std::string &base) const
    {
        std::string parameters;
        std::string templates;
        std::string given;
        std::string plain;
        for (std::size_t i = 0; i < m_arguments.size(); ++i) {
            const Pointer &pointer = m_pointers[i];
            const std::string letter(1, static_cast<char>('A' + i));
            parameters += parameters.empty() ? "" : ", ";
            given += given.empty() ? "" : ", ";
            plain += plain.empty() ? "" : ", ";
            plain += spaced(type(i), name(i));
            if (pointer.name.empty()) {
                parameters += spaced(type(i), name(i));
                given += name(i);
                continue;
            }
            templates += (templates.empty() ? "class Rump" : ", class Rump") + letter;
            parameters += "Rump" + letter + " " + name(i);
            given += unionName(pointer) + "(" + name(i) + ")";
        }
        return "extern \"C\" " + warned(base) + "RUMP__INLINE " + m_call.returns + " rump__sized_" + base +
               "(" + plain + ")\n{\n" + body(false) + "}\ntemplate <" + templates + ">\nRUMP__INLINE " +
               m_call.returns + " rump__checked_" + base + "(" + parameters +
               ")\n{\n    return rump__sized_" + base + "(" + given + ");\n}\n";
    }

    const CallRow &m_call;
    std::vector<ArgumentRow> m_arguments;
    std::vector<Pointer> m_pointers;
};

constexpr std::string_view kBefore = R"(
/* Structures. The prototypes name the host's structures, as programs written for the reference library expect, but
   the kernel reads and writes NetBSD's. With GCC and clang a struct rump_stat can be passed as it is where a
   struct stat is asked for (and rump_sockaddr_in and its kin for a sockaddr), and the compiler warns where the
   memory behind a pointer is known to be another structure's. RUMP_NO_STRUCT_CHECKS leaves only the prototypes. */
#if defined(__GNUC__) && !defined(RUMP_NO_STRUCT_CHECKS)

#define RUMP__INLINE static inline __attribute__((__always_inline__, __unused__))
#define RUMP__WRONG_STRUCT \
    "this structure is the host's, and NetBSD's has another size: pass a struct rump_... of <rump/rump_structs.h>"
#ifdef __has_attribute
#if __has_attribute(__access__)
#define RUMP__ACCESS(mode) __attribute__((__access__(mode, 1, 2), __unused__))
#endif
#if __has_attribute(__warning__)
#define RUMP__WARNING(text) __attribute__((__warning__(text)))
#endif
#endif
#if defined(__clang__) && defined(__has_attribute)
#if __has_attribute(diagnose_if)
#define RUMP__DIAGNOSE(condition) __attribute__((diagnose_if(condition, RUMP__WRONG_STRUCT, "warning")))
#endif
#endif
#ifndef RUMP__DIAGNOSE
#define RUMP__DIAGNOSE(condition)
#endif
#ifndef RUMP__ACCESS
#define RUMP__ACCESS(mode) __attribute__((__unused__))
#endif
#ifndef RUMP__WARNING
#define RUMP__WARNING(text)
#endif
#ifdef __clang__
#pragma clang diagnostic push
#pragma clang diagnostic ignored "-Wgcc-compat"
#endif
#ifdef __cplusplus
#define RUMP__CHECKED(name, ...) rump__checked_##name(__VA_ARGS__)
#else
/* The first branch only checks the types; it is never run. */
#define RUMP__CHECKED(name, ...) \
    (__extension__(0 ? rump__typed_##name(__VA_ARGS__) : rump__checked_##name(__VA_ARGS__)))
#endif

)";

} // namespace

std::string structChecks(const Facts &facts)
{
    std::string functions;
    std::set<std::string> unions;
    std::string before;
    std::set<std::string> rooms;
    for (const CallRow *call : wrapped(facts)) {
        const Function function(facts, *call);
        if (!function.any())
            continue;
        for (const Pointer &pointer : function.pointers()) {
            if (pointer.name.empty())
                continue;
            if (unions.insert(unionName(pointer)).second)
                before += either(pointer);
            if (pointer.name != "sockaddr" && rooms.insert(pointer.name).second)
                before += room(pointer.name);
        }
        functions += function.text();
    }
    return std::string(kBefore) + "#ifdef __cplusplus\nextern \"C++\" {\n#endif\n" + before +
           "#ifdef __cplusplus\n}\n#endif\n\n" + functions +
           "#ifdef __clang__\n#pragma clang diagnostic pop\n#endif\n#endif\n";
}

} // namespace rumpscope::abi::generator
