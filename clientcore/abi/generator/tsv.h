// SPDX-License-Identifier: BSD-2-Clause
// Tab-separated tables of resources/abi. A mistake is a Problem: one sentence that begins with file:line.
#pragma once

#include <cstddef>
#include <cstdint>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace rumpscope::abi::generator {

/// Ends the generator; what() is the sentence to print.
class Problem : public std::runtime_error
{
public:
    using std::runtime_error::runtime_error;
};

/// One line of a table, split at its tabs. Missing columns at the end read as empty.
class Row
{
public:
    Row(std::string file, std::size_t line, std::vector<std::string> columns);

    [[nodiscard]] const std::string &at(std::size_t column) const;
    [[nodiscard]] std::int64_t number(std::size_t column) const; ///< decimal, 0x hexadecimal; else a Problem
    [[nodiscard]] std::size_t columns() const { return m_columns.size(); }
    [[noreturn]] void fail(const std::string &what) const;

private:
    std::string m_file;
    std::size_t m_line;
    std::vector<std::string> m_columns;
};

/// All lines but comments, empty ones and the first (the heading), each with at least `columns` columns.
[[nodiscard]] std::vector<Row> readTable(const std::string &folder, const std::string &file,
                                         std::size_t columns);

/// Splits and trims blanks.
[[nodiscard]] std::vector<std::string> split(std::string_view text, char separator);
[[nodiscard]] std::string trim(std::string_view text);

} // namespace rumpscope::abi::generator
