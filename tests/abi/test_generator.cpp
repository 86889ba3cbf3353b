// SPDX-License-Identifier: BSD-2-Clause
// The generator refuses tables that contradict themselves, with a sentence that says where.
#include <gmock/gmock.h>

#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <sys/wait.h>

namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;

/// A copy of the tables, to be spoilt.
class Generator : public testing::Test
{
protected:
    void SetUp() override
    {
        std::string pattern = (fs::temp_directory_path() / "abi-generator-XXXXXX").string();
        ASSERT_NE(mkdtemp(pattern.data()), nullptr);
        m_folder = pattern;
        for (const char *table : {"errno.tsv", "constants.tsv", "flagsets.tsv", "structs.tsv", "choices.tsv",
                                  "meanings.tsv", "syscalls.tsv", "syscalls-newer.tsv"})
            fs::copy_file(fs::path(RUMPSCOPE_ABI_TABLES) / table, m_folder / table);
    }
    void TearDown() override { fs::remove_all(m_folder); }

    void replace(const char *table, const std::string &what, const std::string &with) const
    {
        std::string text = read(m_folder / table);
        const std::size_t at = text.find(what);
        ASSERT_NE(at, std::string::npos) << what;
        text.replace(at, what.size(), with);
        std::ofstream(m_folder / table) << text;
    }

    /// What the generator says; empty if it succeeds.
    [[nodiscard]] std::string run() const
    {
        const fs::path said = m_folder / "said";
        const std::string command = std::string("'") + RUMPSCOPE_ABI_GENERATOR + "' '" + m_folder.string() +
                                    "' '" + (m_folder / "made").string() + "' 2>'" + said.string() + "'";
        const int status = std::system(command.c_str()); // NOLINT(concurrency-mt-unsafe)
        const std::string text = read(said);
        EXPECT_EQ(WIFEXITED(status) && WEXITSTATUS(status) == 0, text.empty()) << text;
        return text;
    }

    static std::string read(const fs::path &path)
    {
        std::ostringstream text;
        text << std::ifstream(path).rdbuf();
        return text.str();
    }

    fs::path m_folder;
};

TEST_F(Generator, AcceptsTheTablesAsTheyAre)
{
    EXPECT_EQ(run(), "");
    EXPECT_THAT(read(m_folder / "made/clientcore/abi/netbsd.h"), HasSubstr("NB_O_CREAT = 512;"));
}

TEST_F(Generator, NeedsEverySetTheCallsName)
{
    replace("flagsets.tsv", "seek origin\t", "seek start\t");
    EXPECT_THAT(run(), HasSubstr("structs.tsv:"));
    replace("structs.tsv", "enum:seek origin", "enum:seek start");
    EXPECT_THAT(run(),
                testing::AllOf(HasSubstr("syscalls.tsv:"), HasSubstr("there is no set \"seek origin\"")));
}

TEST_F(Generator, NeedsConstantsForEveryPattern)
{
    replace("flagsets.tsv", "SEEK_SET SEEK_CUR", "SEEK_SET SEEK_HOLE");
    EXPECT_THAT(run(), HasSubstr("SEEK_HOLE"));
}

TEST_F(Generator, NeedsOneRoleAnArgument)
{
    replace("syscalls.tsv", "fd, out#2, size", "fd, out#2");
    EXPECT_THAT(run(), HasSubstr("has 3 arguments and 2 roles"));
}

TEST_F(Generator, ChecksRolesAndLengths)
{
    replace("syscalls.tsv", "fd, out#2, size", "fd, out#0, size");
    EXPECT_THAT(run(), HasSubstr("the length of buf is no argument of the role Size"));
    replace("syscalls.tsv", "fd, out#0, size", "fd, puffer, size");
    EXPECT_THAT(run(), HasSubstr("\"puffer\" is no role"));
    replace("syscalls.tsv", "fd, puffer, size", "fd, out:nothing#2, size");
    EXPECT_THAT(run(), HasSubstr("there is no structure \"nothing\""));
}

TEST_F(Generator, ChecksStructures)
{
    replace("structs.tsv", "field\tpollfd.revents\t6\t2", "field\tpollfd.revents\t7\t2");
    EXPECT_THAT(run(), HasSubstr("ends behind its structure"));
}

TEST_F(Generator, RefusesAddressesAndDoubles)
{
    replace("constants.tsv", "O_CREAT\t512", "O_CREAT\t94874274693703");
    EXPECT_THAT(run(), HasSubstr("does not fit 32 bits"));
    replace("constants.tsv", "O_CREAT\t94874274693703", "O_APPEND\t512");
    EXPECT_THAT(run(), HasSubstr("is there twice"));
}

TEST_F(Generator, ChecksWhatPointersInStructuresLeadTo)
{
    replace("structs.tsv", "data#msg_namelen", "data#msg_length");
    EXPECT_THAT(run(), HasSubstr("msghdr.msg_name is as long as a field that is not there: msg_length"));
    replace("structs.tsv", "data#msg_length", "data");
    EXPECT_THAT(run(), HasSubstr("does not say how long the memory is"));
    replace("structs.tsv", "msg_name\t0\t8\tdata", "msg_name\t0\t8\tdata:nothing");
    EXPECT_THAT(run(), HasSubstr("there is no structure \"nothing\""));
}

TEST_F(Generator, ChecksChoices)
{
    replace("choices.tsv", "inout:ifconf", "inout:ifconfig");
    EXPECT_THAT(run(), testing::AllOf(HasSubstr("choices.tsv:"), HasSubstr("\"ifconfig\"")));
    replace("choices.tsv", "inout:ifconfig", "both:ifconf");
    EXPECT_THAT(run(), HasSubstr("\"both:ifconf\" is no way to lend memory"));
    replace("choices.tsv", "both:ifconf", "inout:ifconf");
    replace("choices.tsv", "fcntl\t7\tF_GETLK", "fcntl\t9\tF_GETLK");
    EXPECT_THAT(run(), HasSubstr("the keys of a table have to ascend"));
    replace("syscalls.tsv", "by:ioctl@1", "by:iocontrol@1");
    replace("choices.tsv", "fcntl\t9\tF_GETLK", "fcntl\t7\tF_GETLK");
    EXPECT_THAT(run(), HasSubstr("\"iocontrol\" is no table of choices"));
}

TEST_F(Generator, SaysWhichTableIsMissing)
{
    fs::remove(m_folder / "structs.tsv");
    EXPECT_THAT(run(), HasSubstr("structs.tsv: cannot be read"));
}

TEST_F(Generator, RefusesTheMeaningOfNothing)
{
    replace("meanings.tsv", "\nO_CREAT\t", "\nO_CREATE\t");
    EXPECT_THAT(run(), HasSubstr("neither a field of structs.tsv nor a name of constants.tsv: \"O_CREATE\""));
    replace("meanings.tsv", "\nO_CREATE\t", "\nO_EXCL\t");
    EXPECT_THAT(run(), HasSubstr("\"O_EXCL\" is there twice"));
}

} // namespace
