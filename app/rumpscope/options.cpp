// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/rumpscope/options.h"

#include <CLI/CLI.hpp>

#include <filesystem>
#include <map>

namespace rumpscope {

namespace {

using ui::Theme;

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
    app.add_option("--retry", retry,
                   "when the kernel is lost: never, SECONDS, forever, once or die; a schedule of its own "
                   "as in \"forever, every 500 ms\"")
        ->type_name("POLICY")
        ->check([](const std::string &text) {
            const auto policy = retry::Policy::parse(text);
            return policy ? std::string() : policy.error();
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
        options.retry = retry::Policy::parse(retry).value();
    return std::nullopt;
}

} // namespace rumpscope
