// SPDX-License-Identifier: BSD-2-Clause
// Turns as JSON and as words.
#include "clientcore/recording/event_text.h"
#include "tests/support/trace/events.h"

#include <gtest/gtest.h>

#include <set>

namespace rumpscope::trace {
namespace {

using Kind = ConnectionEvent::Kind;

ConnectionEvent full(Kind kind)
{
    ConnectionEvent event{};
    event.kind = kind;
    event.time = test::at(1'234'567);
    event.session = SessionId{4'000'000'000};
    event.generation = Generation{2};
    event.attempt = 3;
    event.planned = test::at(2'000'000);
    event.number = -5;
    event.pid = 42;
    event.cookie = test::cookie(0xab);
    event.banner = wire::Banner{0, 4, "NetBSD", "7.99.34", "amd64"};
    event.error = event::ClientError{event::ClientError::Kind::Refused, 0, 7, "system call 4"};
    event.text = "a \"name\"\n";
    event.housekeeping = true;
    event.tapped = true;
    event.hostPid = 4711;
    return event;
}

TEST(EventText, EveryKindComesBackAsItWas)
{
    std::set<std::string_view> names;
    for (int kind = 0; kind <= static_cast<int>(Kind::Garbled); ++kind) {
        const auto event = full(static_cast<Kind>(kind));
        const auto json = toJson(event, 0);
        const auto back = fromJson(json);
        ASSERT_TRUE(back);
        EXPECT_EQ(toJson(*back, 0), json);
        EXPECT_TRUE(names.insert(nameOf(event.kind)).second) << nameOf(event.kind);
        EXPECT_FALSE(describe(event).empty());
    }
    EXPECT_FALSE(names.contains("unknown"));
}

TEST(EventText, WordsForPeople)
{
    ConnectionEvent event{};
    event.kind = Kind::Established;
    event.text = "ftpd";
    EXPECT_EQ(describe(event), "process established: ftpd");
    event.kind = Kind::Lost;
    event.text = "closed by the server";
    EXPECT_EQ(describe(event), "connection lost: closed by the server");
    event = {};
    event.kind = Kind::Identified;
    event.pid = 4;
    EXPECT_EQ(describe(event), "pid known, pid 4");
}

TEST(EventText, WhatDoesNotFitIsLeftOut)
{
    const auto json = nlohmann::json::parse(R"({"event": "lost", "t": 5, "session": 1, "generation": 1,
        "pid": 99999999999, "cookie": "xyz", "attempt": -1, "banner": "hello", "error": {"kind": "odd"},
        "text": 7, "tapped": "yes", "number": 18446744073709551615})");
    const auto event = fromJson(json);
    ASSERT_TRUE(event);
    EXPECT_FALSE(event->pid || event->cookie || event->banner || event->error || event->tapped);
    EXPECT_EQ(event->attempt, 0U);
    EXPECT_EQ(event->number, 0);
    EXPECT_TRUE(event->text.empty());
}

TEST(EventText, WithoutKindTimeOrSessionItIsNone)
{
    for (const char *text : {"[]", "{}", "7", R"({"event": "lost"})",
                             R"({"event": "nonsense", "t": 1, "session": 1, "generation": 1})",
                             R"({"event": "lost", "t": "1", "session": 1, "generation": 1})",
                             R"({"event": "lost", "t": 1, "session": -1, "generation": 1})"})
        EXPECT_FALSE(fromJson(nlohmann::json::parse(text))) << text;
}

TEST(EventText, BytesThatAreNoTextDoNotBreakALine)
{
    ConnectionEvent event{};
    event.kind = Kind::Established;
    event.text = "\xff\xfe";
    EXPECT_NE(line(toJson(event, 0)).find("\xEF\xBF\xBD"), std::string::npos);
}

} // namespace
} // namespace rumpscope::trace
