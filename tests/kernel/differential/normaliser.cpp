// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/kernel/differential/normaliser.h"

#include <fmt/format.h>

#include <chrono>
#include <cstdlib>
#include <regex>

namespace rumpscope::test {

namespace {

/// Rules by field name.
const std::map<std::string_view, std::string_view> &rules()
{
    static const std::map<std::string_view, std::string_view> kRules = {
        {"st_ino", "inode"},      {"d_fileno", "inode"},    {"st_dev", "device"},
        {"f_fsid", "device"},     {"f_fsidx", "device"},    {"st_atimespec", "time"},
        {"st_mtimespec", "time"}, {"st_ctimespec", "time"}, {"st_birthtimespec", "time"},
        {"f_blocks", "capacity"}, {"f_bfree", "capacity"},  {"f_bavail", "capacity"},
        {"f_bresvd", "capacity"}, {"f_files", "capacity"},  {"f_ffree", "capacity"},
        {"f_favail", "capacity"}, {"f_fresvd", "capacity"}, {"l_pid", "pid"},
        {"p_pid", "pid"},
    };
    return kRules;
}

} // namespace

std::string Normaliser::time(const std::string &text)
{
    constexpr std::string_view kSeconds = "tv_sec=";
    constexpr std::int64_t kDay = 24 * 3600;
    const auto at = text.find(kSeconds);
    if (at == std::string::npos)
        return text;
    const std::int64_t seconds = std::strtoll(text.c_str() + at + kSeconds.size(), nullptr, 10);
    const auto now = std::chrono::system_clock::now().time_since_epoch();
    const std::int64_t apart = seconds - std::chrono::duration_cast<std::chrono::seconds>(now).count();
    return std::llabs(apart) < kDay ? "<now>" : text;
}

std::string Normaliser::numbered(const std::string &rule, const std::string &value)
{
    if (value == "0")
        return value;
    auto &known = m_numbers[rule];
    const auto [found, fresh] = known.emplace(value, static_cast<int>(known.size()) + 1);
    return fmt::format("<{} {}>", rule, found->second);
}

std::string Normaliser::field(std::string_view name, const std::string &value)
{
    const auto found = rules().find(name);
    if (found == rules().end())
        return value;
    if (found->second == "time")
        return time(value);
    if (found->second == "capacity")
        return "<capacity>";
    return numbered(std::string(found->second), value);
}

std::string Normaliser::structures(const std::string &text)
{
    static const std::regex kField(R"re((\w+)=(\{[^{}]*\}|[^,{}\[\]]+))re");
    std::string result;
    std::size_t done = 0;
    for (std::sregex_iterator at(text.begin(), text.end(), kField), end; at != end; ++at) {
        const auto begin = static_cast<std::size_t>(at->position(2));
        result += text.substr(done, begin - done) + field((*at)[1].str(), (*at)[2].str());
        done = begin + static_cast<std::size_t>(at->length(2));
    }
    return result + text.substr(done);
}

} // namespace rumpscope::test
