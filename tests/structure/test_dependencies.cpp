// SPDX-License-Identifier: GPL-3.0-or-later
// What a CMakeLists.txt says of a layer's dependencies is what its files include: PUBLIC what a header
// includes, for that reaches everyone who includes the header; PRIVATE what only its sources do.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <regex>
#include <set>
#include <sstream>
#include <string>
#include <vector>

namespace {

namespace fs = std::filesystem;
using Names = std::set<std::string>;

struct Layer
{
    Names publicly;
    Names privately;
};

std::string textOf(const fs::path &path)
{
    std::ifstream file(path);
    return {std::istreambuf_iterator<char>(file), {}};
}

/// The layer a CMakeLists.txt makes of its folder, by the folder's name without "rumpscope::"; empty unless
/// it makes one.
std::map<std::string, Layer> layersIn(const std::string &cmake)
{
    static const std::regex layer(R"re((?:^|\n)rumpscope_(layer|pane)\(\s*(\w+)([^)]*)\))re");
    std::map<std::string, Layer> found;
    for (auto it = std::sregex_iterator(cmake.begin(), cmake.end(), layer); it != std::sregex_iterator();
         ++it) {
        const bool pane = (*it)[1] == "pane";
        Layer &made = found[(pane ? "pane_" : "") + (*it)[2].str()];
        if (pane) // the function's own
            made.publicly.insert({"kit", "bridge"});
        std::istringstream words((*it)[3]);
        Names ignored;
        Names *list = &ignored;
        for (std::string word; words >> word;) {
            if (word == "SOURCES")
                list = &ignored;
            else if (word == "PUBLIC")
                list = &made.publicly;
            else if (word == "PRIVATE")
                list = &made.privately;
            else if (word.starts_with("rumpscope::"))
                list->insert(word.substr(std::string("rumpscope::").size()));
        }
    }
    return found;
}

/// The folder of the longest name in `folders` that `path` lies in; empty if none.
std::string folderOf(const std::string &path, const std::map<std::string, std::string> &folders)
{
    std::string folder = path;
    while (folder.find('/') != std::string::npos) {
        folder.resize(folder.rfind('/'));
        if (folders.contains(folder))
            return folder;
    }
    return {};
}

bool isPublicHeader(const fs::path &path)
{
    const std::string stem = path.stem().string();
    return path.extension() == ".h" && !stem.ends_with("_impl") && !stem.ends_with("_private");
}

/// What is wrong with `layer`, whose public headers include the layers `headers` and whose other files
/// `sources`.
std::vector<std::string> mistakes(const Layer &layer, const Names &headers, const Names &sources)
{
    std::vector<std::string> wrong;
    for (const std::string &name : headers) {
        if (!layer.publicly.contains(name))
            wrong.push_back(fmt::format("a header includes {}: name it under PUBLIC", name));
    }
    for (const std::string &name : layer.publicly) {
        if (!headers.contains(name))
            wrong.push_back(fmt::format("no header includes {}: not under PUBLIC", name));
    }
    for (const std::string &name : sources) {
        if (!layer.publicly.contains(name) && !layer.privately.contains(name))
            wrong.push_back(fmt::format("a source includes {}: name it under PRIVATE", name));
    }
    return wrong;
}

TEST(Dependencies, ArePublicOnlyWhereAHeaderIncludesThem)
{
    const fs::path top(RUMPSCOPE_SOURCE);
    std::map<std::string, Layer> layers;
    std::map<std::string, std::string> folders; // the folder of a layer, and its name
    for (const char *part : {"clientcore", "ui"}) {
        for (const auto &entry : fs::recursive_directory_iterator(top / part)) {
            if (entry.path().filename() != "CMakeLists.txt")
                continue;
            const auto made = layersIn(textOf(entry.path()));
            // clientcore/capi makes two layers of one folder, whose files the text does not tell apart.
            if (made.size() == 1) {
                folders[fs::relative(entry.path().parent_path(), top).generic_string()] = made.begin()->first;
                layers.insert(*made.begin());
            }
        }
    }
    ASSERT_GT(layers.size(), 20U);

    static const std::regex include(R"re((?:^|\n)\s*#\s*include\s*"([^"]+)")re");
    for (const auto &[folder, name] : folders) {
        Names headers;
        Names sources;
        for (const auto &entry : fs::recursive_directory_iterator(top / folder)) {
            const auto extension = entry.path().extension();
            const std::string file = fs::relative(entry.path(), top).generic_string();
            const bool code = extension == ".h" || extension == ".cpp";
            // The generator is a program of its own.
            if (!code || folderOf(file, folders) != folder || file.starts_with("clientcore/abi/generator/"))
                continue;
            const std::string text = textOf(entry.path());
            for (auto it = std::sregex_iterator(text.begin(), text.end(), include);
                 it != std::sregex_iterator(); ++it) {
                const std::string other = folderOf((*it)[1], folders);
                if (!other.empty() && other != folder)
                    (isPublicHeader(entry.path()) ? headers : sources).insert(folders.at(other));
            }
        }
        Layer layer = layers.at(name);
        if (name.starts_with("pane_")) { // given to every pane, whether it needs them or not
            headers.insert({"kit", "bridge"});
            for (const std::string &given : layers.at("kit").publicly) { // through the kit
                sources.erase(given);
                if (!layer.publicly.contains(given))
                    headers.erase(given);
            }
            layer.publicly.insert({"kit", "bridge"});
            headers.insert({"kit", "bridge"});
        }
        if (name == "mainwindow")
            continue; // takes all panes under one name
        for (const std::string &complaint : mistakes(layer, headers, sources))
            ADD_FAILURE() << folder << "/CMakeLists.txt: " << complaint;
    }
}

TEST(Dependencies, AWrongListIsFound)
{
    const auto layers = layersIn("rumpscope_layer(call SOURCES a.cpp\n  PUBLIC rumpscope::abi fmt::fmt\n"
                                 "  PRIVATE rumpscope::memory)\n");
    ASSERT_TRUE(layers.contains("call"));
    const Layer &call = layers.at("call");
    EXPECT_TRUE(mistakes(call, {"abi"}, {"memory"}).empty());
    EXPECT_EQ(mistakes(call, {}, {"abi", "memory"}),
              std::vector<std::string>({"no header includes abi: not under PUBLIC"}));
    EXPECT_EQ(mistakes(call, {"abi", "memory"}, {}),
              std::vector<std::string>({"a header includes memory: name it under PUBLIC"}));
    EXPECT_EQ(mistakes(call, {"abi"}, {"wire"}),
              std::vector<std::string>({"a source includes wire: name it under PRIVATE"}));
}

} // namespace
