// SPDX-License-Identifier: GPL-3.0-or-later
// setsockopt and getsockopt.
#include "app/rumpscope-kernel/calls/socket_address.h"
#include "app/rumpscope-kernel/calls/table.h"
#include "app/rumpscope-kernel/calls/time_values.h"

#include <algorithm>

namespace rumpscope::kernel {

namespace {

constexpr std::int32_t kSocketLevel = 0xffff;
constexpr std::uint64_t kLongestOption = 2048;
// Numbers these two had before; they can still be read.
constexpr std::int32_t kOldSendTimeout = 0x1005;
constexpr std::int32_t kOldReceiveTimeout = 0x1006;
constexpr std::int32_t kLongestLinger = 32767;

/// Options that are one bit; the number is the bit.
constexpr std::uint32_t kFlagOptions = NB_SO_DEBUG | NB_SO_REUSEADDR | NB_SO_KEEPALIVE | NB_SO_DONTROUTE |
                                       NB_SO_BROADCAST | NB_SO_USELOOPBACK | NB_SO_OOBINLINE |
                                       NB_SO_REUSEPORT | NB_SO_NOSIGPIPE | NB_SO_TIMESTAMP;

bool isFlag(std::int32_t option)
{
    const auto bits = static_cast<std::uint32_t>(option);
    return (bits & kFlagOptions) == bits && (bits & (bits - 1)) == 0 && bits != 0;
}

template<class T>
Bytes bytesOf(const T &value)
{
    const auto bytes = std::as_bytes(std::span(&value, 1));
    return {bytes.begin(), bytes.end()};
}

/// Another length than the option's is EINVAL.
template<class T>
Outcome<T> valueOf(const Bytes &bytes)
{
    T value{};
    if (bytes.size() != sizeof value)
        return fail(NB_EINVAL);
    std::memcpy(&value, bytes.data(), sizeof value);
    return value;
}

struct Linger
{
    std::int32_t on = 0;
    std::int32_t seconds = 0;
};

Timeval timevalOf(std::chrono::microseconds time)
{
    return {time.count() / kMicrosecondsPerSecond,
            static_cast<std::int32_t>(time.count() % kMicrosecondsPerSecond), 0};
}

/// One option of another level, with the value it has before anybody sets it.
struct KnownOption
{
    std::int32_t level;
    std::int32_t option;
    std::int32_t initial;
    bool readable;
};
constexpr KnownOption kKnownOptions[] = {
    {NB_IPPROTO_TCP, NB_TCP_NODELAY, 0, true},   {NB_IPPROTO_TCP, NB_TCP_MAXSEG, 536, true},
    {NB_IPPROTO_TCP, NB_TCP_KEEPIDLE, 0, false}, {NB_IPPROTO_TCP, NB_TCP_KEEPINTVL, 0, false},
    {NB_IPPROTO_TCP, NB_TCP_KEEPCNT, 0, false},  {NB_IPPROTO_TCP, NB_TCP_KEEPINIT, 0, false},
    {NB_IPPROTO_IP, NB_IP_TOS, 0, true},         {NB_IPPROTO_IP, NB_IP_TTL, 64, true},
    {NB_IPPROTO_IP, NB_IP_RECVOPTS, 0, true},    {NB_IPPROTO_IP, NB_IP_RECVRETOPTS, 0, true},
    {NB_IPPROTO_IP, NB_IP_RECVDSTADDR, 0, true}, {NB_IPPROTO_IP, NB_IP_RECVIF, 0, true},
    {NB_IPPROTO_IP, NB_IP_PKTINFO, 0, true},     {NB_IPPROTO_IP, NB_IP_RECVPKTINFO, 0, true},
    {NB_IPPROTO_IP, NB_IP_RECVTTL, 0, true},     {NB_IPPROTO_IP, NB_IP_MINTTL, 0, true},
    {NB_IPPROTO_IP, NB_IP_PORTRANGE, 0, true},   {NB_IPPROTO_IP, NB_IP_ERRORMTU, -1, true},
};

/// Options of the level IP that are on or off: they read as 0 or 1.
bool isIpSwitch(std::int32_t option)
{
    constexpr std::int32_t kSwitches[] = {NB_IP_RECVOPTS, NB_IP_RECVRETOPTS, NB_IP_RECVDSTADDR, NB_IP_RECVIF,
                                          NB_IP_PKTINFO,  NB_IP_RECVPKTINFO, NB_IP_RECVTTL};
    return std::find(std::begin(kSwitches), std::end(kSwitches), option) != std::end(kSwitches);
}

/// What an option of the level IP is set to by a value; EINVAL where it makes no sense.
Outcome<std::int32_t> ipValue(std::int32_t option, std::int32_t value)
{
    constexpr std::int32_t kLongestLife = 255;
    if (isIpSwitch(option))
        return value != 0 ? 1 : 0;
    if (option == NB_IP_MINTTL && (value <= 0 || value > kLongestLife))
        return fail(NB_EINVAL);
    if (option != NB_IP_PORTRANGE)
        return value;
    if (value != NB_IP_PORTRANGE_LOW && value != NB_IP_PORTRANGE_DEFAULT && value != NB_IP_PORTRANGE_HIGH)
        return fail(NB_EINVAL);
    return value == NB_IP_PORTRANGE_HIGH ? NB_IP_PORTRANGE_DEFAULT : value;
}

const KnownOption *known(const Socket &socket, std::int32_t level, std::int32_t option)
{
    if (socket.domain != NB_AF_INET || (level == NB_IPPROTO_TCP && !socket.hasConnections()))
        return nullptr;
    const auto *found =
        std::find_if(std::begin(kKnownOptions), std::end(kKnownOptions), [&](const KnownOption &known) {
            return known.level == level && known.option == option;
        });
    return found == std::end(kKnownOptions) ? nullptr : found;
}

Outcome<void> setBuffer(Socket &socket, const NetworkSettings &settings, std::int32_t option,
                        const Bytes &bytes)
{
    const auto value = valueOf<std::int32_t>(bytes);
    if (!value)
        return pass(value);
    if (*value <= 0)
        return fail(NB_EINVAL);
    const bool isSize = option == NB_SO_SNDBUF || option == NB_SO_RCVBUF;
    if (isSize && !settings.allows(static_cast<std::size_t>(*value)))
        return fail(NB_ENOBUFS);
    switch (option) {
    case NB_SO_SNDBUF:
        socket.sendLimit = static_cast<std::size_t>(*value);
        socket.options.sendLowWater = std::min(socket.options.sendLowWater, *value);
        break;
    case NB_SO_RCVBUF:
        socket.receive.setLimit(static_cast<std::size_t>(*value));
        socket.receiveWindow = static_cast<std::size_t>(*value);
        break;
    case NB_SO_SNDLOWAT:
        socket.options.sendLowWater = std::min(*value, static_cast<std::int32_t>(socket.sendLimit));
        break;
    default:
        socket.options.receiveLowWater = std::min(*value, static_cast<std::int32_t>(socket.receive.limit()));
        break;
    }
    return {};
}

Outcome<void> setTimeout(std::chrono::microseconds &timeout, const Bytes &bytes)
{
    const auto value = valueOf<Timeval>(bytes);
    if (!value)
        return pass(value);
    if (value->microseconds < 0 || value->microseconds >= kMicrosecondsPerSecond)
        return fail(NB_EDOM);
    timeout = std::chrono::seconds(std::clamp<std::int64_t>(value->seconds, 0, kLongestWait)) +
              std::chrono::microseconds(value->microseconds);
    return {};
}

Outcome<void> setLinger(Socket &socket, const Bytes &bytes)
{
    const auto value = valueOf<Linger>(bytes);
    if (!value)
        return pass(value);
    if (value->seconds < 0 || value->seconds > kLongestLinger)
        return fail(NB_EDOM);
    socket.options.linger = value->seconds;
    const std::uint32_t bit = NB_SO_LINGER;
    socket.options.flags = value->on != 0 ? socket.options.flags | bit : socket.options.flags & ~bit;
    return {};
}

Outcome<void> setSocketLevel(Socket &socket, const NetworkSettings &settings, std::int32_t option,
                             const Bytes &bytes)
{
    switch (option) {
    case NB_SO_SNDBUF:
    case NB_SO_RCVBUF:
    case NB_SO_SNDLOWAT:
    case NB_SO_RCVLOWAT:
        return setBuffer(socket, settings, option, bytes);
    case NB_SO_SNDTIMEO:
        return setTimeout(socket.options.sendTimeout, bytes);
    case NB_SO_RCVTIMEO:
        return setTimeout(socket.options.receiveTimeout, bytes);
    case NB_SO_LINGER:
        return setLinger(socket, bytes);
    default:
        break;
    }
    if (!isFlag(option))
        return fail(NB_ENOPROTOOPT);
    const auto on = valueOf<std::int32_t>(bytes);
    if (!on)
        return pass(on);
    const auto bit = static_cast<std::uint32_t>(option);
    socket.options.flags = *on != 0 ? socket.options.flags | bit : socket.options.flags & ~bit;
    return {};
}

Outcome<void> setOption(Socket &socket, const NetworkSettings &settings, std::int32_t level,
                        std::int32_t option, const Bytes &bytes)
{
    if (level == kSocketLevel)
        return setSocketLevel(socket, settings, option, bytes);
    if (level == NB_IPPROTO_TCP && socket.isDead())
        return fail(NB_ECONNRESET);
    if (known(socket, level, option) == nullptr || (level == NB_IPPROTO_IP && option == NB_IP_ERRORMTU))
        return fail(NB_ENOPROTOOPT);
    const auto value = valueOf<std::int32_t>(bytes);
    if (!value)
        return pass(value);
    const auto kept = level == NB_IPPROTO_IP ? ipValue(option, *value) : value;
    if (!kept)
        return pass(kept);
    socket.options.others[{level, option}] = *kept;
    return {};
}

Outcome<Bytes> socketLevel(Socket &socket, std::int32_t option)
{
    switch (option) {
    case NB_SO_SNDBUF:
        return bytesOf(static_cast<std::int32_t>(socket.sendLimit));
    case NB_SO_RCVBUF:
        return bytesOf(static_cast<std::int32_t>(socket.receive.limit()));
    case NB_SO_SNDLOWAT:
        return bytesOf(socket.options.sendLowWater);
    case NB_SO_RCVLOWAT:
        return bytesOf(socket.options.receiveLowWater);
    case kOldSendTimeout:
    case NB_SO_SNDTIMEO:
        return bytesOf(timevalOf(socket.options.sendTimeout));
    case kOldReceiveTimeout:
    case NB_SO_RCVTIMEO:
        return bytesOf(timevalOf(socket.options.receiveTimeout));
    case NB_SO_LINGER:
        return bytesOf(Linger{socket.options.has(NB_SO_LINGER) ? 1 : 0, socket.options.linger});
    case NB_SO_TYPE:
        return bytesOf(socket.type);
    case NB_SO_ERROR:
        return bytesOf(socket.takeError());
    case NB_SO_OVERFLOWED:
        return bytesOf(std::int32_t{0});
    case NB_SO_ACCEPTCONN:
        return bytesOf(std::int32_t{socket.listening ? 1 : 0});
    case NB_SO_ACCEPTFILTER:
        return fail(NB_EINVAL);
    default:
        break;
    }
    if (!isFlag(option))
        return fail(NB_ENOPROTOOPT);
    return bytesOf(std::int32_t{socket.options.has(option) ? 1 : 0});
}

Outcome<Bytes> optionValue(Socket &socket, std::int32_t level, std::int32_t option)
{
    if (level == kSocketLevel)
        return socketLevel(socket, option);
    const KnownOption *found = known(socket, level, option);
    if (found == nullptr || !found->readable)
        return fail(NB_ENOPROTOOPT);
    const auto set = socket.options.others.find({level, option});
    // NODELAY reads as the bit it is in the kernel.
    if (level == NB_IPPROTO_TCP && option == NB_TCP_NODELAY && set != socket.options.others.end())
        return bytesOf(std::int32_t{set->second != 0 ? 4 : 0});
    return bytesOf(set == socket.options.others.end() ? found->initial : set->second);
}

/// Slots: socket, level, option, value, length.
Task<Outcome<Values>> sysSetsockopt(Call &call)
{
    const auto file = socketFile(call, 0);
    if (!file)
        co_return pass(file);
    const std::uint32_t length = call.bits(4);
    if (call.word(3) == 0 && length > 0)
        co_return fail(NB_EINVAL);
    if (length > kLongestOption)
        co_return fail(NB_EINVAL);
    Bytes value(length);
    auto copied = co_await call.memory.copyIn(call.word(3), value);
    if (!copied)
        co_return pass(copied);
    co_return answer(
        setOption(*(*file)->socket(), call.kernel.network.settings, call.integer(1), call.integer(2), value));
}

Task<Outcome<Values>> sysGetsockopt(Call &call)
{
    std::uint32_t room = 0;
    if (call.word(3) != 0) {
        auto copied = co_await call.copyIn(call.word(4), room);
        if (!copied)
            co_return pass(copied);
    }
    const auto file = socketFile(call, 0);
    if (!file)
        co_return pass(file);
    const auto value = optionValue(*(*file)->socket(), call.integer(1), call.integer(2));
    if (!value)
        co_return pass(value);
    if (call.word(3) == 0)
        co_return answer(0);
    const auto count = std::min<std::uint32_t>(room, static_cast<std::uint32_t>(value->size()));
    auto copied = co_await call.memory.copyOut(call.word(3), ByteView(*value).first(count));
    if (!copied)
        co_return pass(copied);
    co_return answer(co_await call.copyOut(call.word(4), count));
}

} // namespace

std::span<const CallEntry> socketOptionCalls()
{
    static constexpr std::array kCalls{
        slow(NB_SYS_setsockopt, "setsockopt", 5, sysSetsockopt),
        slow(NB_SYS_getsockopt, "getsockopt", 5, sysGetsockopt),
    };
    return kCalls;
}

} // namespace rumpscope::kernel
