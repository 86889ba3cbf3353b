// SPDX-License-Identifier: BSD-2-Clause
// NetBSD facts as tables: calls, errno, flags, structures. Generated from resources/abi/*.tsv; no logic.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

namespace rumpscope::abi {

/// What an argument slot means, as the catalog's role column writes it.
enum class Role : std::uint8_t {
    Int,         ///< a number
    Fd,          ///< a descriptor of the process
    Path,        ///< a NUL-terminated path the kernel reads (1024 at most)
    String,      ///< another NUL-terminated string the kernel reads
    Flags,       ///< OR of names from `flagSet`
    Enum,        ///< one name from `flagSet`
    Mode,        ///< permission bits, octal
    Size,        ///< a byte count, usually of another argument
    Offset,      ///< a file offset
    BufferIn,    ///< `lengthArgument` bytes the kernel reads
    BufferOut,   ///< up to `lengthArgument` bytes the kernel writes
    StructIn,    ///< one `structure` (or `lengthArgument` many) the kernel reads
    StructOut,   ///< ... writes
    StructInOut, ///< ... reads and writes
    IovecIn,     ///< `lengthArgument` iovecs naming memory the kernel reads
    IovecOut,    ///< ... writes
    LengthInOut, ///< pointer to the length of another argument, value-result
    Chosen,      ///< memory whose shape another argument chooses (a request, a command): see Chooser
    Address,     ///< an address that only names something: the kernel copies nothing there
    Pointer,     ///< memory whose shape the catalog does not know: only NULL can be passed
    Pad,         ///< an unused slot, always 0
};

enum class ResultKind : std::uint8_t {
    Int,
    Fd,
    Pid,
    Uid,
    Size,
    Offset,
    Mode,
    Void,       ///< nothing
    TwoFds,     ///< pipe: both return values
    ErrnoValue, ///< the call returns an errno as its value (posix_fadvise and its kin)
};

/// What a call can do to a kernel others use too.
enum class Danger : std::uint8_t {
    None,
    Global, ///< changes what every process sees (host name, clock, mounts)
    Kernel, ///< can end the kernel: asked for first
};

struct NamedValue
{
    std::string_view name;
    std::int64_t value;
};
/// A set of names for one kind of argument: "open flags".
struct FlagSet
{
    std::string_view name;
    std::span<const NamedValue> values;
    std::int64_t enumMask = 0; ///< bits that hold one value among several (O_ACCMODE), not flags
};

/// Which way bytes go, seen from the kernel.
enum class Way : std::uint8_t {
    None,
    In,     ///< the kernel reads
    Out,    ///< the kernel writes
    InOut,  ///< both
    Data,   ///< of a pointer in a structure: the way the call's own data goes, Argument::data
    String, ///< the kernel reads up to a NUL
    Opcode, ///< aiocb: aio_lio_opcode tells
};

/// The tables that say what an argument of Role::Chosen lends.
enum class Chooser : std::uint8_t {
    None,
    Ioctl,  ///< by request; one that is not there by the size and direction in its number
    Fcntl,  ///< by command; F_FSCTL commands as ioctl requests
    Modctl, ///< by command
    Mount,  ///< by file system; the data goes out with MNT_GETARGS
    Nfssvc, ///< by flag
    Quota,  ///< by the first four bytes of the structure itself
};

/// How a field is written.
enum class FieldForm : std::uint8_t {
    Unsigned,
    Signed,
    Octal,
    Flags,     ///< OR of names from `flagSet`
    Enum,      ///< one name from `flagSet`
    Text,      ///< bytes up to a NUL
    Port,      ///< a number in network order
    Address,   ///< an IPv4 (4 bytes) or IPv6 (16 bytes) address
    Structure, ///< another structure, several where the size has room for them
    Pointer,   ///< where other memory is: `pointee`
    Bytes,     ///< shape not known
};

/// What the argument `lengthArgument`, or the field `lengthField`, counts.
enum class LengthUnit : std::uint8_t {
    One,       ///< there is none: one structure
    Bytes,     ///< bytes
    Elements,  ///< structures
    PointedTo, ///< bytes, in the memory it points to (Role::LengthInOut)
    Bits,      ///< bits, in whole structures of 32 (fd_set)
    Constant,  ///< always Pointee::bytes
};

struct Structure;
/// What a pointer leads to.
struct Pointee
{
    enum class Kind : std::uint8_t { Nothing, String, Bytes, Structures };
    Kind kind = Kind::Nothing;
    Way way = Way::None;
    const Structure *structure = nullptr; ///< for Kind::Structures
    LengthUnit unit = LengthUnit::One;
    std::int8_t lengthField = -1; ///< index of the field, in the same structure, that tells how long
    std::uint32_t bytes = 0;      ///< for LengthUnit::Constant
    Way data = Way::None;         ///< where Way::Data fields of `structure` go
};

/// A field without a name is an element of a list: "int" has one, "twofds" has two.
struct Field
{
    std::string_view name;
    std::uint32_t offset;
    std::uint32_t size;
    FieldForm form = FieldForm::Unsigned;
    const FlagSet *flagSet = nullptr;
    const Structure *structure = nullptr;
    bool brief = false;               ///< shown where there is little room, if any field of the structure is
    const Pointee *pointee = nullptr; ///< for FieldForm::Pointer
};
struct Structure
{
    std::string_view name;
    std::uint32_t size;
    std::span<const Field> fields;
};

struct Argument
{
    std::string_view name;
    std::string_view type; ///< as in C
    Role role = Role::Int;
    const FlagSet *flagSet = nullptr;
    const Structure *structure = nullptr;
    std::int8_t lengthArgument = -1; ///< index of the argument that tells how long this one is
    bool optional = false;           ///< after "...": 0 is sent where it is left out
    LengthUnit lengthUnit = LengthUnit::One;
    std::uint8_t bytes = 8;          ///< how many of the slot's bytes the kernel looks at: 4 or 8
    Way data = Way::None;            ///< where Way::Data fields of `structure` go
    Chooser chooser = Chooser::None; ///< for Role::Chosen
    std::int8_t choosing = -1;       ///< ... the argument that chooses; -1: the memory itself does
};

/// One line of a Chooser's table.
struct Choice
{
    std::int64_t key;
    std::string_view name; ///< of the constant, or the file system
    Pointee pointee;
};

struct Call
{
    std::uint32_t number;
    std::string_view name;               ///< the kernel's: "__stat50"
    std::string_view display;            ///< what people write: "stat"
    std::span<const Argument> arguments; ///< one per slot, PAD included
    ResultKind result;
    Danger danger;
    bool repeatable;          ///< harmless to run twice, names no descriptor
    bool neverFails;          ///< kind NOERR
    bool composable;          ///< every argument's role is known: can be typed and decoded fully
    std::string_view summary; ///< one line in our words
    std::string_view
        function;       ///< of the C library: "rump_sys_stat"; empty for older ABIs, which have a symbol only
    std::uint8_t since; ///< first NetBSD release with it; 7 for all of calls()
};

struct ErrnoFact
{
    std::int32_t number;
    std::string_view name;
    std::string_view meaning;
};

/// All calls of NetBSD 7.99.34, by number.
[[nodiscard]] std::span<const Call> calls();
/// What later releases serve besides, by number; their display names are those of the calls they replace.
[[nodiscard]] std::span<const Call> newerCalls();
/// Among calls() and newerCalls(); a table look-up.
[[nodiscard]] const Call *findCall(std::uint32_t number);
/// By display or kernel name, "rump_sys_" prefix allowed. The current ABI where a name has several, that of
/// 7.99.34 where a newer release has another.
[[nodiscard]] const Call *findCall(std::string_view name);
/// The lines of a table, keys ascending.
[[nodiscard]] std::span<const Choice> choices(Chooser chooser);
/// The line with that key; null if there is none.
[[nodiscard]] const Choice *findChoice(Chooser chooser, std::int64_t key);
/// The line of nfssvc(2) for these flags: the kernel looks at one after the other, and takes what has none of
/// them for NFSSVC_NFSD.
[[nodiscard]] const Choice &serviceChoice(std::uint32_t flags);
/// What memory an ioctl request or an F_FSCTL command lends by the size and direction in its number.
[[nodiscard]] Pointee encodedPointee(std::uint32_t request);
[[nodiscard]] const ErrnoFact *findErrno(std::int32_t netbsdNumber);
[[nodiscard]] std::span<const FlagSet> flagSets();
[[nodiscard]] const FlagSet *findFlagSet(std::string_view name);
[[nodiscard]] const Structure *findStructure(std::string_view name);
/// "SIGPIPE" for 13; empty for numbers NetBSD does not have.
[[nodiscard]] std::string_view signalName(std::int32_t netbsdNumber);

} // namespace rumpscope::abi
