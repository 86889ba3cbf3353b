// SPDX-License-Identifier: GPL-3.0-or-later
// A practice kernel without sockets: clients hand frames in and read what comes out.
#pragma once

#include "app/rumpscope-kernel/server/client.h"
#include "clientcore/wire/frame_reader.h"

#include <array>
#include <map>
#include <span>
#include <vector>

namespace rumpscope::fuzz {

/// One client: its connection's two buffers and the memory it lends.
class HarnessClient
{
public:
    HarnessClient(kernel::Kernel &kernel, kernel::Faults &faults);
    HarnessClient(const HarnessClient &) = delete;
    HarnessClient &operator=(const HarnessClient &) = delete;
    ~HarnessClient();

    /// Bytes of any kind, as a socket would give them.
    void receive(wire::ByteView bytes);
    /// Takes what the kernel wrote, and answers every COPYIN and COPYINSTR from `memory`, by address modulo
    /// its size; `lie` makes the answers a little wrong. False when there was nothing.
    bool exchange(wire::ByteView memory, unsigned lie);
    [[nodiscard]] bool closed() const { return m_closed; }
    [[nodiscard]] const wire::Cookie &lastCookie() const { return m_cookie; }
    [[nodiscard]] wire::FrameWriter &writer() { return m_writer; }
    /// Hands over what writer() holds.
    void send();

private:
    void served(const wire::FrameView &frame, wire::ByteView memory, unsigned lie);
    void close();

    std::shared_ptr<kernel::Client> m_client;
    wire::FrameReader m_fromClient;
    wire::FrameReader m_fromKernel{wire::FrameReader::Role::Server};
    wire::FrameWriter m_writer;
    wire::Cookie m_cookie{};
    bool m_closed = false;
};

/// The kernel, its clients and the time.
class Harness
{
public:
    static constexpr std::size_t kClients = 3;

    Harness();
    ~Harness();
    Harness(const Harness &) = delete;
    Harness &operator=(const Harness &) = delete;

    /// A client that is connected as a guest, or that nothing was said to yet.
    [[nodiscard]] HarnessClient &client(std::size_t index) { return *m_clients[index % kClients]; }
    void reconnect(std::size_t index, bool asGuest);
    /// Runs calls and answers copies until nothing moves, `rounds` times at most.
    void settle(wire::ByteView memory, unsigned lie, int rounds = 64);
    /// Every sleeping call's time has come.
    void passTime();
    [[nodiscard]] kernel::Faults &faults() { return m_faults; }
    [[nodiscard]] kernel::Kernel &kernel() { return m_kernel; }

private:
    static kernel::KernelSettings settings();

    kernel::Kernel m_kernel{settings()};
    kernel::Faults m_faults;
    std::array<std::unique_ptr<HarnessClient>, kClients> m_clients;
};

} // namespace rumpscope::fuzz
