// SPDX-License-Identifier: BSD-2-Clause
#include "clientcore/call/sysctl_name.h"

#include "clientcore/call/names.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <optional>

namespace rumpscope::call {

namespace {

std::string cased(std::string_view text, char from, char to)
{
    std::string changed(text);
    for (char &c : changed) {
        if (c >= from && c <= from + ('z' - 'a'))
            c = static_cast<char>(c - from + to);
    }
    return changed;
}

/// Those of the level above all, and those below it.
const std::vector<abi::NamedValue> &constants()
{
    static const std::vector<abi::NamedValue> all = [] {
        std::vector<abi::NamedValue> values;
        for (const char *set : {"sysctl top level", "sysctl name"}) {
            const auto &some = abi::findFlagSet(set)->values;
            values.insert(values.end(), some.begin(), some.end());
        }
        return values;
    }();
    return all;
}

std::optional<std::int64_t> number(std::string_view text)
{
    std::int32_t value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    const bool whole = error == std::errc{} && end == text.data() + text.size();
    return whole ? std::optional<std::int64_t>(value) : std::nullopt;
}

std::optional<std::int64_t> constant(const std::string &name)
{
    const auto found = std::find_if(constants().begin(), constants().end(),
                                    [&](const abi::NamedValue &value) { return value.name == name; });
    return found == constants().end() ? std::nullopt : std::optional<std::int64_t>(found->value);
}

/// Why nothing is called `prefix` + `component`.
std::string unknown(std::string_view component, const std::string &prefix, std::string_view above)
{
    std::vector<std::string> written;
    for (const abi::NamedValue &value : constants()) {
        if (value.name.starts_with(prefix))
            written.push_back(cased(value.name.substr(prefix.size()), 'A', 'a'));
    }
    if (written.empty())
        return fmt::format("the numbers below \"{}\" are the kernel's own: write them, as in \"{}.0\"", above,
                           above);
    const std::vector<std::string_view> names(written.begin(), written.end());
    return fmt::format("there is no constant {}{}{}", prefix, cased(component, 'a', 'A'),
                       didYouMean(component, names));
}

} // namespace

Parsed<Value> sysctlNumbers(const StringValue &name, const Value &at)
{
    const std::string_view text = name.bytes;
    ListValue list;
    std::string prefix = "CTL_";
    for (std::size_t begin = 0; begin <= text.size();) {
        const std::size_t end = std::min(text.find('.', begin), text.size());
        const std::string_view component = text.substr(begin, end - begin);
        auto value = number(component);
        if (!value && !component.empty())
            value = constant(prefix + cased(component, 'a', 'A'));
        if (!value)
            return mistake(at.position, at.length,
                           unknown(component, prefix, text.substr(0, begin == 0 ? 0 : begin - 1)));
        list.items.push_back({NumberValue{*value}, at.position, at.length});
        // CTL_KERN, KERN_PROC, KERN_PROC_PID: each level's names begin with its own.
        prefix = (begin == 0 ? "" : prefix) + cased(component, 'a', 'A') + "_";
        begin = end + 1;
    }
    return Value{std::move(list), at.position, at.length};
}

} // namespace rumpscope::call
