// SPDX-License-Identifier: BSD-2-Clause
// The environment of the program that an exec hands the connection to.
#pragma once

#include <string>
#include <vector>

namespace rumpscope::capi {

/// Keeps pointers into `environment`, which has to live as long.
class HandoverEnvironment
{
public:
    /// Takes what an earlier handover left out of it. `fd` -1: there is no connection to hand over.
    /// `parsedServer` is the address made absolute; empty where it was absolute from the beginning.
    HandoverEnvironment(char *const *environment, int fd, const std::string &parsedServer);
    HandoverEnvironment(const HandoverEnvironment &) = delete;
    HandoverEnvironment &operator=(const HandoverEnvironment &) = delete;

    /// As execve(2) takes it.
    [[nodiscard]] char *const *entries() const { return m_entries.data(); }

private:
    std::string m_descriptor;
    std::string m_server;
    std::vector<char *> m_entries;
};

} // namespace rumpscope::capi
