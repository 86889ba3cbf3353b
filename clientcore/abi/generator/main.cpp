// SPDX-License-Identifier: BSD-2-Clause
// abi-generator TABLES HEADER SOURCE: reads resources/abi, writes netbsd.h and the catalog's tables.
#include "clientcore/abi/generator/facts.h"

#include <exception>
#include <fstream>
#include <iostream>

namespace {

using namespace rumpscope::abi::generator;

void save(const std::string &path, const std::string &text)
{
    std::ofstream out(path, std::ios::binary | std::ios::trunc);
    out << text;
    if (!out.flush())
        throw Problem(path + ": cannot be written");
}

} // namespace

int main(int argc, char **argv)
{
    if (argc != 4) {
        std::cerr << "usage: abi-generator TABLES HEADER SOURCE\n";
        return 2;
    }
    try {
        const std::string folder = argv[1];
        Facts facts;
        readErrnos(folder, facts);
        readConstants(folder, facts);
        readSets(folder, facts);
        readStructs(folder, facts);
        readCalls(folder, facts);
        save(argv[2], writeHeader(facts));
        save(argv[3], writeTables(facts));
    } catch (const std::exception &problem) {
        std::cerr << problem.what() << '\n';
        return 1;
    }
    return 0;
}
