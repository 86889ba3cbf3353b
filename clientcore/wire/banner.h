// SPDX-License-Identifier: BSD-2-Clause
// The one line a server sends on accept: RUMPSP-<major>.<minor>-<ostype>-<osrelease>/<machine>\n
#pragma once

#include <tl/expected.hpp>

#include <cstddef>
#include <string>
#include <string_view>

namespace rumpscope::wire {

/// Longest banner, newline included (rump_sp, "Banner").
inline constexpr std::size_t kBannerLimit = 96;

struct Banner
{
    int major = 0;
    int minor = 0;
    std::string osType;    ///< "NetBSD"
    std::string osRelease; ///< "7.99.34"
    std::string machine;   ///< "amd64"

    friend bool operator==(const Banner &, const Banner &) = default;
};

/// Why a line is no banner; sentence() is what a person should read.
struct BannerError
{
    enum class Kind { NotRumpSp, BadVersion, BadSystem, TooLong };
    Kind kind;
    std::string line; ///< what came, unprintable bytes escaped, cut to kBannerLimit

    [[nodiscard]] std::string sentence() const;
};

/// Parses one line without its newline.
[[nodiscard]] tl::expected<Banner, BannerError> parseBanner(std::string_view line);
/// The line with its newline, as a server sends it.
[[nodiscard]] std::string encodeBanner(const Banner &banner);

} // namespace rumpscope::wire
