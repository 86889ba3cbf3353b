// SPDX-License-Identifier: BSD-2-Clause
// The one client that a process is for the C functions.
#pragma once

#include "clientcore/capi/client.h"

namespace rumpscope::capi {

/// The client calls of this thread go to: the process's, or a vforked child's own.
[[nodiscard]] Client &currentClient();
/// In a vforked child: calls of the thread it borrows go to `client`, until the parent runs on it again. The
/// thread owns it, and has one at a time.
Client &enterVforkedChild(std::unique_ptr<Client> client);
/// In the parent, again: the child's descriptors were in a table of its own. Harmless where there is nothing
/// to leave.
void leaveVforkedChild();
/// Whether calls of this thread go to a vforked child's own client.
[[nodiscard]] bool inVforkedChild();

/// rumpclient_init: 0, or the errno. Any thread.
[[nodiscard]] int initialize();
/// This process has its client: another initialize() does nothing.
void nowInitialized();

} // namespace rumpscope::capi
