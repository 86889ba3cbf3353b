// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/rumpscope-kernel/ipc/pipe.h"

#include <algorithm>
#include <cstring>

namespace rumpscope::kernel {

std::size_t Pipe::push(std::span<const std::byte> bytes)
{
    const std::size_t count = std::min(bytes.size(), room());
    for (std::size_t done = 0; done < count;) {
        const std::size_t at = (m_first + m_stored) % kCapacity;
        const std::size_t part = std::min(count - done, kCapacity - at);
        std::memcpy(m_buffer.data() + at, bytes.data() + done, part);
        m_stored += part;
        done += part;
    }
    if (count > 0)
        readable.wakeAll();
    return count;
}

std::size_t Pipe::pull(std::span<std::byte> bytes)
{
    const std::size_t count = std::min(bytes.size(), m_stored);
    for (std::size_t done = 0; done < count;) {
        const std::size_t part = std::min(count - done, kCapacity - m_first);
        std::memcpy(bytes.data() + done, m_buffer.data() + m_first, part);
        m_first = (m_first + part) % kCapacity;
        m_stored -= part;
        done += part;
    }
    if (count > 0)
        writable.wakeAll();
    return count;
}

void Pipe::endsChanged()
{
    readable.wakeAll();
    writable.wakeAll();
}

void Pipe::addReader()
{
    ++m_readers;
    ++m_readerOpens;
    endsChanged();
}

void Pipe::addWriter()
{
    ++m_writers;
    ++m_writerOpens;
    endsChanged();
}

void Pipe::removeReader()
{
    --m_readers;
    endsChanged();
}

void Pipe::removeWriter()
{
    --m_writers;
    endsChanged();
}

} // namespace rumpscope::kernel
