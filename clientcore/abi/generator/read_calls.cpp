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

int readIndex(const Row &row, const std::string &index)
{
    if (index.size() != 1 || index < "0" || index > "9")
        row.fail("\"" + index + "\" is no index of an argument");
    return index[0] - '0';
}

/// Memory, as readMemory knows it; the length is the index of an argument.
bool readLent(const Row &row, const Facts &facts, const std::string &role, ArgumentRow &argument)
{
    static const Words kBuffers{{"In", "BufferIn"}, {"Out", "BufferOut"}};
    static const Words kStructs{{"In", "StructIn"}, {"Out", "StructOut"}, {"InOut", "StructInOut"}};
    MemoryRow memory;
    if (role == "string" || !readMemory(row, facts, role, memory))
        return false;
    const bool shaped = memory.kind == "Structures";
    argument.role = translate(row, shaped ? kStructs : kBuffers, memory.way, "way to lend this memory");
    argument.structure = memory.structure;
    argument.unit = memory.unit;
    argument.data = memory.data;
    if (!memory.length.empty())
        argument.length = readIndex(row, memory.length);
    return true;
}

/// "iovecin@2", "iovecout@2".
bool readVector(const Row &row, const std::string &role, ArgumentRow &argument)
{
    static const Words kVectors{{"iovecin", "IovecIn"}, {"iovecout", "IovecOut"}};
    const auto parts = split(role, '@');
    const auto found = kVectors.find(parts[0]);
    if (found == kVectors.end() || parts.size() != 2)
        return false;
    argument.role = found->second;
    argument.structure = "iovec";
    argument.unit = "Elements";
    argument.data = argument.role == "IovecIn" ? "In" : "Out";
    argument.length = readIndex(row, parts[1]);
    return true;
}

/// "by:ioctl@1", "by:mount@0#4", "by:quota".
bool readChosen(const Row &row, const std::string &role, ArgumentRow &argument)
{
    static const Words kChoosers{{"ioctl", "Ioctl"}, {"fcntl", "Fcntl"},   {"modctl", "Modctl"},
                                 {"mount", "Mount"}, {"nfssvc", "Nfssvc"}, {"quota", "Quota"}};
    if (!role.starts_with("by:"))
        return false;
    argument.role = "Chosen";
    const auto withLength = split(role.substr(3), '#');
    if (withLength.size() > 1) {
        argument.unit = "Bytes";
        argument.length = readIndex(row, withLength[1]);
    }
    const auto withIndex = split(withLength[0], '@');
    argument.chooser = translate(row, kChoosers, withIndex[0], "table of choices");
    if (withIndex.size() > 1)
        argument.choosing = readIndex(row, withIndex[1]);
    return true;
}

void readRole(const Row &row, const Facts &facts, const std::string &role, ArgumentRow &argument)
{
    static const Words kWords{{"int", "Int"},         {"fd", "Fd"},          {"path", "Path"},
                              {"string", "String"},   {"mode", "Mode"},      {"size", "Size"},
                              {"offset", "Offset"},   {"pad", "Pad"},        {"lengthinout", "LengthInOut"},
                              {"pointer", "Pointer"}, {"address", "Address"}};
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
    if (!readVector(row, role, argument) && !readChosen(row, role, argument) &&
        !readLent(row, facts, role, argument))
        argument.role = translate(row, kWords, role, "role");
}

/// The kernel's width of a C type; the slot always has 8 bytes.
int bytesOf(const std::string &type)
{
    static const std::set<std::string> kFour{"int",   "u_int",    "unsigned int", "uid_t",   "gid_t",
                                             "pid_t", "mode_t",   "clockid_t",    "timer_t", "socklen_t",
                                             "id_t",  "idtype_t", "uint32_t"};
    return kFour.contains(type) ? 4 : 8;
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
        argument.bytes = bytesOf(argument.type);
        arguments.push_back(std::move(argument));
    }
    for (const ArgumentRow &argument : arguments) {
        if (argument.length < 0)
            continue;
        const auto length = static_cast<std::size_t>(argument.length);
        const char *wanted = argument.unit == "PointedTo" ? "LengthInOut"
                             : argument.unit == "Bits"    ? "Int"
                                                          : "Size";
        if (length >= arguments.size() || arguments[length].role != wanted)
            row.fail("the length of " + argument.name + " is no argument of the role " + wanted);
    }
    return arguments;
}

/// Can be typed and decoded fully: nothing whose shape only the kernel knows, and no control blocks, which it
/// uses after the call.
bool isComposable(const CallRow &call)
{
    return std::none_of(call.arguments.begin(), call.arguments.end(), [](const ArgumentRow &a) {
        return a.role == "Pointer" || a.role == "Address" || a.structure.starts_with("aiocb");
    });
}

void readTableOfCalls(const std::string &folder, const std::string &file, const Facts &facts,
                      std::vector<CallRow> &calls)
{
    static const Words kResults{{"int", "Int"},         {"fd", "Fd"},     {"pid", "Pid"},
                                {"uid", "Uid"},         {"size", "Size"}, {"offset", "Offset"},
                                {"mode", "Mode"},       {"void", "Void"}, {"twofds", "TwoFds"},
                                {"errno", "ErrnoValue"}};
    static const Words kDangers{{"none", "None"}, {"global", "Global"}, {"kernel", "Kernel"}};
    static const Words kYes{{"yes", "true"}, {"no", "false"}};
    std::set<std::string> displays;
    for (const Row &row : readTable(folder, file, 13)) {
        CallRow call;
        call.number = row.number(0);
        call.name = row.at(1);
        call.display = row.at(2);
        call.symbol = row.at(3);
        call.wrapper = row.at(4);
        call.returns = row.at(6);
        if (!calls.empty() && calls.back().number >= call.number)
            row.fail("calls have to be sorted by number");
        if (!displays.insert(call.display).second)
            row.fail("two calls are displayed as " + call.display);
        call.arguments = readArguments(row, facts);
        call.result = translate(row, kResults, row.at(9), "result");
        call.danger = translate(row, kDangers, row.at(10), "danger");
        call.repeatable = translate(row, kYes, row.at(11), "yes or no") == "true";
        call.neverFails = row.at(5) == "NOERR";
        call.composable = isComposable(call);
        call.summary = row.at(12) == "-" ? std::string() : row.at(12);
        if (row.columns() > 13)
            call.since = static_cast<int>(row.number(13));
        calls.push_back(std::move(call));
    }
}

} // namespace

void readCalls(const std::string &folder, Facts &facts)
{
    readTableOfCalls(folder, "syscalls.tsv", facts, facts.calls);
    readTableOfCalls(folder, "syscalls-newer.tsv", facts, facts.newerCalls);
}

} // namespace rumpscope::abi::generator
