// SPDX-License-Identifier: BSD-2-Clause
#include "clientcore/transport/server_url.h"

#include <cstdlib>

using rumpscope::transport::ServerUrl;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    const std::string_view text(reinterpret_cast<const char *>(data), size);
    for (const auto use : {ServerUrl::Use::Connect, ServerUrl::Use::Listen}) {
        const auto url = ServerUrl::parse(text, use);
        if (!url && (url.error().sentence().empty() || url.error().position > text.size()))
            std::abort();
        if (url && url->text() != text)
            std::abort();
    }
    return 0;
}
