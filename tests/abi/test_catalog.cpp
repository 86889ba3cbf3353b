// SPDX-License-Identifier: BSD-2-Clause
// The catalog against the facts of the specification.
#include "clientcore/abi/catalog.h"
#include "clientcore/abi/meaning.h"
#include "clientcore/abi/netbsd.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <set>
#include <sstream>
#include <string>

namespace rumpscope::abi {
namespace {

const Argument &argument(std::string_view call, std::size_t index)
{
    return findCall(call)->arguments[index];
}

std::int64_t valueOf(const FlagSet &set, std::string_view name)
{
    for (const NamedValue &value : set.values) {
        if (value.name == name)
            return value.value;
    }
    ADD_FAILURE() << name << " is not in " << set.name;
    return -1;
}

bool holds(const FlagSet &set, std::string_view name)
{
    return std::any_of(set.values.begin(), set.values.end(),
                       [&](const NamedValue &value) { return value.name == name; });
}

TEST(Catalog, HoldsEveryCallOnceSortedByNumber)
{
    EXPECT_EQ(calls().size(), 218U);
    std::set<std::uint32_t> numbers;
    for (const Call &call : calls())
        EXPECT_TRUE(numbers.insert(call.number).second) << call.name;
    EXPECT_TRUE(std::is_sorted(calls().begin(), calls().end(),
                               [](const Call &a, const Call &b) { return a.number < b.number; }));
}

TEST(Catalog, FindsEveryCallByNumberAndDisplayName)
{
    for (const Call &call : calls()) {
        EXPECT_EQ(findCall(call.number), &call) << call.name;
        EXPECT_EQ(findCall(call.display), &call) << call.display;
        EXPECT_EQ(findCall("rump_sys_" + std::string(call.display)), &call) << call.display;
    }
    EXPECT_EQ(findCall(0), nullptr);
    EXPECT_EQ(findCall(0x80000000U), nullptr);
    EXPECT_EQ(findCall("exit"), nullptr);
}

TEST(Catalog, PrefersTheCurrentAbiOfAName)
{
    EXPECT_EQ(findCall("mknod")->number, NB_SYS___mknod50);
    EXPECT_EQ(findCall("select")->number, NB_SYS___select50);
    EXPECT_EQ(findCall("__stat50")->number, NB_SYS___stat50);
    EXPECT_EQ(findCall("stat")->number, 439U);
}

TEST(Catalog, SlotsAreAsOnTheWire)
{
    ASSERT_EQ(findCall("pread")->arguments.size(), 5U);
    EXPECT_EQ(argument("pread", 3).role, Role::Pad);
    EXPECT_TRUE(findCall("getpid")->arguments.empty());
    EXPECT_TRUE(findCall("getpid")->neverFails);
    EXPECT_TRUE(argument("open", 2).optional);
    EXPECT_EQ(argument("open", 2).type, "mode_t");
    EXPECT_EQ(argument("connect", 1).type, "const struct sockaddr *");
}

TEST(Catalog, RolesTellLengths)
{
    EXPECT_EQ(argument("read", 1).role, Role::BufferOut);
    EXPECT_EQ(argument("read", 1).lengthArgument, 2);
    EXPECT_EQ(argument("read", 1).lengthUnit, LengthUnit::Bytes);
    EXPECT_EQ(argument("poll", 0).role, Role::StructInOut);
    EXPECT_EQ(argument("poll", 0).lengthUnit, LengthUnit::Elements);
    EXPECT_EQ(argument("sysctl", 2).lengthUnit, LengthUnit::PointedTo);
    EXPECT_EQ(argument("stat", 1).lengthUnit, LengthUnit::One);
    EXPECT_EQ(argument("stat", 1).structure, findStructure("stat"));
    for (const Call &call : calls()) {
        for (const Argument &each : call.arguments) {
            EXPECT_EQ(each.lengthArgument >= 0, each.lengthUnit != LengthUnit::One) << call.name;
            EXPECT_EQ(each.role == Role::Flags || each.role == Role::Enum, each.flagSet != nullptr)
                << call.name;
        }
    }
}

TEST(Catalog, DangerAndRepetition)
{
    EXPECT_EQ(findCall("reboot")->danger, Danger::Kernel);
    EXPECT_EQ(findCall("mount")->danger, Danger::Global);
    EXPECT_EQ(findCall("read")->danger, Danger::None);
    EXPECT_TRUE(findCall("stat")->repeatable);
    EXPECT_FALSE(findCall("fstat")->repeatable);
    for (const Call &call : calls()) {
        const bool names = std::any_of(call.arguments.begin(), call.arguments.end(),
                                       [](const Argument &a) { return a.role == Role::Fd; });
        EXPECT_FALSE(call.repeatable && names) << call.name << " names a descriptor";
    }
    EXPECT_EQ(findCall("posix_fadvise")->result, ResultKind::ErrnoValue);
    EXPECT_EQ(findCall("pipe")->result, ResultKind::TwoFds);
}

TEST(Catalog, ComposableMeansNoUnknownPointers)
{
    EXPECT_TRUE(findCall("open")->composable);
    EXPECT_TRUE(findCall("sysctl")->composable);
    EXPECT_TRUE(findCall("sendmsg")->composable);
    EXPECT_FALSE(findCall("aio_read")->composable);
}

TEST(Catalog, IsCompleteForEveryCall)
{
    for (const Call &call : calls()) {
        EXPECT_FALSE(call.summary.empty()) << call.name;
        EXPECT_LE(call.summary.size(), 90U) << call.name << ": a short sentence";
        EXPECT_EQ(call.since, 7U);
        for (const Argument &each : call.arguments) {
            EXPECT_NE(each.role, Role::Pointer) << call.name << ": " << each.name << " has no shape";
            const bool pointer = each.type.ends_with('*');
            const bool number = each.role == Role::Int || each.role == Role::Fd || each.role == Role::Size ||
                                each.role == Role::Offset || each.role == Role::Mode ||
                                each.role == Role::Pad;
            EXPECT_FALSE(pointer && number) << call.name << ": " << each.name;
            EXPECT_EQ(each.role == Role::Chosen, each.chooser != Chooser::None) << call.name;
        }
    }
}

TEST(Catalog, NewerCallsStandBesideThoseTheyReplace)
{
    EXPECT_EQ(newerCalls().size(), 8U);
    EXPECT_EQ(findCall(484U)->display, "statvfs1");
    EXPECT_EQ(findCall("statvfs1")->number, 357U) << "the name means the call of 7.99.34";
    EXPECT_EQ(findCall("__statvfs190")->number, 484U);
    EXPECT_EQ(findCall("lpathconf")->since, 10U);
    EXPECT_EQ(findCall(484U)->arguments[1].structure->size, 3296U);
    EXPECT_EQ(findCall(501U)->arguments[1].structure->size, 72U);
    EXPECT_EQ(findCall(481U), nullptr);
    EXPECT_EQ(findCall("rump_sys_clock_getcpuclockid2")->function, "rump_sys_clock_getcpuclockid2");
}

TEST(Choices, SayWhatARequestLends)
{
    const Choice *list = findChoice(Chooser::Ioctl, NB_SIOCGIFCONF);
    ASSERT_NE(list, nullptr);
    EXPECT_EQ(list->name, "SIOCGIFCONF");
    EXPECT_EQ(list->pointee.structure, findStructure("ifconf"));
    const Field &buffer = list->pointee.structure->fields[1];
    ASSERT_NE(buffer.pointee, nullptr);
    EXPECT_EQ(buffer.pointee->way, Way::Out);
    EXPECT_EQ(list->pointee.structure->fields[static_cast<std::size_t>(buffer.pointee->lengthField)].name,
              "ifc_len");
    EXPECT_EQ(findChoice(Chooser::Ioctl, 12345), nullptr);
    EXPECT_EQ(findChoice(Chooser::Fcntl, NB_F_SETLK)->pointee.way, Way::In);
    EXPECT_EQ(findChoice(Chooser::Fcntl, NB_F_SETFL), nullptr) << "a number";
}

TEST(Choices, OfNfsServiceGoByTheFlagTheKernelLooksAtFirst)
{
    EXPECT_EQ(serviceChoice(NB_NFSSVC_ADDSOCK).name, "NFSSVC_ADDSOCK");
    EXPECT_EQ(serviceChoice(NB_NFSSVC_ADDSOCK | NB_NFSSVC_MNTD).name, "NFSSVC_MNTD");
    EXPECT_EQ(serviceChoice(NB_NFSSVC_NFSD | NB_NFSSVC_AUTHIN).name, "NFSSVC_NFSD");
    EXPECT_EQ(serviceChoice(NB_NFSSVC_NFSD | NB_NFSSVC_SETEXPORTSLIST).name, "NFSSVC_SETEXPORTSLIST");
    EXPECT_EQ(serviceChoice(0).name, "NFSSVC_NFSD") << "what is left";
}

TEST(Choices, AgreeWithTheNumbersOfTheirRequests)
{
    for (const Choice &choice : choices(Chooser::Ioctl)) {
        const Pointee encoded = encodedPointee(static_cast<std::uint32_t>(choice.key));
        const std::size_t size = choice.pointee.kind == Pointee::Kind::Structures
                                     ? choice.pointee.structure->size
                                     : choice.pointee.bytes;
        EXPECT_EQ(size, encoded.bytes) << choice.name;
        EXPECT_EQ(choice.pointee.way, encoded.way) << choice.name;
    }
    EXPECT_EQ(encodedPointee(0x20006601U).kind, Pointee::Kind::Nothing);
}

TEST(FlagSets, MixedGroupsAreSplitByName)
{
    EXPECT_EQ(argument("access", 1).flagSet->values.size(), 4U);
    EXPECT_EQ(argument("lseek", 3).flagSet->values.size(), 3U);
    const FlagSet &fcntl = *argument("fcntl", 1).flagSet;
    EXPECT_EQ(valueOf(fcntl, "F_GETFL"), 3);
    EXPECT_FALSE(holds(fcntl, "FD_CLOEXEC"));
    EXPECT_FALSE(holds(fcntl, "LOCK_EX"));
    EXPECT_FALSE(holds(fcntl, "F_RDLCK"));
    EXPECT_EQ(argument("flock", 1).flagSet->values.size(), 4U);
    EXPECT_FALSE(holds(*findFlagSet("resource"), "RUSAGE_SELF"));
    EXPECT_FALSE(holds(*findFlagSet("clock"), "ITIMER_REAL"));
    EXPECT_EQ(valueOf(*findFlagSet("socket level"), "SOL_SOCKET"), 0xffff);
    EXPECT_FALSE(holds(*findFlagSet("socket level"), "SO_TYPE"));
    EXPECT_FALSE(holds(*findFlagSet("open flags"), "O_ACCMODE"));
}

TEST(FlagSets, ValuesAreNetBsds)
{
    const FlagSet &open = *argument("open", 1).flagSet;
    EXPECT_EQ(open.name, "open flags");
    EXPECT_EQ(open.enumMask, NB_O_ACCMODE);
    EXPECT_EQ(valueOf(open, "O_CREAT"), 0x200);
    EXPECT_EQ(valueOf(*findFlagSet("address family"), "AF_INET6"), 24);
    EXPECT_EQ(findFlagSet("no such set"), nullptr);
    for (const FlagSet &set : flagSets())
        EXPECT_FALSE(set.values.empty()) << set.name;
}

TEST(Structures, HaveTheirFieldsInOrderAndInside)
{
    EXPECT_EQ(findStructure("stat")->size, layout::stat::kSize);
    EXPECT_EQ(findStructure("kinfo_proc2")->size, 680U);
    EXPECT_EQ(findStructure("nothing"), nullptr);
    for (const char *name :
         {"stat", "statvfs", "dirent", "timespec", "timeval", "iovec", "sockaddr_in", "sockaddr_un",
          "sockaddr_in6", "pollfd", "rlimit", "kinfo_proc2", "kinfo_file"}) {
        const Structure *structure = findStructure(name);
        ASSERT_NE(structure, nullptr) << name;
        std::uint32_t end = 0;
        for (const Field &field : structure->fields) {
            EXPECT_GE(field.offset, end) << name << "." << field.name;
            end = field.offset + field.size;
            EXPECT_EQ(field.form == FieldForm::Structure, field.structure != nullptr);
        }
        EXPECT_LE(end, structure->size) << name;
    }
    static_assert(layout::stat::st_size == 112 && layout::stat::st_size.size == 8);
}

TEST(Errno, NumbersAndNames)
{
    EXPECT_EQ(findErrno(2)->name, "ENOENT");
    EXPECT_EQ(findErrno(35)->name, "EAGAIN");
    EXPECT_EQ(findErrno(63)->name, "ENAMETOOLONG");
    EXPECT_EQ(findErrno(0), nullptr);
    EXPECT_EQ(findErrno(-5), nullptr);
    static_assert(NB_EWOULDBLOCK == NB_EAGAIN);
}

TEST(Signals, NumbersAndNames)
{
    EXPECT_EQ(signalName(13), "SIGPIPE");
    EXPECT_EQ(signalName(6), "SIGABRT");
    EXPECT_EQ(signalName(20), "SIGCHLD");
    EXPECT_TRUE(signalName(0).empty());
    EXPECT_TRUE(signalName(40960).empty());
}

TEST(Catalog, SaysWhatNamesMean)
{
    EXPECT_EQ(meaningOf("O_CREAT"), "made if it is not there");
    EXPECT_EQ(meaningOf("stat", "st_size"), "bytes in the file");
    EXPECT_EQ(meaningOf("stat", "st_nothing"), "");
    EXPECT_EQ(meaningOf("stat30", "st_size"), "bytes in the file") << "as an older release had it";
    EXPECT_EQ(meaningOf("30", "st_size"), "");
    EXPECT_EQ(meaningOf(""), "");
}

TEST(Catalog, EveryFieldHasAMeaning)
{
    std::ifstream table(RUMPSCOPE_ABI_TABLES "/structs.tsv");
    std::string line;
    int fields = 0;
    while (std::getline(table, line)) {
        std::istringstream words(line);
        std::string kind;
        std::string name;
        words >> kind >> name;
        const std::size_t dot = name.find('.');
        if (kind != "field" || dot + 1 == name.size())
            continue; // a structure that is one value
        ++fields;
        EXPECT_NE(meaningOf(name.substr(0, dot), name.substr(dot + 1)), "") << name;
    }
    EXPECT_GT(fields, 600) << "looked for in the wrong place";
}

} // namespace
} // namespace rumpscope::abi
