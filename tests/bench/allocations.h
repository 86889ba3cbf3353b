// SPDX-License-Identifier: GPL-3.0-or-later
// Counts what the whole program takes from the heap. The program has to be linked with allocations.cpp.
#pragma once

namespace rumpscope::bench {

class AllocationCount
{
public:
    AllocationCount();
    /// Of all threads, since this object was made.
    [[nodiscard]] long soFar() const;

private:
    long m_before;
};

} // namespace rumpscope::bench
