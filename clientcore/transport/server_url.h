// SPDX-License-Identifier: BSD-2-Clause
// Addresses of rump servers as RUMP_SERVER writes them (rump_sp, "Addresses").
#pragma once

#include <tl/expected.hpp>

#include <cstdint>
#include <string>
#include <string_view>
#include <sys/socket.h>
#include <variant>

namespace rumpscope::transport {

/// A malformed address. Each kind has its own sentence: what is wrong, where, what to do.
struct UrlError
{
    enum class Kind {
        Empty,
        NoScheme,
        UnknownScheme,
        EmptyPath,
        PathTooLong, ///< a local socket's path ends at 107 bytes on Linux
        BadHost,     ///< not an address literal; wildcards are for servers
        Wildcard,
        MissingPort,
        BadPort,
        TrailingText,
    };
    Kind kind;
    std::string url;
    std::string part;         ///< the piece that is wrong
    std::size_t position = 0; ///< where it starts in url

    [[nodiscard]] std::string sentence() const;
};

/// A parsed address; a value.
class ServerUrl
{
public:
    enum class Use { Connect, Listen }; ///< Listen allows the addresses that mean "any"

    [[nodiscard]] static tl::expected<ServerUrl, UrlError> parse(std::string_view url,
                                                                 Use use = Use::Connect);
    /// From RUMP__PARSEDSERVER or else RUMP_SERVER; UrlError::Empty if neither is set.
    [[nodiscard]] static tl::expected<ServerUrl, UrlError> fromEnvironment();

    /// As it was written.
    [[nodiscard]] const std::string &text() const { return m_text; }
    [[nodiscard]] bool isLocal() const { return m_family == AF_UNIX; }
    /// Path of a local socket as written, empty for TCP.
    [[nodiscard]] const std::string &path() const { return m_path; }
    /// The same address with a relative path made absolute against the current directory.
    [[nodiscard]] ServerUrl absolute() const;
    [[nodiscard]] bool isLoopbackOrLocal() const;
    [[nodiscard]] int family() const { return m_family; }
    [[nodiscard]] const sockaddr *address() const { return reinterpret_cast<const sockaddr *>(&m_address); }
    [[nodiscard]] socklen_t addressLength() const { return m_addressLength; }

private:
    ServerUrl() = default;

    std::string m_text;
    std::string m_path;
    int m_family = AF_UNSPEC;
    sockaddr_storage m_address{};
    socklen_t m_addressLength = 0;
};

} // namespace rumpscope::transport
