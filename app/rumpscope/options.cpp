// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/rumpscope/options.h"

#include <CLI/CLI.hpp>

#include <filesystem>
#include <map>

namespace rumpscope {

namespace {

using retry::RetrySetting;
using ui::Theme;

/// never, SECONDS, forever, once, die: as rumpclient_setconnretry(3) has them.
std::optional<RetrySetting> readRetry(const std::string &text)
{
    const std::map<std::string, long long> words{{"never", 0}, {"forever", -1}, {"once", -2}, {"die", -3}};
    if (const auto word = words.find(text); word != words.end())
        return RetrySetting::fromValue(word->second);
    const bool digits =
        !text.empty() && text.size() < 9 && text.find_first_not_of("0123456789") == std::string::npos;
    return digits ? RetrySetting::fromValue(std::stoll(text)) : std::nullopt;
}

} // namespace

std::optional<int> readOptions(int argc, char **argv, Options &options)
{
    const std::map<std::string, Theme::Scheme> schemes{
        {"system", Theme::Scheme::System}, {"light", Theme::Scheme::Light}, {"dark", Theme::Scheme::Dark}};
    CLI::App app("An oscilloscope for rump kernels.", "rumpscope");
    std::string what;
    app.add_option(
        "URL", what,
        "the kernel to open: unix://PATH, tcp://ADDRESS:PORT/, tcp6://[ADDRESS]:PORT/ "
        "(default: RUMP_SERVER, or else a practice kernel of its own); or a recording: FILE.pcapng");
    app.add_option("--snapshot", options.snapshot,
                   "make a short scripted visit to a fresh practice kernel without a display, "
                   "and write the window as it then looks")
        ->type_name("FILE.png");
    app.add_option("--scheme", options.scheme, "colours: system, light or dark")
        ->transform(CLI::CheckedTransformer(schemes, CLI::ignore_case).description(""))
        ->type_name("SCHEME");
    std::string retry;
    app.add_option("--retry", retry, "when the kernel is lost: never, SECONDS, forever, once or die")
        ->type_name("POLICY")
        ->check([](const std::string &text) {
            return readRetry(text) ? std::string()
                                   : "\"" + text + "\" is none of never, SECONDS, forever, once, die";
        });
    app.add_flag("--startup-time", options.startupTime,
                 "print how long it took until the window was painted first, and quit");
    app.set_version_flag("--version", "rumpscope " RUMPSCOPE_VERSION);
    try {
        app.parse(argc, argv);
    } catch (const CLI::ParseError &error) {
        return app.exit(error);
    }
    const bool isUrl = what.find(':') != std::string::npos && !std::filesystem::exists(what);
    (isUrl ? options.url : options.recording) = what;
    if (!retry.empty())
        options.retry = readRetry(retry);
    return std::nullopt;
}

} // namespace rumpscope
