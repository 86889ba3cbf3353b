// SPDX-License-Identifier: BSD-2-Clause
// What names mean: read against what is there, written as a table in order of names.
#include "clientcore/abi/generator/facts.h"

#include <algorithm>
#include <map>

namespace rumpscope::abi::generator {

namespace {

bool isField(const Facts &facts, const std::string &structure, const std::string &name)
{
    return std::any_of(facts.structs.begin(), facts.structs.end(), [&](const StructRow &row) {
        return row.name == structure &&
               std::any_of(row.fields.begin(), row.fields.end(),
                           [&](const FieldRow &field) { return field.name == name; });
    });
}

bool isConstant(const Facts &facts, const std::string &name)
{
    return std::any_of(facts.constants.begin(), facts.constants.end(),
                       [&](const Constant &constant) { return constant.name == name; });
}

} // namespace

std::string writeMeanings(const std::string &folder, const Facts &facts)
{
    std::map<std::string, std::string> meanings;
    for (const Row &row : readTable(folder, "meanings.tsv", 2)) {
        const auto names = split(row.at(0), '.');
        const bool known =
            names.size() == 2 ? isField(facts, names[0], names[1]) : isConstant(facts, row.at(0));
        if (!known)
            row.fail("neither a field of structs.tsv nor a name of constants.tsv: \"" + row.at(0) + "\"");
        if (!meanings.emplace(row.at(0), row.at(1)).second)
            row.fail("\"" + row.at(0) + "\" is there twice");
    }
    std::string out =
        "// Generated from resources/abi/meanings.tsv.\n#include \"clientcore/abi/meaning_table.h\"\n\n"
        "namespace rumpscope::abi::tables {\n\nnamespace {\n\nconstexpr Meaning kMeanings[] = {\n";
    for (const auto &[name, meaning] : meanings)
        out += "    {" + literal(name) + ", " + literal(meaning) + "},\n";
    return out +
           "};\n\n} // namespace\n\nstd::span<const Meaning> meanings()\n{\n    return kMeanings;\n}\n\n"
           "} // namespace rumpscope::abi::tables\n";
}

} // namespace rumpscope::abi::generator
