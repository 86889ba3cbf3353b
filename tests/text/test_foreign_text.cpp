// SPDX-License-Identifier: BSD-2-Clause
#include "clientcore/text/foreign_text.h"

#include <gtest/gtest.h>

namespace rumpscope::test {
namespace {

using text::csvField;
using text::inMarkup;
using text::inMermaid;
using text::onALine;

TEST(ForeignText, LettersOfAnyLanguageStay)
{
    for (const char *name : {"ftpd", "größe", "データ", "😀 x", "★ = 3, \"a\\b\""})
        EXPECT_EQ(onALine(name), name);
}

TEST(ForeignText, WhatMovesACursorOrForgesALineIsEscaped)
{
    EXPECT_EQ(onALine("a\x1b[2Jb"), "a\\x1b[2Jb");
    EXPECT_EQ(onALine("a\nroot() = 0"), "a\\nroot() = 0");
    EXPECT_EQ(onALine("a\r\t\b\x7f"), "a\\r\\t\\x08\\x7f");
    EXPECT_EQ(onALine("\xc2\x9b"
                      "2J"),
              "\\x9b2J")
        << "the one-byte CSI of 8-bit terminals";
    EXPECT_EQ(onALine("a\u2028b\u2029"), "a\\u2028b\\u2029");
    EXPECT_EQ(onALine(std::string_view("a\0b", 3)), "a\\x00b");
}

TEST(ForeignText, WhatTurnsOrHidesTextIsEscaped)
{
    EXPECT_EQ(onALine("a\u202etxt.exe"), "a\\u202etxt.exe");
    EXPECT_EQ(onALine("\u2066x\u2069\u200b\ufeff\u061c"), "\\u2066x\\u2069\\u200b\\ufeff\\u061c");
    EXPECT_EQ(onALine("\U000e0041"), "\\ue0041") << "a tag letter";
}

TEST(ForeignText, BytesThatAreNotUtf8AreEscapedOneByOne)
{
    EXPECT_EQ(onALine("\xff\xfe"), "\\xff\\xfe");
    EXPECT_EQ(onALine("\xc0\x80"), "\\xc0\\x80") << "a longer form of NUL";
    EXPECT_EQ(onALine("\xed\xa0\x80"), "\\xed\\xa0\\x80") << "half of a pair";
    EXPECT_EQ(onALine("\xf4\x90\x80\x80"), "\\xf4\\x90\\x80\\x80") << "above U+10FFFF";
    EXPECT_EQ(onALine("x\xe2\x82"), "x\\xe2\\x82") << "cut off";
}

TEST(ForeignText, NoFormulaComesOutOfACsvField)
{
    EXPECT_EQ(csvField("ftpd"), "ftpd");
    EXPECT_EQ(csvField("=cmd|' /C calc'!A0"), "'=cmd|' /C calc'!A0");
    EXPECT_EQ(csvField("-2+3"), "'-2+3");
    EXPECT_EQ(csvField("@SUM(1,2)"), "\"'@SUM(1,2)\"");
    EXPECT_EQ(csvField("\t=1"), "\\t=1");
    EXPECT_EQ(csvField("a \"b\", c\n"), "\"a \"\"b\"\", c\\n\"");
}

TEST(ForeignText, NoMarkupComesOutOfAName)
{
    EXPECT_EQ(inMarkup("<img src='/etc/x'>&\"\x1b"), "&#60;img src=&#39;/etc/x&#39;&#62;&#38;&#34;\\x1b");
    EXPECT_EQ(inMermaid("a; end\nB->>C: #x"), "a#59; end\\nB-#62;#62;C#58; #35;x");
}

} // namespace
} // namespace rumpscope::test
