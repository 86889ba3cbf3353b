// SPDX-License-Identifier: BSD-2-Clause
#include "clientcore/transport/server_url.h"

#include <arpa/inet.h>
#include <charconv>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <netinet/in.h>
#include <optional>
#include <sys/un.h>

namespace rumpscope::transport {

namespace {

constexpr std::size_t kPathLimit = sizeof(sockaddr_un::sun_path) - 1;

using Kind = UrlError::Kind;

/// The pieces of a TCP address and where they stand in the text.
struct HostPort
{
    std::string host;
    std::size_t hostAt = 0;
    std::uint16_t port = 0;
};

/// Carries the text through the steps of parsing, so that every error knows its place.
class Parser
{
public:
    Parser(std::string_view url, ServerUrl::Use use)
        : m_url(url)
        , m_use(use)
    {}

    [[nodiscard]] tl::unexpected<UrlError> fail(Kind kind, std::size_t position, std::string_view part) const
    {
        return tl::unexpected(UrlError{kind, std::string(m_url), std::string(part), position});
    }

    /// host:port[/] from `at`; the host may stand in [brackets].
    [[nodiscard]] tl::expected<HostPort, UrlError> hostPort(std::size_t at) const
    {
        const std::string_view rest = m_url.substr(at);
        const bool bracketed = rest.starts_with('[');
        if (bracketed && rest.find(']') == std::string_view::npos)
            return fail(Kind::BadHost, at, rest);
        const std::size_t colon =
            bracketed ? rest.find(':', rest.find(']')) : rest.substr(0, rest.find('/')).rfind(':');
        if (colon == std::string_view::npos)
            return fail(Kind::MissingPort, at, rest.substr(0, rest.find('/')));

        HostPort result;
        result.hostAt = at;
        result.host = rest.substr(0, colon);
        std::string_view port = rest.substr(colon + 1);
        const std::size_t slash = port.find('/');
        if (slash != std::string_view::npos) {
            if (slash + 1 != port.size())
                return fail(Kind::TrailingText, at + colon + 1 + slash + 1, port.substr(slash + 1));
            port = port.substr(0, slash);
        }
        const auto number = portNumber(port);
        if (!number)
            return fail(port.empty() ? Kind::MissingPort : Kind::BadPort, at + colon + 1, port);
        result.port = *number;
        return result;
    }

    [[nodiscard]] ServerUrl::Use use() const { return m_use; }

private:
    /// 0 lets the host choose, which makes sense for a server only.
    [[nodiscard]] std::optional<std::uint16_t> portNumber(std::string_view text) const
    {
        std::uint16_t value = 0;
        const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
        if (error != std::errc{} || end != text.data() + text.size())
            return std::nullopt;
        if (value == 0 && m_use == ServerUrl::Use::Connect)
            return std::nullopt;
        return value;
    }

    std::string_view m_url;
    ServerUrl::Use m_use;
};

bool isWildcard(std::string_view host)
{
    return host == "0" || host == "*" || host == "0.0.0.0" || host == "[::]";
}

template<class Address>
socklen_t place(sockaddr_storage &storage, const Address &address)
{
    std::memcpy(&storage, &address, sizeof address);
    return sizeof address;
}

tl::expected<in_addr, UrlError> parseIpv4(const Parser &parser, const HostPort &where)
{
    in_addr address{};
    if (isWildcard(where.host)) {
        if (parser.use() == ServerUrl::Use::Connect)
            return parser.fail(Kind::Wildcard, where.hostAt, where.host);
        address.s_addr = htonl(INADDR_ANY);
        return address;
    }
    if (::inet_pton(AF_INET, where.host.c_str(), &address) != 1)
        return parser.fail(Kind::BadHost, where.hostAt, where.host);
    return address;
}

tl::expected<in6_addr, UrlError> parseIpv6(const Parser &parser, const HostPort &where)
{
    in6_addr address{};
    const bool bracketed = where.host.size() > 2 && where.host.front() == '[' && where.host.back() == ']';
    if (!bracketed ||
        ::inet_pton(AF_INET6, where.host.substr(1, where.host.size() - 2).c_str(), &address) != 1)
        return parser.fail(Kind::BadHost, where.hostAt, where.host);
    if (isWildcard(where.host) && parser.use() == ServerUrl::Use::Connect)
        return parser.fail(Kind::Wildcard, where.hostAt, where.host);
    return address;
}

} // namespace

tl::expected<ServerUrl, UrlError> ServerUrl::parse(std::string_view url, Use use)
{
    const Parser parser(url, use);
    if (url.empty())
        return parser.fail(Kind::Empty, 0, url);
    const std::size_t mark = url.find("://");
    if (mark == std::string_view::npos)
        return parser.fail(Kind::NoScheme, 0, url);
    const std::string_view scheme = url.substr(0, mark);
    const std::size_t at = mark + 3;

    ServerUrl result;
    result.m_text = url;
    if (scheme == "unix") {
        result.m_path = url.substr(at);
        if (result.m_path.empty())
            return parser.fail(Kind::EmptyPath, at, {});
        if (result.m_path.size() > kPathLimit || result.m_path.find('\0') != std::string::npos)
            return parser.fail(Kind::PathTooLong, at, result.m_path);
        sockaddr_un address{};
        address.sun_family = AF_UNIX;
        std::memcpy(address.sun_path, result.m_path.data(), result.m_path.size());
        result.m_addressLength = place(result.m_address, address);
    } else if (scheme == "tcp") {
        const auto where = parser.hostPort(at);
        if (!where)
            return tl::unexpected(where.error());
        const auto host = parseIpv4(parser, *where);
        if (!host)
            return tl::unexpected(host.error());
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_port = htons(where->port);
        address.sin_addr = *host;
        result.m_addressLength = place(result.m_address, address);
    } else if (scheme == "tcp6") {
        const auto where = parser.hostPort(at);
        if (!where)
            return tl::unexpected(where.error());
        const auto host = parseIpv6(parser, *where);
        if (!host)
            return tl::unexpected(host.error());
        sockaddr_in6 address{};
        address.sin6_family = AF_INET6;
        address.sin6_port = htons(where->port);
        address.sin6_addr = *host;
        result.m_addressLength = place(result.m_address, address);
    } else {
        return parser.fail(Kind::UnknownScheme, 0, scheme);
    }
    result.m_family = result.m_address.ss_family;
    return result;
}

tl::expected<ServerUrl, UrlError> ServerUrl::fromEnvironment()
{
    for (const char *variable : {"RUMP__PARSEDSERVER", "RUMP_SERVER"}) {
        if (const char *value = std::getenv(variable))
            return parse(value);
    }
    return tl::unexpected(UrlError{Kind::Empty, {}, {}, 0});
}

ServerUrl ServerUrl::absolute() const
{
    std::error_code failed;
    if (!isLocal() || m_path.starts_with('/'))
        return *this;
    const auto path = std::filesystem::absolute(m_path, failed);
    if (failed)
        return *this;
    // A path that was short enough as a relative one may be too long as an absolute one: then it stays
    // relative.
    return parse("unix://" + path.string()).value_or(*this);
}

bool ServerUrl::isLoopbackOrLocal() const
{
    if (m_family == AF_INET) {
        sockaddr_in address{};
        std::memcpy(&address, &m_address, sizeof address);
        return (ntohl(address.sin_addr.s_addr) >> 24) == IN_LOOPBACKNET;
    }
    if (m_family == AF_INET6) {
        sockaddr_in6 address{};
        std::memcpy(&address, &m_address, sizeof address);
        return IN6_IS_ADDR_LOOPBACK(&address.sin6_addr);
    }
    return true;
}

std::string UrlError::sentence() const
{
    switch (kind) {
    case Kind::Empty:
        return "There is no address: write one, such as unix:///run/rump.sock, or set RUMP_SERVER.";
    case Kind::NoScheme:
        return "\"" + url + "\" does not say how to connect: put unix://, tcp:// or tcp6:// in front.";
    case Kind::UnknownScheme:
        return "\"" + part + "://\" is no kind of rump server address: it is unix://, tcp:// or tcp6://.";
    case Kind::EmptyPath:
        return "The address ends behind unix://: write the path of the socket there.";
    case Kind::PathTooLong:
        return "The socket's path has " + std::to_string(part.size()) + " bytes and " +
               std::to_string(kPathLimit) + " are possible: use a relative path or a shorter directory.";
    case Kind::BadHost:
        return "\"" + part + "\" (character " + std::to_string(position + 1) +
               ") is no address literal: write 127.0.0.1 behind tcp://, [::1] behind tcp6://; names are not "
               "looked up.";
    case Kind::Wildcard:
        return "\"" + part +
               "\" means any address, which only a server can use: write the one to connect to, such as "
               "127.0.0.1.";
    case Kind::MissingPort:
        return "The address has no port: write it behind a colon, as in tcp://127.0.0.1:12345/ (character " +
               std::to_string(position + 1) + ").";
    case Kind::BadPort:
        return "\"" + part + "\" (character " + std::to_string(position + 1) +
               ") is no port: it is a number from 1 to 65535.";
    case Kind::TrailingText:
        return "\"" + part + "\" (character " + std::to_string(position + 1) +
               ") is too much: the address ends with the port, or a slash behind it.";
    }
    return {};
}

} // namespace rumpscope::transport
