// SPDX-License-Identifier: GPL-3.0-or-later
// Each folder includes only what the design lets it: arrows point one way.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <map>
#include <regex>
#include <set>
#include <sstream>
#include <string>
#include <vector>

namespace {

namespace fs = std::filesystem;
using Folders = std::set<std::string>;

/// Rule of a folder of the practice kernel: the parts of the client core that all of them share, and these of
/// its own. Nothing of the client's side, so that client and server check each other.
Folders kernelRule(const std::vector<std::string> &own)
{
    Folders rule{"clientcore/abi", "clientcore/faults", "clientcore/transport", "clientcore/wire"};
    for (const std::string &folder : own)
        rule.insert("app/rumpscope-kernel/" + folder);
    return rule;
}

/// A room is a folder that has a rule of its own; a file belongs to the innermost one around it.
const std::map<std::string, Folders> kMayInclude = {
    {"clientcore/text", {}},
    {"clientcore/wire", {}},
    {"clientcore/transport", {}},
    {"clientcore/memory", {}},
    {"clientcore/abi", {}},
    {"clientcore/faults", {"clientcore/abi"}},
    {"clientcore/event", {"clientcore/wire", "clientcore/transport"}},
    {"clientcore/retry", {"clientcore/transport"}},
    {"clientcore/capi",
     {"clientcore/wire", "clientcore/transport", "clientcore/memory", "clientcore/retry", "clientcore/abi"}},
    {"clientcore/session",
     {"clientcore/wire", "clientcore/transport", "clientcore/memory", "clientcore/event",
      "clientcore/retry"}},
    {"clientcore/call", {"clientcore/abi", "clientcore/memory"}},
    {"clientcore/invoke", {"clientcore/abi", "clientcore/call", "clientcore/memory", "clientcore/session"}},
    {"clientcore/tap", {"clientcore/wire", "clientcore/transport", "clientcore/event"}},
    {"clientcore/trace/ring", {"clientcore/event"}},
    {"clientcore/trace/store",
     {"clientcore/wire", "clientcore/transport", "clientcore/event", "clientcore/abi", "clientcore/call"}},
    {"clientcore/trace/fields",
     {"clientcore/wire", "clientcore/abi", "clientcore/call", "clientcore/trace/store"}},
    {"clientcore/trace/remarks", {"clientcore/transport", "clientcore/abi", "clientcore/trace/store"}},
    {"clientcore/filter", {"clientcore/abi", "clientcore/call", "clientcore/trace/store"}},
    {"clientcore/recording",
     {"clientcore/wire", "clientcore/transport", "clientcore/event", "clientcore/tap",
      "clientcore/trace/ring", "clientcore/trace/store"}},
    {"clientcore/lineage",
     {"clientcore/text", "clientcore/wire", "clientcore/event", "clientcore/abi", "clientcore/trace/store"}},
    {"clientcore/query",
     {"clientcore/wire", "clientcore/event", "clientcore/session", "clientcore/abi", "clientcore/call",
      "clientcore/lineage"}},
    {"ui/bridge",
     {"clientcore/query", "clientcore/wire", "clientcore/transport", "clientcore/memory", "clientcore/event",
      "clientcore/retry", "clientcore/session", "clientcore/abi", "clientcore/call", "clientcore/trace/ring",
      "clientcore/trace/store", "clientcore/recording", "clientcore/lineage", "clientcore/tap"}},
    {"ui/kit",
     {"clientcore/wire", "clientcore/event", "clientcore/abi", "clientcore/call", "clientcore/filter",
      "clientcore/trace/store", "clientcore/trace/fields", "clientcore/recording", "clientcore/lineage",
      "ui/bridge"}},
    {"ui/panes",
     {"clientcore/event", "clientcore/retry", "clientcore/abi", "clientcore/call", "clientcore/filter",
      "clientcore/trace/store", "clientcore/trace/fields", "clientcore/trace/remarks", "clientcore/recording",
      "clientcore/lineage", "ui/bridge", "ui/kit"}},
    {"ui/mainwindow",
     {"clientcore/event", "clientcore/retry", "clientcore/trace/store", "ui/bridge", "ui/kit", "ui/panes"}},
    {"app/rumpscope-kernel/sched", kernelRule({})},
    {"app/rumpscope-kernel/vfs", kernelRule({"sched"})},
    {"app/rumpscope-kernel/proc", kernelRule({"sched", "vfs"})},
    {"app/rumpscope-kernel/ipc", kernelRule({"sched", "vfs", "proc"})},
    {"app/rumpscope-kernel/net", kernelRule({"sched", "vfs", "proc"})},
    {"app/rumpscope-kernel/core", kernelRule({"sched", "vfs", "proc", "net"})},
    {"app/rumpscope-kernel/files", kernelRule({"sched", "vfs", "proc", "ipc", "net", "core"})},
    {"app/rumpscope-kernel/sysctl", kernelRule({"sched", "vfs", "proc", "ipc", "net", "core"})},
    {"app/rumpscope-kernel/calls",
     kernelRule({"sched", "vfs", "proc", "ipc", "net", "core", "files", "sysctl"})},
    {"app/rumpscope-kernel/control",
     kernelRule({"sched", "vfs", "proc", "ipc", "net", "core", "files", "sysctl", "calls"})},
    {"app/rumpscope-kernel/server",
     kernelRule({"sched", "vfs", "proc", "ipc", "net", "core", "files", "sysctl", "calls", "control"})},
};

/// "clientcore/wire/frame.h" -> "clientcore/wire"; where no rule fits, the first two parts.
std::string folderOf(const std::string &path)
{
    std::string folder = path.substr(0, path.rfind('/'));
    if (folder.starts_with("ui/panes/")) // each pane is a room of its own, and all have one rule
        return folder.substr(0, folder.find('/', std::string("ui/panes/").size()));
    for (std::string room = folder; room.find('/') != std::string::npos; room.resize(room.rfind('/'))) {
        if (kMayInclude.contains(room))
            return room;
    }
    const std::size_t second = path.find('/', path.find('/') + 1);
    return second == std::string::npos ? folder : path.substr(0, second);
}

/// The rule of a room; null where there is none.
const Folders *ruleOf(const std::string &room)
{
    const auto rule = kMayInclude.find(room.starts_with("ui/panes/") ? "ui/panes" : room);
    return rule == kMayInclude.end() ? nullptr : &rule->second;
}

/// Who may include ui/panes may include any of them.
bool allows(const Folders &rule, const std::string &room)
{
    return rule.contains(room) || (room.starts_with("ui/panes/") && rule.contains("ui/panes"));
}

/// What is wrong with one file's includes; empty if nothing is.
std::vector<std::string> wrongIncludes(const std::string &path, std::istream &text)
{
    static const std::regex include(R"re(^\s*#\s*include\s*(["<])([^">]+)[">])re");
    const std::string from = folderOf(path);
    const Folders *rule = ruleOf(from);
    std::vector<std::string> wrong;
    std::string line;
    for (int number = 1; std::getline(text, line); ++number) {
        std::smatch match;
        if (!std::regex_search(line, match, include))
            continue;
        const std::string target = match[2];
        const bool ours = match[1] == "\"" && target.find('/') != std::string::npos;
        if (path.starts_with("clientcore/") && match[1] == "<" && target.starts_with("Q"))
            wrong.push_back(fmt::format("{}:{}: Qt ({}) has no place in clientcore", path, number, target));
        if (!ours || rule == nullptr || folderOf(target) == from)
            continue;
        if (!allows(*rule, folderOf(target)))
            wrong.push_back(fmt::format("{}:{}: {} may not include {}", path, number, from, target));
    }
    return wrong;
}

std::vector<std::string> sourceFiles()
{
    std::vector<std::string> files;
    for (const char *top : {"clientcore", "ui", "app", "tests"}) {
        for (const auto &entry : fs::recursive_directory_iterator(fs::path(RUMPSCOPE_SOURCE) / top)) {
            const auto extension = entry.path().extension();
            if (extension == ".h" || extension == ".cpp" || extension == ".c")
                files.push_back(fs::relative(entry.path(), RUMPSCOPE_SOURCE).generic_string());
        }
    }
    return files;
}

std::ifstream open(const std::string &file)
{
    return std::ifstream(fs::path(RUMPSCOPE_SOURCE) / file);
}

TEST(Structure, ArrowsPointOneWay)
{
    ASSERT_GT(sourceFiles().size(), 20U);
    for (const std::string &file : sourceFiles()) {
        auto text = open(file);
        for (const std::string &complaint : wrongIncludes(file, text))
            ADD_FAILURE() << complaint;
    }
}

TEST(Structure, AWrongArrowIsFound)
{
    std::istringstream wire("#include <vector>\n#include \"clientcore/session/session.h\"\n");
    EXPECT_EQ(
        wrongIncludes("clientcore/wire/frame.h", wire),
        std::vector<std::string>(
            {"clientcore/wire/frame.h:2: clientcore/wire may not include clientcore/session/session.h"}));
    std::istringstream qt("#include <QString>\n");
    EXPECT_EQ(wrongIncludes("clientcore/trace/store/store.cpp", qt).size(), 1U);
    std::istringstream views("#include \"clientcore/transport/stream.h\"\n");
    EXPECT_EQ(wrongIncludes("ui/kit/theme.h", views).size(), 1U);
}

TEST(Structure, AnArrowBetweenTwoPanesIsFound)
{
    const auto wrong = [](const std::string &path, const std::string &target) {
        std::istringstream text("#include \"" + target + "\"\n");
        return wrongIncludes(path, text);
    };
    EXPECT_EQ(wrong("ui/panes/trace/trace_view.cpp", "ui/panes/ladder/ladder_view.h"),
              std::vector<std::string>({"ui/panes/trace/trace_view.cpp:1: ui/panes/trace may not include "
                                        "ui/panes/ladder/ladder_view.h"}));
    EXPECT_EQ(wrong("ui/kit/card.h", "ui/panes/ladder/ladder_view.h").size(), 1U);
    EXPECT_TRUE(wrong("ui/panes/trace/trace_view.cpp", "ui/panes/trace/trace_table.h").empty());
    EXPECT_TRUE(wrong("ui/panes/trace/trace_view.cpp", "ui/kit/card.h").empty());
    EXPECT_TRUE(wrong("ui/mainwindow/main_window.cpp", "ui/panes/ladder/ladder_view.h").empty());
}

TEST(Structure, AnArrowAgainstThePracticeKernelsDirectionIsFound)
{
    std::istringstream vfs("#include \"app/rumpscope-kernel/calls/table.h\"\n");
    EXPECT_EQ(wrongIncludes("app/rumpscope-kernel/vfs/inode.h", vfs).size(), 1U);
    std::istringstream calls("#include \"app/rumpscope-kernel/vfs/inode.h\"\n");
    EXPECT_TRUE(wrongIncludes("app/rumpscope-kernel/calls/table.cpp", calls).empty());
    std::istringstream session("#include \"clientcore/session/session.h\"\n");
    EXPECT_EQ(wrongIncludes("app/rumpscope-kernel/server/server.cpp", session).size(), 1U);
}

TEST(Structure, EveryFolderHasARule)
{
    for (const std::string &file : sourceFiles()) {
        const std::string folder = folderOf(file);
        const bool ruled = folder.starts_with("clientcore") || folder.starts_with("ui") ||
                           folder.starts_with("app/rumpscope-kernel/");
        EXPECT_TRUE(!ruled || ruleOf(folder) != nullptr) << file << ": name its folder in kMayInclude";
    }
}

TEST(Structure, EveryFileNamesItsLicence)
{
    for (const std::string &file : sourceFiles()) {
        auto text = open(file);
        std::string line;
        std::getline(text, line);
        const bool core = file.starts_with("clientcore/");
        const bool coreTest = file.starts_with("tests/") && line.ends_with("BSD-2-Clause");
        EXPECT_EQ(line, core || coreTest ? "// SPDX-License-Identifier: BSD-2-Clause"
                                         : "// SPDX-License-Identifier: GPL-3.0-or-later")
            << file;
    }
}

} // namespace
