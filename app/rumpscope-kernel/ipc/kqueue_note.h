// SPDX-License-Identifier: GPL-3.0-or-later
// One thing a kqueue watches.
#pragma once

#include "app/rumpscope-kernel/ipc/kqueue.h"

namespace rumpscope::kernel {

/// Its owner tells it when it is switched off; it tells its owner when there is something to tell. What it
/// watches must outlive it: a descriptor table drops the notes before the files.
class KqueueNote : public Watcher
{
public:
    KqueueNote(Kqueue &owner, const KernelEvent &wanted);

    void notified() override
    {
        if (refresh())
            m_owner.activate(*this);
    }
    /// Fills in what there is to tell; whether there is anything.
    virtual bool refresh() = 0;
    /// It was told, and EV_CLEAR is set: it begins anew.
    virtual void cleared() {}

    KernelEvent event;             ///< as it is told
    std::uint32_t wantedFlags = 0; ///< which NOTE_ it is about
    bool active = false;
    bool disabled = false;

protected:
    [[nodiscard]] Kqueue &owner() { return m_owner; }

private:
    Kqueue &m_owner;
};

/// EINVAL for what no filter knows or cannot be watched so, and what File::watchedQueue() says.
/// `file`: of a filter for descriptors.
[[nodiscard]] Outcome<std::unique_ptr<KqueueNote>> makeNote(Kqueue &owner, Scheduler &scheduler,
                                                            const KernelEvent &wanted, const FilePtr &file);

} // namespace rumpscope::kernel
