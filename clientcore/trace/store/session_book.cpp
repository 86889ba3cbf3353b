// SPDX-License-Identifier: BSD-2-Clause
#include "clientcore/trace/store/session_book.h"

#include <algorithm>

namespace rumpscope::trace {

namespace {

/// A server may ask without end before it is answered; what is beyond is tied by the weaker rule.
constexpr std::size_t kMostServed = 256;

} // namespace

std::size_t SessionBook::KeyHash::operator()(const Key &key) const noexcept
{
    std::uint64_t mixed = key.reqno ^ (std::uint64_t{static_cast<std::uint32_t>(key.generation)} << 40);
    mixed *= 0x9e3779b97f4a7c15ULL; // peers choose the numbers: spread them
    return static_cast<std::size_t>(mixed ^ (mixed >> 32));
}

void SessionBook::open(const Key &key, CallId call)
{
    const auto [place, isNew] = m_open.try_emplace(key);
    Waiting &waiting = place->second;
    if (isNew) {
        waiting.oldest = call;
        return;
    }
    if (!waiting.younger)
        waiting.younger = std::make_unique<std::deque<CallId>>();
    waiting.younger->push_back(call);
}

std::optional<CallId> SessionBook::find(const Key &key) const
{
    const auto found = m_open.find(key);
    return found == m_open.end() ? std::nullopt : std::optional(found->second.oldest);
}

void SessionBook::close(const Key &key)
{
    const auto found = m_open.find(key);
    if (found == m_open.end())
        return;
    Waiting &waiting = found->second;
    if (!waiting.younger || waiting.younger->empty()) {
        m_open.erase(found);
        return;
    }
    waiting.oldest = waiting.younger->front();
    waiting.younger->pop_front();
}

std::optional<CallId> SessionBook::only() const
{
    if (m_open.size() != 1)
        return std::nullopt;
    const Waiting &waiting = m_open.begin()->second;
    return waiting.younger && !waiting.younger->empty() ? std::nullopt : std::optional(waiting.oldest);
}

std::vector<CallId> SessionBook::abandon(Generation last)
{
    std::vector<CallId> calls;
    for (auto at = m_open.begin(); at != m_open.end();) {
        if (at->first.generation > last) {
            ++at;
            continue;
        }
        calls.push_back(at->second.oldest);
        if (at->second.younger)
            calls.insert(calls.end(), at->second.younger->begin(), at->second.younger->end());
        at = m_open.erase(at);
    }
    std::erase_if(m_serving, [last](const auto &entry) { return entry.first.generation <= last; });
    std::sort(calls.begin(), calls.end());
    return calls;
}

void SessionBook::serving(const Key &request, CallId call)
{
    if (m_serving.size() < kMostServed)
        m_serving.insert_or_assign(request, call);
}

std::optional<CallId> SessionBook::served(const Key &request)
{
    const auto found = m_serving.find(request);
    if (found == m_serving.end())
        return std::nullopt;
    const CallId call = found->second;
    m_serving.erase(found);
    return call;
}

} // namespace rumpscope::trace
