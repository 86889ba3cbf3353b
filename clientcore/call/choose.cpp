// SPDX-License-Identifier: BSD-2-Clause
#include "clientcore/call/choose.h"

#include <algorithm>

namespace rumpscope::call {

namespace {

using abi::Chooser;

Chosen fileSystem(const Choosing &by)
{
    const auto all = abi::choices(Chooser::Mount);
    const auto found =
        std::find_if(all.begin(), all.end(), [&](const abi::Choice &c) { return c.name == by.name; });
    if (found == all.end())
        return {{}, false};
    abi::Pointee pointee = found->pointee;
    if (by.asks) {
        pointee.way = abi::Way::InOut;
        pointee.data = abi::Way::Out;
    }
    return {pointee, true};
}

} // namespace

Chosen chosenBy(Chooser chooser, const Choosing &by)
{
    if (chooser == Chooser::Mount)
        return fileSystem(by);
    if (chooser == Chooser::Nfssvc)
        return {abi::serviceChoice(by.key).pointee, true};
    if (const abi::Choice *choice = abi::findChoice(chooser, by.key))
        return {choice->pointee, true};
    if (chooser == Chooser::Ioctl)
        return {abi::encodedPointee(by.key), false};
    return {{}, chooser == Chooser::Fcntl}; // the other commands of fcntl take a number
}

bool outlivesTheCall(const abi::Structure &structure)
{
    return structure.name.starts_with("aiocb");
}

bool leadsOn(const abi::Structure &structure)
{
    return std::any_of(structure.fields.begin(), structure.fields.end(), [](const abi::Field &field) {
        return field.pointee != nullptr || (field.structure != nullptr && leadsOn(*field.structure));
    });
}

} // namespace rumpscope::call
