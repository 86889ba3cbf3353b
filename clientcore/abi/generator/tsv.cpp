// SPDX-License-Identifier: BSD-2-Clause
#include "clientcore/abi/generator/tsv.h"

#include <charconv>
#include <fstream>

namespace rumpscope::abi::generator {

Row::Row(std::string file, std::size_t line, std::vector<std::string> columns)
    : m_file(std::move(file))
    , m_line(line)
    , m_columns(std::move(columns))
{}

const std::string &Row::at(std::size_t column) const
{
    static const std::string kNothing;
    return column < m_columns.size() ? m_columns[column] : kNothing;
}

std::int64_t Row::number(std::size_t column) const
{
    std::string_view text = at(column);
    int base = 10;
    if (text.starts_with("0x")) {
        text.remove_prefix(2);
        base = 16;
    }
    std::int64_t value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value, base);
    if (error != std::errc() || end != text.data() + text.size() || text.empty())
        fail("column " + std::to_string(column + 1) + " has to be a number, not \"" + at(column) + "\"");
    return value;
}

void Row::fail(const std::string &what) const
{
    throw Problem(m_file + ":" + std::to_string(m_line) + ": " + what);
}

std::vector<Row> readTable(const std::string &folder, const std::string &file, std::size_t columns)
{
    std::ifstream in(folder + "/" + file);
    if (!in)
        throw Problem(file + ": cannot be read in " + folder);
    std::vector<Row> rows;
    std::string text;
    bool heading = true;
    for (std::size_t line = 1; std::getline(in, text); ++line) {
        if (text.empty() || text.front() == '#')
            continue;
        Row row(file, line, split(text, '\t'));
        if (heading) {
            heading = false;
            continue;
        }
        if (row.columns() < columns)
            row.fail("has " + std::to_string(row.columns()) + " columns, not " + std::to_string(columns));
        rows.push_back(std::move(row));
    }
    if (rows.empty())
        throw Problem(file + ": holds no facts");
    return rows;
}

std::vector<std::string> split(std::string_view text, char separator)
{
    std::vector<std::string> parts;
    while (true) {
        const std::size_t end = text.find(separator);
        parts.push_back(trim(text.substr(0, end)));
        if (end == std::string_view::npos)
            return parts;
        text.remove_prefix(end + 1);
    }
}

std::string trim(std::string_view text)
{
    while (!text.empty() && text.front() == ' ')
        text.remove_prefix(1);
    while (!text.empty() && (text.back() == ' ' || text.back() == '\r'))
        text.remove_suffix(1);
    return std::string(text);
}

} // namespace rumpscope::abi::generator
