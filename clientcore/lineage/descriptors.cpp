// SPDX-License-Identifier: BSD-2-Clause
#include "clientcore/lineage/descriptors.h"

#include "clientcore/abi/catalog.h"
#include "clientcore/abi/netbsd.h"
#include "clientcore/trace/store/seen_call.h"

#include <fmt/format.h>

#include <cstring>
#include <string_view>

namespace rumpscope::lineage {

namespace {

using trace::CallRecord;

/// What a call does to the table.
enum class Deed : std::uint8_t { Nothing, Open, Close, Duplicate, Pair, Control, Name };

Deed deedOf(const abi::Call &call)
{
    const std::string_view name = call.display;
    if (name == "close")
        return Deed::Close;
    if (name == "dup" || name == "dup2" || name == "dup3")
        return Deed::Duplicate;
    if (name == "pipe" || name == "pipe2" || name == "socketpair")
        return Deed::Pair;
    if (name == "fcntl")
        return Deed::Control;
    if (name == "connect" || name == "bind")
        return Deed::Name;
    return call.result == abi::ResultKind::Fd ? Deed::Open : Deed::Nothing;
}

/// Once for all numbers: this is asked for every call there is.
Deed deedOf(std::uint32_t number)
{
    static const std::vector<Deed> kDeeds = [] {
        std::vector<Deed> deeds;
        for (const auto &list : {abi::calls(), abi::newerCalls()}) {
            for (const abi::Call &call : list) {
                if (call.number >= deeds.size())
                    deeds.resize(call.number + 1, Deed::Nothing);
                deeds[call.number] = deedOf(call);
            }
        }
        return deeds;
    }();
    return number < kDeeds.size() ? kDeeds[number] : Deed::Nothing;
}

std::int64_t slot(const std::vector<std::uint64_t> &slots, std::size_t index)
{
    return index < slots.size() ? static_cast<std::int32_t>(slots[index]) : -1;
}

/// The flag as the call's own flags argument has it: O_CLOEXEC, or SOCK_CLOEXEC in a type.
bool asksCloseOnExec(const abi::Call &call, const std::vector<std::uint64_t> &slots)
{
    for (std::size_t i = 0; i < std::min(slots.size(), call.arguments.size()); ++i) {
        const abi::Argument &argument = call.arguments[i];
        if (argument.role != abi::Role::Flags || argument.flagSet == nullptr)
            continue;
        const std::string_view set = argument.flagSet->name;
        const std::int64_t flag = set == "open flags"              ? abi::NB_O_CLOEXEC
                                  : set == "socket type and flags" ? abi::NB_SOCK_CLOEXEC
                                                                   : 0;
        if ((slots[i] & static_cast<std::uint64_t>(flag)) != 0)
            return true;
    }
    return false;
}

/// A path says it best; else the call itself.
std::string whatOf(const CallRecord &record)
{
    const auto paths = trace::pathsOf(record);
    return paths.empty() ? trace::decode(record).text : std::string(paths.back());
}

} // namespace

bool Descriptors::follow(const CallRecord &record)
{
    if (record.outcome != CallRecord::Outcome::Answered || record.error != 0)
        return false;
    if (record.kind == CallRecord::Kind::Exec)
        return std::erase_if(m_open, [](const auto &one) { return one.second.closeOnExec; }) > 0;
    const Deed deed = record.kind == CallRecord::Kind::Syscall ? deedOf(record.number) : Deed::Nothing;
    if (deed == Deed::Nothing)
        return false;
    const abi::Call &call = *abi::findCall(record.number);
    const auto slots = record.arguments();
    switch (deed) {
    case Deed::Open:
        open(record, record.retval[0], whatOf(record), asksCloseOnExec(call, slots));
        return true;
    case Deed::Close:
        return m_open.erase(static_cast<std::int32_t>(slot(slots, 0))) > 0;
    case Deed::Duplicate:
        duplicate(record, slot(slots, 0), call.display == "dup" ? record.retval[0] : slot(slots, 1),
                  asksCloseOnExec(call, slots));
        return true;
    case Deed::Pair:
        pair(record);
        return true;
    case Deed::Control:
        return control(record);
    case Deed::Name: {
        const call::DecodedCall decoded = trace::decode(record);
        if (decoded.arguments.size() > 1)
            add(slot(slots, 0), (call.display == "bind" ? ", at " : ", to ") + decoded.arguments[1].text);
        return true;
    }
    case Deed::Nothing:
        break;
    }
    return false;
}

void Descriptors::open(const CallRecord &record, std::int64_t number, std::string what, bool closeOnExec)
{
    const auto fd = static_cast<std::int32_t>(number);
    if (fd < 0 || (m_open.size() >= kMost && !m_open.contains(fd)))
        return;
    m_open[fd] = {fd, std::move(what), closeOnExec, false, record.id, record.ended};
}

void Descriptors::duplicate(const CallRecord &record, std::int64_t from, std::int64_t to, bool closeOnExec)
{
    const auto known = m_open.find(static_cast<std::int32_t>(from));
    if (from == to && known != m_open.end())
        return;
    open(record, to, known == m_open.end() ? fmt::format("the same as {}", from) : known->second.what,
         closeOnExec);
}

void Descriptors::add(std::int64_t number, const std::string &what)
{
    const auto known = m_open.find(static_cast<std::int32_t>(number));
    constexpr std::size_t kLongest = 400;
    if (known != m_open.end() && known->second.what.size() < kLongest)
        known->second.what += what;
}

/// pipe gives both in its values; the others write two ints.
void Descriptors::pair(const CallRecord &record)
{
    const abi::Call &call = *abi::findCall(record.number);
    std::int64_t first = record.retval[0];
    std::int64_t second = record.retval[1];
    if (call.display != "pipe") {
        const call::DecodedCall decoded = trace::decode(record);
        const auto written =
            std::find_if(decoded.arguments.begin(), decoded.arguments.end(),
                         [](const call::DecodedArgument &one) { return one.bytes.size() == 8; });
        if (written == decoded.arguments.end())
            return;
        std::int32_t both[2];
        std::memcpy(both, written->bytes.data(), sizeof both);
        first = both[0];
        second = both[1];
    }
    const bool cloexec = asksCloseOnExec(call, record.arguments());
    const bool isPipe = call.display != "socketpair";
    open(record, first, isPipe ? "pipe, for reading" : fmt::format("socket pair with {}", second), cloexec);
    open(record, second, isPipe ? "pipe, for writing" : fmt::format("socket pair with {}", first), cloexec);
}

bool Descriptors::control(const CallRecord &record)
{
    const auto slots = record.arguments();
    const auto known = m_open.find(static_cast<std::int32_t>(slot(slots, 0)));
    switch (slot(slots, 1)) {
    case abi::NB_F_DUPFD:
    case abi::NB_F_DUPFD_CLOEXEC:
        duplicate(record, slot(slots, 0), record.retval[0], slot(slots, 1) == abi::NB_F_DUPFD_CLOEXEC);
        return true;
    case abi::NB_F_SETFD:
        if (known != m_open.end())
            known->second.closeOnExec = (slot(slots, 2) & abi::NB_FD_CLOEXEC) != 0;
        return known != m_open.end();
    case abi::NB_F_CLOSEM:
        return std::erase_if(m_open, [&](const auto &one) { return one.first >= slot(slots, 0); }) > 0;
    default:
        return false;
    }
}

Descriptors Descriptors::inherited() const
{
    Descriptors child = *this;
    for (auto &[fd, descriptor] : child.m_open)
        descriptor.inherited = true;
    return child;
}

} // namespace rumpscope::lineage
