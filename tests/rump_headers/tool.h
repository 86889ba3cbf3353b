// SPDX-License-Identifier: BSD-2-Clause
// Compilers and nm, run by a test.
#pragma once

#include <set>
#include <string>
#include <vector>

namespace rumpscope::test {

struct Said
{
    int status = -1;  ///< exit code
    std::string text; ///< both streams
};

/// Runs a shell command and collects what it prints.
[[nodiscard]] Said run(const std::string &command);
/// Writes `source` into a file of its own (removed again) and compiles it, without linking; `options` come
/// before the file. `language`: "c" or "c++".
[[nodiscard]] Said compile(const std::string &source, const std::string &language,
                           const std::string &options);
/// Compiles, links nothing else in, and runs.
[[nodiscard]] Said compileAndRun(const std::string &source, const std::string &options);
/// "-I" for each folder of this build's headers.
[[nodiscard]] std::string ourHeaders();
/// The folder RUMP_PREFIX names; empty without one.
[[nodiscard]] std::string referencePrefix();
/// Symbols that an object or library defines as functions.
[[nodiscard]] std::set<std::string> definedFunctions(const std::string &file, const std::string &options);
/// Lines of a file of tests/data, or of any file.
[[nodiscard]] std::vector<std::string> lines(const std::string &path);

} // namespace rumpscope::test
