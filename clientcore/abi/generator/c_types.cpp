// SPDX-License-Identifier: BSD-2-Clause
#include "clientcore/abi/generator/c_types.h"

#include <algorithm>
#include <cctype>
#include <map>

namespace rumpscope::abi::generator {

std::string pointedStruct(const std::string &type)
{
    std::string_view rest = type;
    if (rest.starts_with("const "))
        rest.remove_prefix(6);
    if (!rest.starts_with("struct ") || !rest.ends_with(" *"))
        return {};
    rest.remove_prefix(7);
    rest.remove_suffix(2);
    return rest.find_first_of(" *") == std::string_view::npos ? std::string(rest) : std::string();
}

std::string strictType(const std::string &type)
{
    static const std::map<std::string, std::string> kKnown{{"u_int", "unsigned int"},
                                                           {"u_long", "unsigned long"},
                                                           {"idtype_t", "int"},
                                                           {"id_t", "unsigned int"}};
    const auto known = kKnown.find(type);
    return known == kKnown.end() ? type : known->second;
}

std::vector<ArgumentRow> passed(const CallRow &call)
{
    std::vector<ArgumentRow> arguments = call.arguments;
    for (ArgumentRow &argument : arguments)
        argument.type = strictType(argument.type);
    std::erase_if(arguments, [](const ArgumentRow &argument) { return argument.role == "Pad"; });
    return arguments;
}

std::string parameters(const CallRow &call, bool named)
{
    std::string text;
    for (const ArgumentRow &argument : passed(call)) {
        text += text.empty() ? "" : ", ";
        if (argument.optional) {
            text += "...";
            continue;
        }
        const bool pointer = argument.type.ends_with('*');
        text += argument.type + (named ? (pointer ? "" : " ") + argument.name : "");
    }
    return "(" + (text.empty() ? "void" : text) + ")";
}

std::string renameName(const CallRow &call)
{
    // Three kept the kernel's name.
    if (call.name.find("_with_") != std::string::npos)
        return upper(call.name);
    return upper(call.wrapper.substr(std::string_view("rump_sys_").size()));
}

std::vector<const CallRow *> wrapped(const Facts &facts)
{
    std::vector<const CallRow *> functions;
    for (const auto *table : {&facts.calls, &facts.newerCalls}) {
        for (const CallRow &call : *table) {
            const auto same = [&](const CallRow *other) { return other->wrapper == call.wrapper; };
            if (call.wrapper != "-" && std::none_of(functions.begin(), functions.end(), same))
                functions.push_back(&call);
        }
    }
    return functions;
}

const CallRow *newerOf(const Facts &facts, const CallRow &call)
{
    const auto found = std::find_if(facts.newerCalls.begin(), facts.newerCalls.end(), [&](const CallRow &c) {
        return c.wrapper == call.wrapper && c.number != call.number;
    });
    return found == facts.newerCalls.end() ? nullptr : &*found;
}

std::string upper(std::string text)
{
    std::transform(text.begin(), text.end(), text.begin(),
                   [](unsigned char c) { return static_cast<char>(std::toupper(c)); });
    return text;
}

std::string joined(std::initializer_list<std::string_view> parts)
{
    std::string text;
    for (const std::string_view part : parts)
        text += part;
    return text;
}

std::string cTop(const std::string &says)
{
    return "/* SPDX-License-Identifier: BSD-2-Clause */\n/* " + says +
           " Generated from rumpscope's tables of NetBSD facts. */\n";
}

} // namespace rumpscope::abi::generator
