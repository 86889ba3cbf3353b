// SPDX-License-Identifier: GPL-3.0-or-later
// Values that two kernels cannot have in common, by the name of the rule that replaces them.
#pragma once

#include <map>
#include <string>
#include <string_view>

namespace rumpscope::test {

/// Of one run of one script. Numbered rules keep what is equal equal: the first pid seen is <pid 1> wherever
/// it comes again.
class Normaliser
{
public:
    /// pid, inode, device: "<pid 1>"; 0 stays.
    [[nodiscard]] std::string numbered(const std::string &rule, const std::string &value);
    /// {tv_sec=..., ...}: <now> when it is within a day of that.
    [[nodiscard]] static std::string time(const std::string &text);
    /// Structures as text: each name=value by the rule for its name. Times within a day of now become <now>,
    /// capacities of a file system <capacity>.
    [[nodiscard]] std::string structures(const std::string &text);

private:
    [[nodiscard]] std::string field(std::string_view name, const std::string &value);

    std::map<std::string, std::map<std::string, int>> m_numbers;
};

} // namespace rumpscope::test
