// SPDX-License-Identifier: BSD-2-Clause
#include "clientcore/abi/generator/facts.h"

#include <algorithm>
#include <array>

namespace rumpscope::abi::generator {

namespace {

bool isWidth(std::int64_t size)
{
    return size == 1 || size == 2 || size == 4 || size == 8;
}

/// The last column: how a field is written. Empty: an unsigned number, or bytes where it is no number's size.
void readForm(const Row &row, const Facts &facts, FieldRow &field)
{
    const auto parts = split(row.at(4), ':');
    const std::string &form = parts[0];
    const std::string rest = parts.size() > 1 ? parts[1] : std::string();
    static constexpr std::array<std::array<const char *, 2>, 8> kForms{{{"signed", "Signed"},
                                                                        {"text", "Text"},
                                                                        {"octal", "Octal"},
                                                                        {"port", "Port"},
                                                                        {"address", "Address"},
                                                                        {"flags", "Flags"},
                                                                        {"enum", "Enum"},
                                                                        {"struct", "Structure"}}};
    field.form = isWidth(field.size) ? "Unsigned" : "Bytes";
    if (form.empty())
        return;
    if (readMemory(row, facts, row.at(4), field.memory)) {
        field.form = "Pointer";
        if (field.size != 8)
            row.fail("a pointer has 8 bytes");
        return;
    }
    const auto known =
        std::find_if(kForms.begin(), kForms.end(), [&](const auto &f) { return form == f[0]; });
    if (known == kForms.end())
        row.fail(
            "a field is signed, text, octal, port, address, flags:SET, enum:SET, struct:NAME or a pointer "
            "(string, in, out, inout, data), not \"" +
            row.at(4) + "\"");
    field.form = (*known)[1];
    if (field.form == "Flags" || field.form == "Enum") {
        field.set = rest;
        if (!facts.hasSet(rest))
            row.fail("there is no set \"" + rest + "\" in flagsets.tsv");
    } else if (field.form == "Structure") {
        field.structure = rest;
        if (!facts.hasStruct(rest))
            row.fail("the structure \"" + rest + "\" has to stand above");
    }
    if (field.form != "Text" && field.form != "Structure" && field.form != "Address" && !isWidth(field.size))
        row.fail("a number has 1, 2, 4 or 8 bytes");
}

void readField(const Row &row, Facts &facts)
{
    if (facts.structs.empty())
        row.fail("a field before any structure");
    StructRow &owner = facts.structs.back();
    const auto names = split(row.at(1), '.');
    if (names.size() != 2 || names[0] != owner.name)
        row.fail("\"" + row.at(1) + "\" is no field of " + owner.name);
    FieldRow field{names[1], row.number(2), row.number(3), {}, {}, {}, row.at(5) == "yes", {}, -1};
    if (field.offset < 0 || field.size <= 0 || field.offset + field.size > owner.size)
        row.fail(row.at(1) + " ends behind its structure (" + std::to_string(owner.size) + " bytes)");
    readForm(row, facts, field);
    owner.fields.push_back(std::move(field));
}

} // namespace

namespace {

/// Fields are in order; a pointer's length is the field of that name.
void findLengths(StructRow &structure)
{
    for (FieldRow &field : structure.fields) {
        const std::string &length = field.memory.length;
        if (field.memory.unit == "Constant" || length.empty())
            continue;
        const auto named = [&](const FieldRow &other) { return other.name == length; };
        const auto found = std::find_if(structure.fields.begin(), structure.fields.end(), named);
        if (found == structure.fields.end())
            throw Problem("structs.tsv: " + structure.name + "." + field.name +
                          " is as long as a field that is not there: " + length);
        field.lengthField = static_cast<int>(found - structure.fields.begin());
    }
}

} // namespace

bool Facts::hasSet(const std::string &name) const
{
    return std::any_of(sets.begin(), sets.end(), [&](const Set &set) { return set.name == name; });
}

bool Facts::hasStruct(const std::string &name) const
{
    return std::any_of(structs.begin(), structs.end(), [&](const StructRow &s) { return s.name == name; });
}

void readStructs(const std::string &folder, Facts &facts)
{
    for (const Row &row : readTable(folder, "structs.tsv", 4)) {
        const std::string &what = row.at(0);
        if (what == "field") {
            readField(row, facts);
            continue;
        }
        if (what != "struct" && what != "element")
            row.fail("a line is struct, element or field, not \"" + what + "\"");
        if (facts.hasStruct(row.at(1)))
            row.fail("the structure " + row.at(1) + " is there twice");
        facts.structs.push_back({row.at(1), row.number(3), what == "element", {}});
    }
    for (StructRow &structure : facts.structs) {
        std::stable_sort(structure.fields.begin(), structure.fields.end(),
                         [](const FieldRow &a, const FieldRow &b) { return a.offset < b.offset; });
        findLengths(structure);
    }
}

} // namespace rumpscope::abi::generator
