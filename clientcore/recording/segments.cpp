// SPDX-License-Identifier: BSD-2-Clause
#include "clientcore/recording/segments.h"

#include "clientcore/recording/block_source.h"
#include "clientcore/recording/custom_block.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <charconv>
#include <filesystem>
#include <sys/stat.h>
#include <unistd.h>

namespace rumpscope::trace {

namespace {

/// A part says what it is behind the section header and the interface; more blocks are not looked at.
constexpr int kLook = 4;

/// Where the ending begins: the last dot of the name, unless the name begins with it.
std::size_t stemOf(const std::string &path)
{
    const std::size_t slash = path.rfind('/');
    const std::size_t dot = path.rfind('.');
    const bool hasEnding =
        dot != std::string::npos && dot > 0 && (slash == std::string::npos || dot > slash + 1);
    return hasEnding ? dot : path.size();
}

} // namespace

std::string segmentPath(const std::string &path, unsigned segment)
{
    if (segment <= 1)
        return path;
    const std::size_t stem = stemOf(path);
    return fmt::format("{}-{}{}", path.substr(0, stem), segment, path.substr(stem));
}

std::optional<std::string> firstOf(const std::string &path, unsigned segment)
{
    if (segment <= 1)
        return path;
    const std::size_t stem = stemOf(path);
    const std::string number = fmt::format("-{}", segment);
    const std::string begin = path.substr(0, stem);
    if (!begin.ends_with(number))
        return std::nullopt;
    return begin.substr(0, begin.size() - number.size()) + path.substr(stem);
}

std::vector<unsigned> laterParts(const std::string &first)
{
    const std::size_t stem = stemOf(first);
    const std::size_t slash = first.rfind('/');
    const std::size_t name = slash == std::string::npos ? 0 : slash + 1;
    const std::string begin = first.substr(name, stem - name) + "-";
    const std::string end = first.substr(stem);
    std::vector<unsigned> found;
    std::error_code failed;
    std::filesystem::directory_iterator entry(name == 0 ? "." : first.substr(0, name), failed);
    for (; !failed && entry != std::filesystem::directory_iterator(); entry.increment(failed)) {
        const std::string there = entry->path().filename().string();
        if (there.size() <= begin.size() + end.size() || !there.starts_with(begin) || !there.ends_with(end))
            continue;
        unsigned number = 0;
        const char *digits = there.data() + begin.size();
        const char *digitsEnd = there.data() + there.size() - end.size();
        const auto [stop, error] = std::from_chars(digits, digitsEnd, number);
        if (error == std::errc() && stop == digitsEnd && *digits != '0' && number > 1)
            found.push_back(number);
    }
    std::sort(found.begin(), found.end());
    return found;
}

std::optional<PartHead> headOf(int fd)
{
    struct stat info
    {};
    if (::fstat(fd, &info) != 0 || !S_ISREG(info.st_mode))
        return std::nullopt;
    const off_t place = ::lseek(fd, 0, SEEK_CUR);
    ::lseek(fd, 0, SEEK_SET);
    std::optional<PartHead> head;
    BlockSource blocks(fd, {});
    for (int i = 0; i < kLook && !head; ++i) {
        const auto block = blocks.next();
        if (!block || !*block)
            break;
        const auto json = (*block)->type == pcapng::kCustom ? jsonIn(**block) : std::nullopt;
        if (!json || json->value("event", nlohmann::json()) != "begin")
            continue;
        const auto run = json->find("run");
        const auto segment = json->find("segment");
        if (run != json->end() && run->is_string() && segment != json->end() && segment->is_number_unsigned())
            head = PartHead{run->get<std::string>(), segment->get<unsigned>()};
    }
    ::lseek(fd, place, SEEK_SET);
    return head;
}

} // namespace rumpscope::trace
