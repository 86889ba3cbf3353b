// SPDX-License-Identifier: BSD-2-Clause
#include "clientcore/capi/handover_environment.h"

namespace rumpscope::capi {

namespace {

constexpr const char *kDescriptor = "RUMPCLIENT__EXECFD";
constexpr const char *kServer = "RUMP__PARSEDSERVER";

bool sets(std::string_view entry, std::string_view name)
{
    return entry.starts_with(name) && entry.substr(name.size()).starts_with('=');
}

} // namespace

HandoverEnvironment::HandoverEnvironment(char *const *environment, int fd, const std::string &parsedServer)
{
    // The second number is the reference's signal descriptor, which we do not need.
    if (fd >= 0)
        m_descriptor = std::string(kDescriptor) + "=" + std::to_string(fd) + ",-1";
    if (!parsedServer.empty())
        m_server = std::string(kServer) + "=" + parsedServer;
    for (char *const *entry = environment; entry != nullptr && *entry != nullptr; ++entry) {
        if (!sets(*entry, kDescriptor) && (m_server.empty() || !sets(*entry, kServer)))
            m_entries.push_back(*entry);
    }
    for (std::string *own : {&m_descriptor, &m_server}) {
        if (!own->empty())
            m_entries.push_back(own->data());
    }
    m_entries.push_back(nullptr);
}

} // namespace rumpscope::capi
