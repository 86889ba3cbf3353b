// SPDX-License-Identifier: BSD-2-Clause
#include "clientcore/capi/lending.h"

#include "clientcore/abi/netbsd.h"
#include "clientcore/capi/lent_structures.h"
#include "clientcore/capi/safe_memory.h"

#include <algorithm>
#include <cstring>

namespace rumpscope::capi {

namespace {

using abi::LengthUnit;
using abi::Role;
using abi::Way;

constexpr std::uint32_t kJobDone = 2; ///< aiocb._state, once the operation is over

/// One call's arguments on their way into the list.
class Lending
{
public:
    Lending(const abi::Call &call, std::span<const std::uint64_t> words, LentRanges &out)
        : m_call(call)
        , m_words(words)
        , m_out(out)
        , m_structures(out, keepsControlBlocks(call.number))
    {}

    void lendAll()
    {
        for (std::size_t i = 0; i < m_call.arguments.size(); ++i)
            lendOne(i);
        if (m_call.number == abi::NB_SYS___sysctl)
            lendSysctlNode();
    }

private:
    static bool keepsControlBlocks(std::uint32_t number)
    {
        return number == abi::NB_SYS_aio_read || number == abi::NB_SYS_aio_write ||
               number == abi::NB_SYS_aio_fsync || number == abi::NB_SYS_lio_listio;
    }

    /// As the kernel sees it: of a narrow argument the upper half of the slot does not count.
    [[nodiscard]] std::uint64_t word(int index) const
    {
        const auto at = static_cast<std::size_t>(index);
        if (index < 0 || at >= m_words.size() || at >= m_call.arguments.size())
            return 0;
        return m_call.arguments[at].bytes == 4 ? m_words[at] & 0xffffffffU : m_words[at];
    }

    /// The number an argument counts in; a negative one counts nothing.
    [[nodiscard]] std::uint64_t count(const abi::Argument &argument) const
    {
        const std::uint64_t value = word(argument.lengthArgument);
        const auto at = static_cast<std::uint8_t>(argument.lengthArgument);
        const bool narrow = at < m_call.arguments.size() && m_call.arguments[at].bytes == 4;
        return value > (narrow ? 0x7fffffffULL : 0x7fffffffffffffffULL) ? 0 : value;
    }

    static std::size_t lengthBytes(const abi::Argument &argument)
    {
        return argument.type == "size_t *" ? 8 : 4;
    }

    /// What the kernel will find where a value-result length points.
    [[nodiscard]] std::uint64_t pointedTo(int index) const
    {
        std::uint64_t value = 0;
        const std::uintptr_t address = word(index);
        const std::size_t bytes = lengthBytes(m_call.arguments[static_cast<std::size_t>(index)]);
        return address != 0 && readMemory(address, &value, bytes) ? value : 0;
    }

    [[nodiscard]] std::uint64_t bytesOf(const abi::Argument &argument) const
    {
        const std::uint64_t size = argument.structure != nullptr ? argument.structure->size : 1;
        switch (argument.lengthUnit) {
        case LengthUnit::Bytes:
            return count(argument);
        case LengthUnit::Elements:
            return count(argument) * size;
        case LengthUnit::PointedTo:
            return pointedTo(argument.lengthArgument);
        case LengthUnit::Bits:
            return (count(argument) + 31) / 32 * size;
        case LengthUnit::One:
        case LengthUnit::Constant:
            break;
        }
        return size;
    }

    void lendOne(std::size_t index)
    {
        const abi::Argument &argument = m_call.arguments[index];
        const std::uintptr_t address = word(static_cast<int>(index));
        switch (argument.role) {
        case Role::Path:
        case Role::String:
            m_structures.string(address);
            return;
        case Role::BufferIn:
            return m_structures.plain(address, bytesOf(argument), Way::In);
        case Role::BufferOut:
            return m_structures.plain(address, bytesOf(argument), Way::Out);
        case Role::LengthInOut:
            return m_structures.plain(address, lengthBytes(argument), Way::InOut);
        case Role::IovecIn:
        case Role::IovecOut:
        case Role::StructIn:
            return lendStructures(argument, address, Way::In);
        case Role::StructOut:
            return lendStructures(argument, address, Way::Out);
        case Role::StructInOut:
            return lendStructures(argument, address, Way::InOut);
        case Role::Chosen:
            return lendChosen(argument, address);
        default:
            return;
        }
    }

    void lendStructures(const abi::Argument &argument, std::uintptr_t address, Way way)
    {
        const bool several = argument.lengthUnit == LengthUnit::Elements;
        if (!leadsOn(*argument.structure) || (argument.lengthUnit != LengthUnit::One && !several))
            return m_structures.plain(address, bytesOf(argument), way);
        m_structures.array(*argument.structure, address, several ? count(argument) : 1, way, argument.data);
    }

    void lendChosen(const abi::Argument &argument, std::uintptr_t address)
    {
        const auto key = static_cast<std::uint32_t>(word(argument.choosing));
        switch (argument.chooser) {
        case abi::Chooser::Ioctl:
            return lendRequest(key, address);
        case abi::Chooser::Fcntl:
            return lendCommand(key, address);
        case abi::Chooser::Nfssvc:
            return m_structures.pointee(abi::serviceChoice(key).pointee, address);
        case abi::Chooser::Mount:
            return lendMount(argument, address);
        case abi::Chooser::Quota:
            return lendQuota(address);
        default:
            if (const abi::Choice *choice = abi::findChoice(argument.chooser, key))
                m_structures.pointee(choice->pointee, address);
            return;
        }
    }

    /// A request nobody has described might point onwards, if there is room for a pointer.
    void lendRequest(std::uint32_t request, std::uintptr_t address)
    {
        if (const abi::Choice *choice = abi::findChoice(abi::Chooser::Ioctl, request)) {
            abi::Pointee pointee = choice->pointee;
            if (request == static_cast<std::uint32_t>(abi::NB_SIOCSIFGENERIC) ||
                request == static_cast<std::uint32_t>(abi::NB_SIOCGIFGENERIC))
                pointee.structure = genericRequest(address);
            return m_structures.pointee(pointee, address);
        }
        const abi::Pointee encoded = abi::encodedPointee(request);
        m_structures.pointee(encoded, address);
        if ((request >> 16) == 0 || (encoded.way != Way::Out && encoded.bytes >= sizeof(std::uintptr_t)))
            m_out.setUnknown();
    }

    /// What such a request points to is the affair of the driver, which the interface is named after.
    static const abi::Structure *genericRequest(std::uintptr_t address)
    {
        std::array<char, abi::layout::ifreq::ifr_name.size> name{};
        const std::string_view text(name.data(), name.size());
        (void)readMemory(address, name.data(), name.size());
        return abi::findStructure(text.starts_with("vlan")  ? "ifreq_vlan"
                                  : text.starts_with("agr") ? "ifreq_agr"
                                                            : "ifreq_generic");
    }

    void lendCommand(std::uint32_t command, std::uintptr_t address)
    {
        if (const abi::Choice *choice = abi::findChoice(abi::Chooser::Fcntl, command))
            return m_structures.pointee(choice->pointee, address);
        if ((command & static_cast<std::uint32_t>(abi::NB_F_FSCTL)) == 0)
            return;
        const std::size_t size = (command >> 16) & 0xfff;
        const bool in = (command & static_cast<std::uint32_t>(abi::NB_F_FSIN)) != 0;
        const bool out = (command & static_cast<std::uint32_t>(abi::NB_F_FSOUT)) != 0;
        m_structures.plain(address, size, in && out ? Way::InOut : in ? Way::In : Way::Out);
        if (in && size >= sizeof(std::uintptr_t))
            m_out.setUnknown();
    }

    /// With MNT_GETARGS the kernel fills the structure, and what it points to, in.
    void lendMount(const abi::Argument &argument, std::uintptr_t address)
    {
        constexpr int kFlags = 2;
        const bool asks = (word(kFlags) & static_cast<std::uint64_t>(abi::NB_MNT_GETARGS)) != 0;
        const abi::Structure *structure = fileSystemArguments(word(argument.choosing));
        std::uint64_t bytes = count(argument);
        if (bytes == 0 && structure != nullptr)
            bytes = structure->size;
        m_structures.plain(address, bytes, asks ? Way::InOut : Way::In);
        if (structure == nullptr) {
            if (!asks && address != 0)
                m_out.setUnknown();
            return;
        }
        if (bytes >= structure->size)
            m_structures.inside(*structure, address, asks ? Way::Out : Way::In);
    }

    static const abi::Structure *fileSystemArguments(std::uintptr_t type)
    {
        std::array<char, 32> name{};
        const std::size_t size = type == 0 ? 0 : readString(type, name.data(), name.size());
        if (size == 0 || size == name.size())
            return nullptr;
        const auto all = abi::choices(abi::Chooser::Mount);
        const auto found = std::find_if(all.begin(), all.end(), [&](const abi::Choice &choice) {
            return choice.name == std::string_view(name.data(), size - 1);
        });
        return found == all.end() ? nullptr : found->pointee.structure;
    }

    /// The operation stands in the structure itself.
    void lendQuota(std::uintptr_t address)
    {
        std::uint32_t operation = 0;
        if (address == 0 || !readValue(address, operation))
            return;
        if (const abi::Choice *choice = abi::findChoice(abi::Chooser::Quota, operation))
            m_structures.pointee(choice->pointee, address);
        else
            m_structures.plain(address, abi::layout::quotactl_stat::kSize, Way::In);
    }

    /// Names that end in a negative number create, destroy and describe nodes; the node that says so points
    /// onwards.
    void lendSysctlNode()
    {
        const std::uint64_t length = word(1);
        std::int32_t last = 0;
        if (length == 0 || length > 12 || word(5) != abi::layout::sysctlnode::kSize ||
            !readValue(word(0) + (length - 1) * sizeof last, last) || last >= 0)
            return;
        m_structures.inside(*abi::findStructure("sysctlnode"), word(4), Way::In);
    }

    const abi::Call &m_call;
    std::span<const std::uint64_t> m_words;
    LentRanges &m_out;
    LentStructures m_structures;
};

} // namespace

void lend(std::uint32_t number, std::span<const std::uint64_t> arguments, LentRanges &out)
{
    out.clear();
    const abi::Call *call = abi::findCall(number);
    if (call == nullptr)
        return out.setUnknown();
    Lending(*call, arguments, out).lendAll();
}

bool aioFinished(std::span<const std::byte> bytes)
{
    std::uint32_t state = 0;
    if (bytes.size() != abi::layout::aiocb::kSize)
        return false;
    std::memcpy(&state, bytes.data() + abi::layout::aiocb::_state, sizeof state);
    return state == kJobDone;
}

} // namespace rumpscope::capi
