// SPDX-License-Identifier: BSD-2-Clause
// abi-generator TABLES FOLDER: reads resources/abi, writes the catalog's tables and the C library's headers
// and wrappers.
#include "clientcore/abi/generator/facts.h"

#include <exception>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <sstream>

namespace {

using namespace rumpscope::abi::generator;

/// Files that would stay the same are left alone, so that nothing is compiled again for them.
void save(const std::string &path, const std::string &text)
{
    std::ostringstream there;
    if (std::ifstream before(path, std::ios::binary);
        before && there << before.rdbuf() && there.str() == text)
        return;
    std::error_code ignored; // a folder that is not there shows when the file is opened
    std::filesystem::create_directories(std::filesystem::path(path).parent_path(), ignored);
    std::ofstream out(path, std::ios::binary | std::ios::trunc);
    out << text;
    if (!out.flush())
        throw Problem(path + ": cannot be written");
}

} // namespace

int main(int argc, char **argv)
{
    if (argc != 3) {
        std::cerr << "usage: abi-generator TABLES FOLDER\n";
        return 2;
    }
    try {
        const std::string folder = argv[1];
        Facts facts;
        readErrnos(folder, facts);
        readConstants(folder, facts);
        readSets(folder, facts);
        readStructs(folder, facts);
        readChoices(folder, facts);
        readCalls(folder, facts);
        const std::string out = argv[2];
        save(out + "/clientcore/abi/netbsd.h", writeHeader(facts));
        save(out + "/clientcore/abi/tables.cpp", writeTables(facts));
        save(out + "/clientcore/abi/meanings.cpp", writeMeanings(folder, facts));
        save(out + "/clientcore/capi/rump_syscalls.c", writeWrappers(facts));
        save(out + "/clientcore/capi/layout.inc", writeRumpLayout(facts));
        save(out + "/include/rump/rumpdefs.h", writeRumpDefs(facts));
        save(out + "/include/rump/rump_structs.h", writeRumpStructs(facts));
        save(out + "/include/rump/rump_syscalls.h", writeRumpSyscalls(facts));
        save(out + "/include/rump/rump_syscalls_compat.h", writeRumpCompat());
        save(out + "/include/rump/rumperr.h", writeRumpErrors(facts));
        save(out + "/include/rump/rumperrno2host.h", writeRumpErrnoToHost(facts));
    } catch (const std::exception &problem) {
        std::cerr << problem.what() << '\n';
        return 1;
    }
    return 0;
}
