// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/kernel/replay.h"

#include "tests/kernel/kernel_client.h"
#include "tests/support/files/transcript.h"

#include <fmt/format.h>

#include <memory>

namespace rumpscope::test {

namespace {

using wire::FrameClass;
using wire::FrameType;
using Kind = TranscriptRecord::Kind;

class Replay
{
public:
    Replay(std::string url, std::set<std::uint64_t> skipped)
        : m_url(std::move(url))
        , m_skipped(std::move(skipped))
    {}

    std::vector<std::string> run(const std::vector<TranscriptRecord> &records)
    {
        for (const TranscriptRecord &record : records) {
            if (!step(record))
                break;
        }
        return std::move(m_differences);
    }

private:
    struct Connection
    {
        std::unique_ptr<KernelClient> client;
        std::map<std::uint64_t, std::uint64_t> requests; ///< the recorded kernel's numbers to ours
    };

    bool step(const TranscriptRecord &record)
    {
        if (isSkipped(record))
            return true;
        Connection &connection = m_connections[record.connection];
        switch (record.kind) {
        case Kind::Accept:
            connection.client = std::make_unique<KernelClient>(m_url);
            return true;
        case Kind::Banner:
            return same(record, "banner", connection.client->banner, record.banner);
        case Kind::Eof:
            return end(connection, record);
        case Kind::OsError:
            return true;
        case Kind::Frame:
            break;
        }
        return record.toServer ? say(connection, record) : hear(connection, record);
    }

    /// From the request to the answer: recordings with calls to skip have no others under way then.
    bool isSkipped(const TranscriptRecord &record)
    {
        const bool isCall = record.kind == Kind::Frame && record.header.type == FrameType::Syscall;
        const bool wasSkipping = m_skipping;
        if (isCall && m_skipped.contains(record.header.reqno))
            m_skipping = record.toServer;
        return m_skipping || wasSkipping;
    }

    bool end(Connection &connection, const TranscriptRecord &record)
    {
        if (record.toServer)
            connection.client->disconnect();
        // A kernel closes by itself, or after its client has gone: then there is nothing left to see.
        else if (!m_gone.contains(record.connection) && !connection.client->closed())
            return differs(record, "a frame, not the end");
        m_gone.insert({record.connection, true});
        return true;
    }

    bool say(Connection &connection, const TranscriptRecord &record)
    {
        wire::Header header = record.header;
        wire::Bytes payload = record.payload;
        if (header.frameClass == FrameClass::Response)
            header.reqno = connection.requests[header.reqno];
        if (header.type == FrameType::Handshake && header.word == 2) {
            for (const auto &[theirs, ours] : m_cookies) {
                if (std::equal(theirs.begin(), theirs.end(), payload.begin()))
                    std::copy(ours.begin(), ours.end(), payload.begin());
            }
        }
        connection.client->writer().append(header, payload);
        connection.client->send();
        return true;
    }

    bool hear(Connection &connection, const TranscriptRecord &record)
    {
        const auto ours = connection.client->receive();
        if (!ours)
            return differs(record, "the end, not a frame");
        const wire::Frame theirs{record.header, record.payload};
        const bool isRequest = theirs.header.frameClass == FrameClass::Request;
        if (isRequest)
            connection.requests[theirs.header.reqno] = ours->header.reqno;
        else if (!same(record, "reqno", ours->header.reqno, theirs.header.reqno))
            return false;
        if (!same(record, "class", wire::name(ours->header.frameClass),
                  wire::name(theirs.header.frameClass)) ||
            !same(record, "type", wire::name(ours->header.type), wire::name(theirs.header.type)))
            return false;
        same(record, "word", ours->header.word, theirs.header.word);
        comparePayloads(record, *ours, theirs);
        return true;
    }

    void comparePayloads(const TranscriptRecord &record, const wire::Frame &ours, const wire::Frame &theirs)
    {
        if (theirs.header.type == FrameType::Prefork) {
            m_cookies[*wire::decodePreforkReply(theirs.view())] = *wire::decodePreforkReply(ours.view());
        } else if (theirs.header.type == FrameType::Syscall &&
                   theirs.header.frameClass == FrameClass::Response) {
            const auto mine = wire::decodeSyscallReply(ours.view());
            const auto real = wire::decodeSyscallReply(theirs.view());
            same(record, "errno", mine->error, real->error);
            same(record, "first value", mine->retval[0], real->retval[0]);
            same(record, "second value", mine->retval[1], real->retval[1]);
        } else {
            same(record, "payload length", ours.payload.size(), theirs.payload.size());
            if (!record.cut && ours.payload.size() == theirs.payload.size() && ours.payload != theirs.payload)
                differs(record, "other bytes at" + otherWords(ours.payload, theirs.payload));
        }
    }

    /// Where the data differ, in words of 8 bytes; address and length come before them.
    static std::string otherWords(const wire::Bytes &ours, const wire::Bytes &theirs)
    {
        constexpr std::size_t kData = 16;
        constexpr std::size_t kWord = 8;
        std::string offsets;
        for (std::size_t at = 0; at < ours.size(); at += kWord) {
            const std::size_t end = std::min(at + kWord, ours.size());
            if (!std::equal(ours.begin() + static_cast<std::ptrdiff_t>(at),
                            ours.begin() + static_cast<std::ptrdiff_t>(end),
                            theirs.begin() + static_cast<std::ptrdiff_t>(at)))
                offsets += at < kData ? " head" : fmt::format(" {}", at - kData);
        }
        return offsets;
    }

    static std::string where(const TranscriptRecord &record)
    {
        return fmt::format("{} {}", wire::name(record.header.type), record.header.reqno);
    }

    bool differs(const TranscriptRecord &record, std::string_view how)
    {
        m_differences.push_back(fmt::format("{}: {}", where(record), how));
        return false;
    }

    template<class T, class U>
    bool same(const TranscriptRecord &record, std::string_view what, const T &ours, const U &theirs)
    {
        return ours == theirs || differs(record, fmt::format("{} {}, not {}", what, ours, theirs));
    }

    std::string m_url;
    std::set<std::uint64_t> m_skipped;
    bool m_skipping = false;
    std::map<int, Connection> m_connections;
    std::map<int, bool> m_gone;
    std::map<wire::Cookie, wire::Cookie> m_cookies; ///< the recorded ones to ours
    std::vector<std::string> m_differences;
};

} // namespace

std::vector<std::string> replay(const std::string &recording, const std::string &url,
                                const std::set<std::uint64_t> &skipped)
{
    return Replay(url, skipped).run(loadTranscript(recording));
}

} // namespace rumpscope::test
