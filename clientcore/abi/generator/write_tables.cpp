// SPDX-License-Identifier: BSD-2-Clause
#include "clientcore/abi/generator/facts.h"

#include <algorithm>
#include <set>

namespace rumpscope::abi::generator {

namespace {

constexpr std::string_view kTop = R"(// SPDX-License-Identifier: BSD-2-Clause
// Generated from resources/abi: the tables behind clientcore/abi/catalog.h.
#include "clientcore/abi/tables.h"

namespace rumpscope::abi::tables {

namespace {

)";

template<class Rows>
std::size_t indexOf(const Rows &rows, const std::string &name)
{
    const auto found = std::find_if(rows.begin(), rows.end(), [&](const auto &r) { return r.name == name; });
    return static_cast<std::size_t>(found - rows.begin());
}

std::string setPointer(const Facts &facts, const std::string &name)
{
    return name.empty() ? "nullptr" : "&kSets[" + std::to_string(indexOf(facts.sets, name)) + "]";
}

std::string structPointer(const Facts &facts, const std::string &name)
{
    return name.empty() ? "nullptr" : "&kStructs[" + std::to_string(indexOf(facts.structs, name)) + "]";
}

const char *spellBool(bool value)
{
    return value ? "true" : "false";
}

void writeSets(std::string &out, const Facts &facts)
{
    for (std::size_t i = 0; i < facts.sets.size(); ++i) {
        out += "constexpr NamedValue kSet" + std::to_string(i) + "[] = {\n";
        for (const Constant &value : facts.sets[i].values)
            out += "    {" + literal(value.name) + ", " + spell(value.value) + "},\n";
        out += "};\n";
    }
    out += "constexpr FlagSet kSets[] = {\n";
    for (std::size_t i = 0; i < facts.sets.size(); ++i)
        out += "    {" + literal(facts.sets[i].name) + ", kSet" + std::to_string(i) + ", " +
               spell(facts.sets[i].enumMask) + "},\n";
    out += "};\n";
}

/// A braced abi::Pointee.
std::string pointee(const Facts &facts, const MemoryRow &memory, int lengthField)
{
    const std::string bytes = memory.unit == "Constant" ? memory.length : "0";
    return "{Pointee::Kind::" + memory.kind + ", Way::" + memory.way + ", " +
           structPointer(facts, memory.structure) + ", LengthUnit::" + memory.unit + ", " +
           std::to_string(lengthField) + ", " + bytes +
           ", Way::" + (memory.data.empty() ? "None" : memory.data) + "}";
}

/// The pointers of one structure; returns how many.
std::size_t writePointees(std::string &out, const Facts &facts, std::size_t index)
{
    std::size_t count = 0;
    for (const FieldRow &field : facts.structs[index].fields) {
        if (field.form != "Pointer")
            continue;
        if (count++ == 0)
            out += "constexpr Pointee kPointees" + std::to_string(index) + "[] = {\n";
        out += "    " + pointee(facts, field.memory, field.lengthField) + ",\n";
    }
    out += count == 0 ? "" : "};\n";
    return count;
}

void writeStructs(std::string &out, const Facts &facts)
{
    // Fields point at structures above their own.
    out += "extern const Structure kStructs[" + std::to_string(facts.structs.size()) + "];\n";
    for (std::size_t i = 0; i < facts.structs.size(); ++i) {
        writePointees(out, facts, i);
        std::size_t pointers = 0;
        out += "constexpr Field kFields" + std::to_string(i) + "[] = {\n";
        for (const FieldRow &field : facts.structs[i].fields)
            out += "    {" + literal(field.name) + ", " + std::to_string(field.offset) + ", " +
                   std::to_string(field.size) + ", FieldForm::" + field.form + ", " +
                   setPointer(facts, field.set) + ", " + structPointer(facts, field.structure) + ", " +
                   spellBool(field.brief) + ", " +
                   (field.form == "Pointer"
                        ? "&kPointees" + std::to_string(i) + "[" + std::to_string(pointers++) + "]"
                        : "nullptr") +
                   "},\n";
        out += "};\n";
    }
    out += "constexpr Structure kStructs[] = {\n";
    for (std::size_t i = 0; i < facts.structs.size(); ++i)
        out += "    {" + literal(facts.structs[i].name) + ", " + std::to_string(facts.structs[i].size) +
               ", kFields" + std::to_string(i) + "},\n";
    out += "};\n";
}

void writeCalls(std::string &out, const Facts &facts, const std::vector<CallRow> &calls,
                const std::string &array)
{
    for (const CallRow &call : calls) {
        if (call.arguments.empty())
            continue;
        out += "constexpr Argument kArguments" + std::to_string(call.number) + "[] = {\n";
        for (const ArgumentRow &a : call.arguments)
            out += "    {" + literal(a.name) + ", " + literal(a.type) + ", Role::" + a.role + ", " +
                   setPointer(facts, a.set) + ", " + structPointer(facts, a.structure) + ", " +
                   std::to_string(a.length) + ", " + spellBool(a.optional) + ", LengthUnit::" + a.unit +
                   ", " + std::to_string(a.bytes) + ", Way::" + a.data + ", Chooser::" + a.chooser + ", " +
                   std::to_string(a.choosing) + "},\n";
        out += "};\n";
    }
    out += "constexpr Call " + array + "[] = {\n";
    for (const CallRow &call : calls) {
        const std::string arguments =
            call.arguments.empty() ? "{}" : "kArguments" + std::to_string(call.number);
        out += "    {" + spell(call.number) + ", " + literal(call.name) + ", " + literal(call.display) +
               ", " + arguments + ", ResultKind::" + call.result + ", Danger::" + call.danger + ", " +
               spellBool(call.repeatable) + ", " + spellBool(call.neverFails) + ", " +
               spellBool(call.composable) + ", " + literal(call.summary) + ", " +
               literal(call.wrapper == "-" ? (call.display == "pipe" ? call.symbol : "") : call.wrapper) +
               ", " + std::to_string(call.since) + "},\n";
    }
    out += "};\n";
}

/// Calls at their numbers, so that finding one is one step.
void writeNumbers(std::string &out, const Facts &facts)
{
    std::vector<std::string> slots;
    const auto place = [&](const std::vector<CallRow> &calls, const char *array) {
        for (std::size_t i = 0; i < calls.size(); ++i) {
            const auto number = static_cast<std::size_t>(calls[i].number);
            if (slots.size() <= number)
                slots.resize(number + 1, "nullptr");
            slots[number] = "&" + std::string(array) + "[" + std::to_string(i) + "]";
        }
    };
    place(facts.calls, "kCalls");
    place(facts.newerCalls, "kNewerCalls");
    out += "constexpr const Call *kNumbers[] = {\n";
    for (const std::string &slot : slots)
        out += "    " + slot + ",\n";
    out += "};\n";
}

/// One array a table, and the function that tells them apart.
void writeChoices(std::string &out, const Facts &facts)
{
    std::vector<std::string> choosers;
    for (const ChoiceRow &row : facts.choices) {
        if (std::find(choosers.begin(), choosers.end(), row.chooser) == choosers.end())
            choosers.push_back(row.chooser);
    }
    std::string cases;
    for (const std::string &chooser : choosers) {
        out += "constexpr Choice k" + chooser + "Choices[] = {\n";
        for (const ChoiceRow &row : facts.choices) {
            if (row.chooser == chooser)
                out += "    {" + spell(row.key) + ", " + literal(row.name) + ", " +
                       pointee(facts, row.memory, -1) + "},\n";
        }
        out += "};\n";
        cases += "    if (chooser == Chooser::" + chooser + ")\n";
        cases += "        return k" + chooser + "Choices;\n";
    }
    out += "std::span<const Choice> choicesOf(Chooser chooser)\n{\n" + cases + "    return {};\n}\n";
}

void writeErrnos(std::string &out, const Facts &facts)
{
    out += "constexpr ErrnoFact kErrnos[] = {\n";
    std::set<std::int64_t> seen; // the first name of a number is the one to show
    for (const ErrnoRow &row : facts.errnos) {
        if (seen.insert(row.number).second)
            out +=
                "    {" + spell(row.number) + ", " + literal(row.name) + ", " + literal(row.meaning) + "},\n";
    }
    out += "};\n";
}

} // namespace

std::string literal(std::string_view text)
{
    std::string out = "\"";
    for (const char c : text) {
        if (c == '"' || c == '\\')
            out += '\\';
        out += c;
    }
    return out + '"';
}

std::string writeTables(const Facts &facts)
{
    std::string out(kTop);
    writeSets(out, facts);
    writeStructs(out, facts);
    writeCalls(out, facts, facts.calls, "kCalls");
    writeCalls(out, facts, facts.newerCalls, "kNewerCalls");
    writeNumbers(out, facts);
    writeChoices(out, facts);
    writeErrnos(out, facts);
    return out + R"(
} // namespace

std::span<const Call> calls()
{
    return kCalls;
}
std::span<const Call> newerCalls()
{
    return kNewerCalls;
}
std::span<const Call *const> byNumber()
{
    return kNumbers;
}
std::span<const Choice> choices(Chooser chooser)
{
    return choicesOf(chooser);
}
std::span<const FlagSet> flagSets()
{
    return kSets;
}
std::span<const Structure> structures()
{
    return kStructs;
}
std::span<const ErrnoFact> errnos()
{
    return kErrnos;
}

} // namespace rumpscope::abi::tables
)";
}

} // namespace rumpscope::abi::generator
