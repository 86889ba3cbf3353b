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
    Pointer,     ///< memory whose shape the catalog does not know yet: only NULL can be passed
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
    Bytes,     ///< shape not known
};

struct Structure;
/// A field without a name is an element of a list: "int" has one, "twofds" has two.
struct Field
{
    std::string_view name;
    std::uint32_t offset;
    std::uint32_t size;
    FieldForm form = FieldForm::Unsigned;
    const FlagSet *flagSet = nullptr;
    const Structure *structure = nullptr;
    bool brief = false; ///< shown where there is little room, if any field of the structure is
};
struct Structure
{
    std::string_view name;
    std::uint32_t size;
    std::span<const Field> fields;
};

/// What the argument `lengthArgument` counts.
enum class LengthUnit : std::uint8_t {
    One,       ///< no such argument: one structure
    Bytes,     ///< bytes
    Elements,  ///< structures
    PointedTo, ///< bytes, in the memory it points to (Role::LengthInOut)
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
    std::string_view summary; ///< one line in our words; empty where nobody wrote it
};

struct ErrnoFact
{
    std::int32_t number;
    std::string_view name;
    std::string_view meaning;
};

/// All calls, by number.
[[nodiscard]] std::span<const Call> calls();
[[nodiscard]] const Call *findCall(std::uint32_t number);
/// By display or kernel name, "rump_sys_" prefix allowed. The current ABI where a name has several.
[[nodiscard]] const Call *findCall(std::string_view name);
[[nodiscard]] const ErrnoFact *findErrno(std::int32_t netbsdNumber);
[[nodiscard]] std::span<const FlagSet> flagSets();
[[nodiscard]] const FlagSet *findFlagSet(std::string_view name);
[[nodiscard]] const Structure *findStructure(std::string_view name);
/// "SIGPIPE" for 13; empty for numbers NetBSD does not have.
[[nodiscard]] std::string_view signalName(std::int32_t netbsdNumber);

} // namespace rumpscope::abi
