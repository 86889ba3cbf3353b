// SPDX-License-Identifier: BSD-2-Clause
// What peers call themselves and say, made harmless for each kind of output: names of processes, banners,
// paths, notes.
#pragma once

#include <string>
#include <string_view>

namespace rumpscope::text {

/// On one line of a terminal or text file. Letters of any language stay; what moves a cursor, begins a line,
/// turns the direction of writing or cannot be seen becomes an escape (\n, \x1b, \u202e), and so do bytes
/// that are not UTF-8.
[[nodiscard]] std::string onALine(std::string_view foreign);
/// A field of a CSV file (RFC 4180): onALine(), in quotes where it needs them. An apostrophe comes before
/// what a spreadsheet would take for a formula.
[[nodiscard]] std::string csvField(std::string_view foreign);
/// In the text or an attribute's value of SVG, XML or the HTML of rich text: onALine() with entities for what
/// is markup.
[[nodiscard]] std::string inMarkup(std::string_view foreign);
/// In a label of a Mermaid diagram: onALine(), with its own entities (#35;) for what ends a label or a
/// statement there.
[[nodiscard]] std::string inMermaid(std::string_view foreign);

} // namespace rumpscope::text
