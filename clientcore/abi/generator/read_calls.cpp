// SPDX-License-Identifier: BSD-2-Clause
#include "clientcore/abi/generator/facts.h"

#include <algorithm>
#include <map>
#include <set>

namespace rumpscope::abi::generator {

namespace {

using Words = std::map<std::string, std::string>;

const std::string &translate(const Row &row, const Words &words, const std::string &word, const char *what)
{
    const auto found = words.find(word);
    if (found == words.end())
        row.fail("\"" + word + "\" is no " + what);
    return found->second;
}

/// "const char *path" and "... mode_t mode" become type, name, optional.
ArgumentRow readDeclaration(const Row &row, std::string text)
{
    ArgumentRow argument;
    if (text.starts_with("...")) {
        argument.optional = true;
        text = trim(std::string_view(text).substr(3));
    }
    const std::size_t end = text.find_last_of(" *");
    if (end == std::string::npos || end + 1 == text.size())
        row.fail("\"" + text + "\" is no declaration of an argument");
    argument.name = text.substr(end + 1);
    argument.type = trim(std::string_view(text).substr(0, end + 1));
    return argument;
}

/// Memory: "in:sockaddr#2", "out*3", "inout:pollfd@1", "iovecin@2".
bool readMemory(const Row &row, const Facts &facts, const std::string &role, ArgumentRow &argument)
{
    static const Words kPlain{{"in", "BufferIn"},
                              {"out", "BufferOut"},
                              {"inout", ""}, // only structures are read and written
                              {"iovecin", "IovecIn"},
                              {"iovecout", "IovecOut"}};
    static const Words kShaped{{"in", "StructIn"}, {"out", "StructOut"}, {"inout", "StructInOut"}};
    static const Words kUnits{{"#", "Bytes"}, {"@", "Elements"}, {"*", "PointedTo"}};
    const std::size_t lengthAt = role.find_first_of("#@*");
    const auto shape = split(std::string_view(role).substr(0, lengthAt), ':');
    if (kPlain.find(shape[0]) == kPlain.end())
        return false;
    argument.role = translate(row, shape.size() > 1 ? kShaped : kPlain, shape[0], "way to lend memory");
    if (argument.role.empty())
        row.fail("\"" + role + "\" needs a structure");
    if (shape.size() > 1) {
        argument.structure = shape[1];
        if (!facts.hasStruct(shape[1]))
            row.fail("there is no structure \"" + shape[1] + "\" in structs.tsv");
    } else if (lengthAt == std::string::npos) {
        row.fail("\"" + role + "\" does not say how long the memory is");
    }
    argument.unit = "One";
    if (lengthAt == std::string::npos)
        return true;
    argument.unit = kUnits.at(role.substr(lengthAt, 1));
    const std::string index = role.substr(lengthAt + 1);
    if (index.size() != 1 || index < "0" || index > "9")
        row.fail("\"" + role + "\" needs the index of an argument at its end");
    argument.length = index.front() - '0';
    return true;
}

void readRole(const Row &row, const Facts &facts, const std::string &role, ArgumentRow &argument)
{
    static const Words kWords{
        {"int", "Int"},   {"fd", "Fd"},          {"path", "Path"},     {"string", "String"},
        {"mode", "Mode"}, {"size", "Size"},      {"offset", "Offset"}, {"lengthinout", "LengthInOut"},
        {"pad", "Pad"},   {"pointer", "Pointer"}};
    argument.unit = "One";
    for (const auto &[prefix, name] : Words{{"flags:", "Flags"}, {"enum:", "Enum"}}) {
        if (!role.starts_with(prefix))
            continue;
        argument.role = name;
        argument.set = role.substr(prefix.size());
        if (!facts.hasSet(argument.set))
            row.fail("there is no set \"" + argument.set + "\" in flagsets.tsv");
        return;
    }
    if (!readMemory(row, facts, role, argument))
        argument.role = translate(row, kWords, role, "role");
}

std::vector<ArgumentRow> readArguments(const Row &row, const Facts &facts)
{
    std::vector<ArgumentRow> arguments;
    if (row.at(7) == "void")
        return arguments;
    const auto declarations = split(row.at(7), ',');
    const auto roles = split(row.at(8), ',');
    if (declarations.size() != roles.size())
        row.fail("has " + std::to_string(declarations.size()) + " arguments and " +
                 std::to_string(roles.size()) + " roles");
    for (std::size_t i = 0; i < roles.size(); ++i) {
        ArgumentRow argument = readDeclaration(row, declarations[i]);
        readRole(row, facts, roles[i], argument);
        arguments.push_back(std::move(argument));
    }
    for (const ArgumentRow &argument : arguments) {
        if (argument.length < 0)
            continue;
        const auto length = static_cast<std::size_t>(argument.length);
        const char *wanted = argument.unit == "PointedTo" ? "LengthInOut" : "Size";
        if (length >= arguments.size() || arguments[length].role != wanted)
            row.fail("the length of " + argument.name + " is no argument of the role " + wanted);
    }
    return arguments;
}

} // namespace

void readCalls(const std::string &folder, Facts &facts)
{
    static const Words kResults{{"int", "Int"},         {"fd", "Fd"},     {"pid", "Pid"},
                                {"uid", "Uid"},         {"size", "Size"}, {"offset", "Offset"},
                                {"mode", "Mode"},       {"void", "Void"}, {"twofds", "TwoFds"},
                                {"errno", "ErrnoValue"}};
    static const Words kDangers{{"none", "None"}, {"global", "Global"}, {"kernel", "Kernel"}};
    static const Words kYes{{"yes", "true"}, {"no", "false"}};
    std::set<std::string> displays;
    for (const Row &row : readTable(folder, "syscalls.tsv", 13)) {
        CallRow call;
        call.number = row.number(0);
        call.name = row.at(1);
        call.display = row.at(2);
        if (!facts.calls.empty() && facts.calls.back().number >= call.number)
            row.fail("calls have to be sorted by number");
        if (!displays.insert(call.display).second)
            row.fail("two calls are displayed as " + call.display);
        call.arguments = readArguments(row, facts);
        call.result = translate(row, kResults, row.at(9), "result");
        call.danger = translate(row, kDangers, row.at(10), "danger");
        call.repeatable = translate(row, kYes, row.at(11), "yes or no") == "true";
        call.neverFails = row.at(5) == "NOERR";
        call.composable = std::none_of(call.arguments.begin(), call.arguments.end(),
                                       [](const ArgumentRow &a) { return a.role == "Pointer"; });
        call.summary = row.at(12) == "-" ? std::string() : row.at(12);
        facts.calls.push_back(std::move(call));
    }
}

} // namespace rumpscope::abi::generator
