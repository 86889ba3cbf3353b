// SPDX-License-Identifier: BSD-2-Clause
// What the tables say, checked, in the generator's memory.
#pragma once

#include "clientcore/abi/generator/tsv.h"

namespace rumpscope::abi::generator {

struct ErrnoRow
{
    std::int64_t number;
    std::string name;
    std::string meaning;
};

struct Constant
{
    std::string group;
    std::string name;
    std::int64_t value;
    std::string text; ///< of a string constant, with its quotes; empty for numbers
};

/// A set of flagsets.tsv with the names its patterns took, preferred ones first.
struct Set
{
    std::string name;
    std::int64_t enumMask = 0;
    std::vector<Constant> values;
};

/// What a pointer leads to, as roles, fields and choices write it.
struct MemoryRow
{
    std::string kind = "Nothing"; ///< an enumerator of abi::Pointee::Kind
    std::string way = "None";     ///< an enumerator of abi::Way
    std::string structure;
    std::string unit = "One"; ///< an enumerator of abi::LengthUnit
    std::string length;       ///< what tells the length: an argument's index, a field's name, a number
    std::string data;         ///< an enumerator of abi::Way: where `data` pointers of the structure lead
};

struct FieldRow
{
    std::string name;
    std::int64_t offset;
    std::int64_t size;
    std::string form;      ///< an enumerator of abi::FieldForm
    std::string set;       ///< for Flags and Enum
    std::string structure; ///< for Structure
    bool brief = false;
    MemoryRow memory;     ///< for Pointer
    int lengthField = -1; ///< for Pointer: index of the field that tells the length
};
struct StructRow
{
    std::string name;
    std::int64_t size;
    bool element; ///< a plain element of lists (int, gid): no structure of C
    std::vector<FieldRow> fields;
};

struct ArgumentRow
{
    std::string name;
    std::string type;
    std::string role; ///< an enumerator of abi::Role
    std::string set;
    std::string structure;
    int length = -1;
    std::string unit; ///< an enumerator of abi::LengthUnit
    bool optional = false;
    std::string data = "None";    ///< an enumerator of abi::Way
    std::string chooser = "None"; ///< an enumerator of abi::Chooser
    int choosing = -1;            ///< index of the argument that chooses
    int bytes = 8;                ///< how many of the slot's bytes count
};
/// A line of choices.tsv.
struct ChoiceRow
{
    std::string chooser; ///< an enumerator of abi::Chooser
    std::int64_t key;
    std::string name;
    MemoryRow memory;
};
struct CallRow
{
    std::int64_t number;
    std::string name;
    std::string display;
    std::string symbol;  ///< of the C library
    std::string wrapper; ///< its C function, "-" if there is none
    std::string returns; ///< its C type
    std::vector<ArgumentRow> arguments;
    std::string result; ///< an enumerator of abi::ResultKind
    std::string danger; ///< an enumerator of abi::Danger
    bool repeatable;
    bool neverFails;
    bool composable;
    std::string summary;
    int since = 7; ///< the first NetBSD release that has it
};

struct Facts
{
    std::vector<ErrnoRow> errnos;
    std::vector<Constant> constants;
    std::vector<Set> sets;
    std::vector<StructRow> structs;
    std::vector<ChoiceRow> choices;
    std::vector<CallRow> calls;      ///< syscalls.tsv
    std::vector<CallRow> newerCalls; ///< syscalls-newer.tsv

    [[nodiscard]] bool hasSet(const std::string &name) const;
    [[nodiscard]] bool hasStruct(const std::string &name) const;
};

/// Each reads its table into `facts` and throws Problem; in this order.
void readErrnos(const std::string &folder, Facts &facts);
void readConstants(const std::string &folder, Facts &facts);
void readSets(const std::string &folder, Facts &facts);
void readStructs(const std::string &folder, Facts &facts);
void readChoices(const std::string &folder, Facts &facts);
void readCalls(const std::string &folder, Facts &facts);

/// "none", "string", or in, out, inout, data with :STRUCT, with #LENGTH @LENGTH *LENGTH %LENGTH =BYTES, with
/// >WAY. False if `text` begins with none of these words.
[[nodiscard]] bool readMemory(const Row &row, const Facts &facts, const std::string &text, MemoryRow &memory);

/// "netbsd.h" and the tables behind catalog.h.
[[nodiscard]] std::string writeHeader(const Facts &facts);
[[nodiscard]] std::string writeTables(const Facts &facts);
/// What the names of the other tables mean, read from meanings.tsv.
[[nodiscard]] std::string writeMeanings(const std::string &folder, const Facts &facts);
/// The C library: headers of the folder rump, and the wrappers' source.
[[nodiscard]] std::string writeRumpDefs(const Facts &facts);
[[nodiscard]] std::string writeRumpStructs(const Facts &facts);
/// LAYOUT(structure, field, offset, size) lines, for whoever wants to check the structures.
[[nodiscard]] std::string writeRumpLayout(const Facts &facts);
[[nodiscard]] std::string writeRumpSyscalls(const Facts &facts);
[[nodiscard]] std::string writeRumpCompat();
[[nodiscard]] std::string writeRumpErrors(const Facts &facts);
[[nodiscard]] std::string writeRumpErrnoToHost(const Facts &facts);
[[nodiscard]] std::string writeWrappers(const Facts &facts);

/// A C++ string literal.
[[nodiscard]] std::string literal(std::string_view text);
/// "42", "-100"; spelt so that every int64 is a valid expression.
[[nodiscard]] std::string spell(std::int64_t value);

} // namespace rumpscope::abi::generator
