// SPDX-License-Identifier: BSD-2-Clause
// Any bytes as a recording, and what is in it as a history whose frames are read again: errors, but no crash
// and no memory for claims.
#include "clientcore/lineage/process_tree.h"
#include "clientcore/recording/recording_pages.h"
#include "clientcore/trace/store/store.h"

#include <cstdint>
#include <cstdlib>
#include <fcntl.h>
#include <string>
#include <sys/mman.h>
#include <unistd.h>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    using namespace rumpscope;
    static const int file = ::memfd_create("recording", 0);
    static const std::string path = "/proc/self/fd/" + std::to_string(file);
    if (::ftruncate(file, 0) != 0 || ::pwrite(file, data, size, 0) != static_cast<ssize_t>(size))
        return 0;
    const auto pages = std::make_shared<trace::RecordingPages>();
    const auto source = trace::openRecording(path, {.pages = pages.get()});
    if (!source)
        return 0;
    trace::Store store({}, pages);
    lineage::ProcessTree tree;
    store.begin();
    for (;;) {
        auto event = (*source)->next();
        if (!event || !*event)
            break;
        if (const auto *turn = std::get_if<event::ConnectionEvent>(&**event))
            tree.connection(*turn);
        store.add(std::move(**event));
    }
    const auto change = store.commit();
    for (std::size_t i = 0; i < store.size(); ++i)
        tree.call(store.at(i), true, true);
    store.begin();                           // lets the frames go
    if (size > 0 && data[size - 1] % 4 == 0) // somebody else writes the file meanwhile
        static_cast<void>(::ftruncate(file, static_cast<off_t>(size / 2)));
    for (std::size_t i = 0; i < store.size(); ++i) {
        std::size_t seen = 0;
        for (const event::FrameRecord &frame : store.at(i).frames)
            seen += frame.header.length > 0 ? 1 : 0;
        if (seen > store.at(i).frames.size())
            std::abort();
    }
    if ((*source)->facts().bytesRead > (*source)->facts().bytes || change.appended != store.size())
        std::abort();
    return 0;
}
