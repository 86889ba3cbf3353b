// SPDX-License-Identifier: BSD-2-Clause
// Records for filters: a short life of two processes, put together by the store itself.
#pragma once

#include "clientcore/filter/filter.h"
#include "clientcore/trace/store/store.h"

#include <string>
#include <vector>

namespace rumpscope::test {

/// ftpd (pid 5, connection 1) and shell (pid 2, connection 2). Times in microseconds from 0.
class FilterRecords
{
public:
    FilterRecords();

    /// The calls that match, in words: "ftpd:open". A filter that does not compile gives its message.
    [[nodiscard]] std::string matching(const std::string &filter) const;
    [[nodiscard]] const trace::Store &store() const { return m_store; }

private:
    void ftpd();
    void shell();
    void add(event::Event event) { m_store.add(std::move(event)); }

    trace::Store m_store;
};

} // namespace rumpscope::test
