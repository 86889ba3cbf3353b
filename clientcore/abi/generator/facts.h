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

struct FieldRow
{
    std::string name;
    std::int64_t offset;
    std::int64_t size;
    std::string form;      ///< an enumerator of abi::FieldForm
    std::string set;       ///< for Flags and Enum
    std::string structure; ///< for Structure
    bool brief = false;
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
};
struct CallRow
{
    std::int64_t number;
    std::string name;
    std::string display;
    std::vector<ArgumentRow> arguments;
    std::string result; ///< an enumerator of abi::ResultKind
    std::string danger; ///< an enumerator of abi::Danger
    bool repeatable;
    bool neverFails;
    bool composable;
    std::string summary;
};

struct Facts
{
    std::vector<ErrnoRow> errnos;
    std::vector<Constant> constants;
    std::vector<Set> sets;
    std::vector<StructRow> structs;
    std::vector<CallRow> calls;

    [[nodiscard]] bool hasSet(const std::string &name) const;
    [[nodiscard]] bool hasStruct(const std::string &name) const;
};

/// Each reads its table into `facts` and throws Problem; in this order.
void readErrnos(const std::string &folder, Facts &facts);
void readConstants(const std::string &folder, Facts &facts);
void readSets(const std::string &folder, Facts &facts);
void readStructs(const std::string &folder, Facts &facts);
void readCalls(const std::string &folder, Facts &facts);

/// "netbsd.h" and the tables behind catalog.h.
[[nodiscard]] std::string writeHeader(const Facts &facts);
[[nodiscard]] std::string writeTables(const Facts &facts);

/// A C++ string literal.
[[nodiscard]] std::string literal(std::string_view text);
/// "42", "-100"; spelt so that every int64 is a valid expression.
[[nodiscard]] std::string spell(std::int64_t value);

} // namespace rumpscope::abi::generator
