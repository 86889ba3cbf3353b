// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/fuzz/lent_memory.h"

#include "clientcore/abi/netbsd.h"

#include <algorithm>
#include <array>
#include <initializer_list>
#include <span>
#include <string_view>

namespace rumpscope::fuzz {

using namespace abi; // NOLINT(google-build-using-namespace)

namespace {

constexpr std::array<std::string_view, 12> kTexts{"/tmp/a",    "/tmp/b",    "/tmp/d/x", "/tmp",
                                                  "..",        "/etc/motd", "/",        "a",
                                                  "/dev/zero", "/dev/null", "/tmp/d",   "tmpfs"};
constexpr std::uint64_t kScmRights = 1; ///< SCM_RIGHTS

constexpr std::uint64_t at(std::uint64_t which)
{
    return which * kLentRoom;
}

struct Value
{
    std::uint64_t value;
    unsigned bytes;
};
Value u8(std::uint64_t value)
{
    return {value, 1};
}
Value u16(std::uint64_t value)
{
    return {value, 2};
}
Value u32(std::uint64_t value)
{
    return {value, 4};
}
Value u64(std::uint64_t value)
{
    return {value, 8};
}

void append(wire::Bytes &memory, std::initializer_list<Value> values)
{
    const std::size_t begin = memory.size();
    for (const Value &value : values) {
        for (unsigned i = 0; i < value.bytes; ++i)
            memory.push_back(static_cast<std::byte>(value.value >> (8 * i)));
    }
    memory.resize(begin + kLentRoom);
}

void append(wire::Bytes &memory, std::string_view text)
{
    const std::size_t begin = memory.size();
    for (const char c : text)
        memory.push_back(static_cast<std::byte>(c));
    memory.resize(begin + kLentRoom);
}

void appendSockets(wire::Bytes &memory)
{
    append(memory, {u8(16), u8(NB_AF_INET), u16(0x5000), u32(0x0100007f)}); // 127.0.0.1:80
    append(memory, std::string_view("\x0a\x01/tmp/s\0", 9));
    append(memory, {u64(at(part::kInetName)), u32(16), u32(0), u64(at(part::kVector)), u32(1), u32(0),
                    u64(at(part::kRights)), u32(20), u32(0)});
    append(memory, {u64(at(2)), u64(16), u64(at(1)), u64(100)});
    append(memory, {u32(20), u32(0xffff), u32(kScmRights), u32(0), u32(3)});
    append(memory, {u32(16)});
    append(memory, {u32(1), u32(1)}); // a flag set; struct linger
}

void appendKevents(wire::Bytes &memory)
{
    const auto kevent = [&](std::uint64_t ident, std::uint64_t filter, std::uint64_t flags,
                            std::uint64_t what, std::uint64_t data) {
        append(memory, {u64(ident), u32(filter), u32(flags), u32(what), u32(0), u64(data), u64(7)});
    };
    kevent(3, NB_EVFILT_READ, NB_EV_ADD, 0, 0);
    kevent(4, NB_EVFILT_WRITE, NB_EV_ADD | NB_EV_CLEAR, 0, 0);
    kevent(3, NB_EVFILT_VNODE, NB_EV_ADD | NB_EV_CLEAR, 0x7f, 0);
    kevent(4, NB_EVFILT_VNODE, NB_EV_ADD, 0x7f, 0);
    kevent(1, NB_EVFILT_TIMER, NB_EV_ADD, 0, 5);
    kevent(2, NB_EVFILT_PROC, NB_EV_ADD, 0xf0000000, 0);
    kevent(4, NB_EVFILT_READ, NB_EV_ADD | NB_EV_ONESHOT, 0, 0);
    kevent(3, NB_EVFILT_READ, NB_EV_DELETE, 0, 0);
}

void appendTimes(wire::Bytes &memory)
{
    append(memory, {u64(0), u64(0)});
    append(memory, {u64(0), u64(1000)});
    append(memory, {u64(0), u64(20000000), u64(0), u64(20000000)}); // struct itimerspec
    append(memory, {u64(0), u64(20000), u64(0), u64(20000)});       // struct itimerval
    append(memory, {u32(NB_SIGEV_SIGNAL), u32(NB_SIGALRM)});
}

void appendNames(wire::Bytes &memory)
{
    append(memory, {u32(NB_CTL_KERN), u32(NB_KERN_HOSTNAME)});
    append(memory, {u32(NB_CTL_NET), u32(2), u32(6), u32(1121), u32(0), u32(0), u32(640), u32(100)});
    append(memory, {u32(NB_CTL_KERN), u32(NB_KERN_FILE2), u32(2), u32(0xffffffff), u32(120), u32(100)});
    append(memory, {u32(NB_CTL_NET), u32(2), u32(6), u32(2)});
}

void appendOthers(wire::Bytes &memory)
{
    append(memory, {u32(3), u16(NB_POLLIN), u16(0), u32(4), u16(NB_POLLOUT), u16(0), u32(5), u16(0xff)});
    append(memory, {u32(1), u32(0), u64(0), u64(0), u32(0), u32(0), u32(01777)}); // of a tmpfs
    append(memory, {u64(0), u64(10), u32(0), u16(NB_F_WRLCK), u16(0)});           // struct flock
    append(memory, {u64(0x78)});                                                  // descriptors 3 to 6
    append(memory, {u64(1000)});                                                  // room for a value
    append(memory, {});
    append(memory, {});
}

} // namespace

wire::Bytes lentMemory(const std::uint8_t *data, std::size_t size)
{
    wire::Bytes memory;
    for (const std::string_view text : kTexts)
        append(memory, text);
    appendSockets(memory);
    appendKevents(memory);
    appendTimes(memory);
    appendNames(memory);
    appendOthers(memory);
    const auto rest = std::as_bytes(std::span(data, size));
    memory.insert(memory.end(), rest.begin(), rest.end());
    memory.resize(std::max(memory.size(), kLentParts * kLentRoom) + kLentRoom);
    return memory;
}

} // namespace rumpscope::fuzz
