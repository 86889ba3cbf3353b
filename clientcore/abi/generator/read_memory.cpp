// SPDX-License-Identifier: BSD-2-Clause
// The notation for memory that roles, fields and choices share.
#include "clientcore/abi/generator/facts.h"

#include <map>

namespace rumpscope::abi::generator {

namespace {

using Words = std::map<std::string, std::string>;

const Words kWays{{"in", "In"}, {"out", "Out"}, {"inout", "InOut"}, {"data", "Data"}};
const Words kDataWays{{"none", "None"},     {"in", "In"},         {"out", "Out"},  {"inout", "InOut"},
                      {"string", "String"}, {"opcode", "Opcode"}, {"data", "Data"}};
const Words kUnits{{"#", "Bytes"}, {"@", "Elements"}, {"*", "PointedTo"}, {"%", "Bits"}, {"=", "Constant"}};
const Words kChoosers{{"ioctl", "Ioctl"}, {"fcntl", "Fcntl"},   {"modctl", "Modctl"},
                      {"mount", "Mount"}, {"nfssvc", "Nfssvc"}, {"quota", "Quota"}};

const std::string &known(const Row &row, const Words &words, const std::string &word, const char *what)
{
    const auto found = words.find(word);
    if (found == words.end())
        row.fail("\"" + word + "\" is no " + what);
    return found->second;
}

} // namespace

bool readMemory(const Row &row, const Facts &facts, const std::string &text, MemoryRow &memory)
{
    if (text == "none")
        return true;
    if (text == "string") {
        memory.kind = "String";
        memory.way = "In";
        return true;
    }
    const std::size_t dataAt = text.find('>');
    const std::string body = text.substr(0, dataAt);
    const std::size_t lengthAt = body.find_first_of("#@*%=");
    const auto shape = split(std::string_view(body).substr(0, lengthAt), ':');
    const auto way = kWays.find(shape[0]);
    if (way == kWays.end())
        return false;
    memory.way = way->second;
    memory.kind = shape.size() > 1 ? "Structures" : "Bytes";
    if (shape.size() > 1) {
        memory.structure = shape[1];
        if (!facts.hasStruct(shape[1]))
            row.fail("there is no structure \"" + shape[1] + "\" in structs.tsv");
    } else if (lengthAt == std::string::npos) {
        row.fail("\"" + text + "\" does not say how long the memory is");
    }
    if (lengthAt != std::string::npos) {
        memory.unit = kUnits.at(body.substr(lengthAt, 1));
        memory.length = body.substr(lengthAt + 1);
    }
    // Left out, the data goes the way the structure goes; a structure that is written back delivers data.
    memory.data = memory.way == "In" ? "In" : memory.way == "Data" ? "Data" : "Out";
    if (dataAt != std::string::npos)
        memory.data = known(row, kDataWays, text.substr(dataAt + 1), "way for data");
    return true;
}

void readChoices(const std::string &folder, Facts &facts)
{
    for (const Row &row : readTable(folder, "choices.tsv", 4)) {
        ChoiceRow choice;
        choice.chooser = known(row, kChoosers, row.at(0), "table of choices");
        choice.key = row.number(1);
        choice.name = row.at(2);
        if (!readMemory(row, facts, row.at(3), choice.memory))
            row.fail("\"" + row.at(3) + "\" is no way to lend memory");
        const bool sameTable = !facts.choices.empty() && facts.choices.back().chooser == choice.chooser;
        if (sameTable && facts.choices.back().key >= choice.key)
            row.fail("the keys of a table have to ascend");
        facts.choices.push_back(std::move(choice));
    }
}

} // namespace rumpscope::abi::generator
