// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/rumpscope-kernel/net/rights.h"

#include <set>

namespace rumpscope::kernel {

Rights::Rights(std::shared_ptr<RightsInFlight> all, std::vector<FilePtr> files)
    : m_all(std::move(all))
    , m_files(std::move(files))
{
    for (const FilePtr &file : m_files) {
        auto &[times, weak] = m_all->m_files[file.get()];
        ++times;
        weak = file;
    }
    m_all->m_count += m_files.size();
}

Rights::~Rights()
{
    m_all->m_count -= m_files.size();
    for (const FilePtr &file : m_files) {
        const auto found = m_all->m_files.find(file.get());
        if (--found->second.first == 0)
            m_all->m_files.erase(found);
    }
}

void RightsInFlight::collect()
{
    std::map<const File *, long> fromQueues; // references from sockets that are under way themselves
    std::map<const File *, std::vector<const File *>> inside;
    for (const auto &[file, entry] : m_files) {
        std::vector<FilePtr> queued;
        entry.second.lock()->filesInQueue(queued);
        for (const FilePtr &held : queued) {
            ++fromQueues[held.get()];
            inside[file].push_back(held.get());
        }
    }
    std::set<const File *> reached;
    std::vector<const File *> left;
    for (const auto &[file, entry] : m_files) {
        // A descriptor or a call holds it, or the queue of a socket that is not under way.
        if (entry.second.use_count() > entry.first || fromQueues[file] < entry.first)
            left.push_back(file);
    }
    while (!left.empty()) {
        const File *file = left.back();
        left.pop_back();
        if (reached.insert(file).second)
            left.insert(left.end(), inside[file].begin(), inside[file].end());
    }
    std::vector<FilePtr> unreachable;
    for (const auto &[file, entry] : m_files) {
        if (!reached.contains(file))
            unreachable.push_back(entry.second.lock());
    }
    for (const FilePtr &file : unreachable)
        file->dropQueue();
}

} // namespace rumpscope::kernel
