// SPDX-License-Identifier: BSD-2-Clause
#include "clientcore/abi/generator/facts.h"

#include <algorithm>
#include <limits>
#include <set>

namespace rumpscope::abi::generator {

namespace {

/// '*' stands for any text; one is enough for C names.
bool matches(std::string_view pattern, std::string_view name)
{
    const std::size_t star = pattern.find('*');
    if (star == std::string_view::npos)
        return pattern == name;
    const auto before = pattern.substr(0, star);
    const auto after = pattern.substr(star + 1);
    return name.size() >= before.size() + after.size() && name.starts_with(before) && name.ends_with(after);
}

/// Names the patterns of one row take, in order: "!X" leaves X out, "~X" moves X to the end.
std::vector<Constant> take(const Row &row, const std::vector<Constant> &constants)
{
    std::vector<Constant> taken;
    std::vector<Constant> last;
    const auto patterns = split(row.at(2), ' ');
    for (const std::string &pattern : patterns) {
        const char mark = pattern.empty() ? '\0' : pattern.front();
        const std::string_view name = std::string_view(pattern).substr(mark == '!' || mark == '~' ? 1 : 0);
        bool any = false;
        for (const Constant &constant : constants) {
            if (constant.group != row.at(1) || !constant.text.empty() || !matches(name, constant.name))
                continue;
            any = true;
            const auto same = [&](const Constant &other) { return other.name == constant.name; };
            const auto known = std::find_if(taken.begin(), taken.end(), same);
            if (mark != '!' && mark != '~') {
                if (known == taken.end())
                    taken.push_back(constant);
                continue;
            }
            if (known == taken.end())
                row.fail("\"" + pattern + "\" names what no pattern before it took");
            taken.erase(known);
            if (mark == '~')
                last.push_back(constant);
        }
        if (!any)
            row.fail("no constant of the group \"" + row.at(1) + "\" is called \"" + pattern + "\"");
    }
    taken.insert(taken.end(), last.begin(), last.end());
    return taken;
}

} // namespace

void readErrnos(const std::string &folder, Facts &facts)
{
    for (const Row &row : readTable(folder, "errno.tsv", 4)) {
        if (!row.at(1).starts_with('E'))
            row.fail("\"" + row.at(1) + "\" is no name of an errno");
        facts.errnos.push_back({row.number(0), row.at(1), row.at(3)});
    }
}

void readConstants(const std::string &folder, Facts &facts)
{
    std::set<std::string> names;
    for (const ErrnoRow &row : facts.errnos)
        names.insert(row.name);
    for (const Row &row : readTable(folder, "constants.tsv", 4)) {
        if (!names.insert(row.at(1)).second)
            row.fail(row.at(1) + " is there twice");
        const bool text = row.at(2).starts_with('"');
        const std::int64_t value = text ? 0 : row.number(2);
        // Larger ones are addresses of somebody's strings, not facts.
        if (value > std::numeric_limits<std::uint32_t>::max() ||
            value < std::numeric_limits<std::int32_t>::min())
            row.fail(row.at(1) + " does not fit 32 bits");
        facts.constants.push_back({row.at(0), row.at(1), value, text ? row.at(2) : std::string()});
    }
}

void readSets(const std::string &folder, Facts &facts)
{
    for (const Row &row : readTable(folder, "flagsets.tsv", 3)) {
        const auto named = [&](const Set &set) { return set.name == row.at(0); };
        auto set = std::find_if(facts.sets.begin(), facts.sets.end(), named);
        if (set == facts.sets.end())
            set = facts.sets.insert(facts.sets.end(), Set{row.at(0), 0, {}});
        if (!row.at(3).empty())
            set->enumMask = row.number(3);
        for (Constant &constant : take(row, facts.constants))
            set->values.push_back(std::move(constant));
    }
}

} // namespace rumpscope::abi::generator
