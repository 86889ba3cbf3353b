// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/rumpscope-kernel/sysctl/leaves.h"

#include "app/rumpscope-kernel/core/kernel.h"

#include <cstring>

namespace rumpscope::kernel {

namespace {

SysctlNode fixedLeaf(std::int32_t number, std::string name, std::uint32_t type, std::vector<std::byte> value)
{
    SysctlNode node;
    node.number = number;
    node.name = std::move(name);
    node.type = type;
    node.size = value.size();
    node.read = [value = std::move(value)](const Kernel &, const SysctlQuestion &question) {
        return oneValue(value, question);
    };
    return node;
}

} // namespace

std::vector<std::byte> textBytes(std::string_view text)
{
    std::vector<std::byte> bytes(text.size() + 1);
    std::memcpy(bytes.data(), text.data(), text.size());
    return bytes;
}

SysctlNode intLeaf(std::int32_t number, std::string name, std::int32_t value)
{
    return fixedLeaf(number, std::move(name), NB_CTLTYPE_INT, valueBytes(value));
}

SysctlNode quadLeaf(std::int32_t number, std::string name, std::int64_t value)
{
    return fixedLeaf(number, std::move(name), NB_CTLTYPE_QUAD, valueBytes(value));
}

SysctlNode textLeaf(std::int32_t number, std::string name, const std::string &value)
{
    return fixedLeaf(number, std::move(name), NB_CTLTYPE_STRING, textBytes(value));
}

SysctlNode settableText(std::int32_t number, std::string name, std::string Kernel::*value, std::size_t most)
{
    SysctlNode node;
    node.number = number;
    node.name = std::move(name);
    node.type = NB_CTLTYPE_STRING;
    node.size = most;
    node.longestWrite = most;
    node.read = [value](const Kernel &kernel, const SysctlQuestion &question) {
        return oneValue(textBytes(kernel.*value), question);
    };
    node.write = [value](Kernel &kernel, std::span<const std::byte> bytes) -> Outcome<void> {
        const auto *text = reinterpret_cast<const char *>(bytes.data());
        kernel.*value = std::string(text, ::strnlen(text, bytes.size()));
        return {};
    };
    return node;
}

SysctlNode settableInt(std::int32_t number, std::string name, const IntAccess &access)
{
    SysctlNode node = intLeaf(number, std::move(name), 0);
    node.longestWrite = node.shortestWrite = sizeof(std::int32_t);
    node.read = [access](Kernel &kernel, const SysctlQuestion &question) -> Outcome<SysctlAnswer> {
        const auto value = access(kernel, std::nullopt);
        return value ? Outcome<SysctlAnswer>(oneValue(valueBytes(*value), question))
                     : Outcome<SysctlAnswer>(pass(value));
    };
    node.write = [access](Kernel &kernel, std::span<const std::byte> bytes) -> Outcome<void> {
        std::int32_t wanted = 0;
        std::memcpy(&wanted, bytes.data(), sizeof wanted);
        const auto set = access(kernel, wanted);
        return set ? Outcome<void>() : Outcome<void>(pass(set));
    };
    return node;
}

SysctlNode tableLeaf(std::int32_t number, std::string name, SysctlNode::Read read)
{
    SysctlNode node;
    node.number = number;
    node.name = std::move(name);
    node.type = NB_CTLTYPE_NODE;
    node.isTable = true;
    node.read = std::move(read);
    return node;
}

} // namespace rumpscope::kernel
