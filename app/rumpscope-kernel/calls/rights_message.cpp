// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/rumpscope-kernel/calls/rights_message.h"

namespace rumpscope::kernel {

namespace {

/// struct cmsghdr, padded to where the data begins.
struct ControlHeader
{
    std::uint32_t length = 0; ///< with the data
    std::int32_t level = 0;
    std::int32_t type = 0;
    std::uint32_t padding = 0;
};
constexpr std::int32_t kSocketLevel = 0xffff;
constexpr std::int32_t kRights = 1;
constexpr std::uint32_t kLongestControl = 2048;
constexpr std::size_t kAlignment = 8;

std::size_t aligned(std::size_t size)
{
    return (size + kAlignment - 1) / kAlignment * kAlignment;
}

} // namespace

Task<Outcome<RightsRequest>> fetchControl(Call &call, std::uint64_t address, std::uint32_t length)
{
    if (length < sizeof(ControlHeader) || length > kLongestControl)
        co_return fail(NB_EINVAL);
    Bytes block(length);
    auto copied = co_await call.memory.copyIn(address, block);
    if (!copied)
        co_return pass(copied);
    ControlHeader header;
    std::memcpy(&header, block.data(), sizeof header);
    if (header.level != kSocketLevel || header.type != kRights || header.length < sizeof header ||
        header.length > length)
        co_return RightsRequest{{}, true};
    RightsRequest request;
    request.descriptors.resize((header.length - sizeof header) / sizeof(std::int32_t));
    std::memcpy(request.descriptors.data(), block.data() + sizeof header,
                request.descriptors.size() * sizeof(std::int32_t));
    co_return request;
}

Outcome<std::unique_ptr<Rights>> takeRights(const Call &call, const RightsRequest &request,
                                            std::int32_t domain)
{
    if (domain != NB_AF_LOCAL)
        return fail(NB_EOPNOTSUPP);
    if (request.malformed)
        return fail(NB_EINVAL);
    std::vector<FilePtr> files;
    for (const std::int32_t fd : request.descriptors) {
        files.push_back(call.process->descriptors.file(fd));
        if (files.back() == nullptr || files.back()->kqueue() != nullptr)
            return fail(NB_EBADF);
    }
    call.kernel.rightsInFlight->collectClosed();
    if (call.kernel.rightsInFlight->count() + files.size() > call.kernel.processes.openFiles().most() / 2)
        return fail(NB_EAGAIN);
    return std::make_unique<Rights>(call.kernel.rightsInFlight, std::move(files));
}

Task<Outcome<ControlGiven>> giveRights(Call &call, std::unique_ptr<Rights> rights, ControlRoom room,
                                       bool closeOnExec)
{
    if (rights == nullptr || room.address == 0 || room.length == 0)
        co_return ControlGiven{};
    const std::size_t count = rights->files().size();
    const std::size_t size = aligned(sizeof(ControlHeader) + count * sizeof(std::int32_t));
    if (size > room.length)
        co_return ControlGiven{0, true};
    Bytes block(size);
    const ControlHeader header{static_cast<std::uint32_t>(sizeof header + count * sizeof(std::int32_t)),
                               kSocketLevel, kRights, 0};
    std::memcpy(block.data(), &header, sizeof header);
    DescriptorTable &table = call.process->descriptors;
    std::vector<std::int32_t> installed;
    for (const FilePtr &file : rights->files()) {
        const auto fd = table.add(file, closeOnExec);
        if (!fd) {
            for (const std::int32_t open : installed)
                static_cast<void>(table.close(open));
            co_return fail(NB_EMSGSIZE);
        }
        installed.push_back(*fd);
    }
    std::memcpy(block.data() + sizeof header, installed.data(), installed.size() * sizeof(std::int32_t));
    auto copied = co_await call.memory.copyOut(room.address, block);
    if (!copied)
        co_return pass(copied);
    co_return ControlGiven{static_cast<std::uint32_t>(size), false};
}

} // namespace rumpscope::kernel
