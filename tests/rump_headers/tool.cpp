// SPDX-License-Identifier: BSD-2-Clause
#include "tests/rump_headers/tool.h"

#include "tests/support/files/temp_dir.h"

#include <array>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <sstream>
#include <sys/wait.h>

namespace rumpscope::test {

namespace {

std::string compiler(const std::string &language)
{
    return language == "c" ? RUMPSCOPE_C_COMPILER " -std=c11" : RUMPSCOPE_CXX_COMPILER " -std=c++20";
}

/// A folder with one source file in it.
class Source
{
public:
    Source(const std::string &text, const std::string &language)
        : m_path(m_folder.file(language == "c" ? "program.c" : "program.cpp"))
    {
        std::ofstream(m_path) << text;
    }
    [[nodiscard]] std::string path() const { return "'" + m_path + "'"; }
    [[nodiscard]] std::string product() const { return "'" + m_folder.file("program") + "'"; }

private:
    TempDir m_folder;
    std::string m_path;
};

} // namespace

Said run(const std::string &command)
{
    Said said;
    FILE *pipe = ::popen((command + " 2>&1").c_str(), "r");
    if (pipe == nullptr)
        return said;
    std::array<char, 4096> room{};
    while (std::fgets(room.data(), room.size(), pipe) != nullptr)
        said.text += room.data();
    const int status = ::pclose(pipe);
    said.status = WIFEXITED(status) ? WEXITSTATUS(status) : -1;
    return said;
}

Said compile(const std::string &source, const std::string &language, const std::string &options)
{
    const Source file(source, language);
    return run(compiler(language) + " " + options + " -c -o " + file.product() + " " + file.path());
}

Said compileAndRun(const std::string &source, const std::string &options)
{
    const Source file(source, "c");
    const Said built = run(compiler("c") + " " + options + " -o " + file.product() + " " + file.path());
    return built.status == 0 ? run(file.product()) : built;
}

std::string ourHeaders()
{
    std::istringstream folders(RUMPSCOPE_RUMP_HEADERS);
    std::string options;
    for (std::string folder; std::getline(folders, folder, ':');)
        options += "-I'" + folder + "' ";
    return options;
}

std::string referencePrefix()
{
    const char *prefix = std::getenv("RUMP_PREFIX"); // NOLINT(concurrency-mt-unsafe): tests have one thread
    return prefix == nullptr ? "" : prefix;
}

std::set<std::string> definedFunctions(const std::string &file, const std::string &options)
{
    std::istringstream text(run("nm " + options + " --defined-only '" + file + "'").text);
    std::set<std::string> names;
    std::string address;
    std::string kind;
    for (std::string name; text >> address >> kind >> name;) {
        if (kind == "T")
            names.insert(name);
    }
    return names;
}

std::vector<std::string> lines(const std::string &path)
{
    std::ifstream in(path);
    std::vector<std::string> all;
    for (std::string line; std::getline(in, line);)
        all.push_back(line);
    return all;
}

} // namespace rumpscope::test
