// SPDX-License-Identifier: GPL-3.0-or-later
// What rumpscope-cli can do: one function a subcommand. Each returns its
// ExitCode.
#pragma once

#include "app/rumpscope-cli/guest.h"

#include <cstdint>
#include <vector>

namespace rumpscope::cli {

int info(Console &console, const GuestOptions &options);

struct CallOptions
{
    GuestOptions guest;
    std::vector<std::string> expressions;
    bool force = false;    ///< also calls that can end the kernel
    bool readOnly = false; ///< refuse calls that change the kernel
    bool bytes = false;    ///< what buffers held, below the call
};
int call(Console &console, const CallOptions &options);

struct ProcessesOptions
{
    GuestOptions guest;
    bool tree = false;
};
int ps(Console &console, const ProcessesOptions &options);

struct FilesOptions
{
    GuestOptions guest;
    std::int32_t pid = 0;
};
int files(Console &console, const FilesOptions &options);

struct SysctlOptions
{
    GuestOptions guest;
    std::vector<std::string> names; ///< NAME, NAME=VALUE, or the beginning of names; none: all
};
int sysctl(Console &console, const SysctlOptions &options);

struct PingOptions
{
    GuestOptions guest;
    std::uint64_t count = 0; ///< 0: until interrupted
    double interval = 1;     ///< seconds between two; 0: without a pause, and only the summary
};
int ping(Console &console, const PingOptions &options);

struct TapCommandOptions
{
    std::string listen; ///< "-": an address of its own
    std::string server;
    std::string file; ///< recording; empty: none
    bool append = false;
    bool print = false; ///< calls as they end, also when there is a recording
    bool askPid = false;
    bool marks = false;        ///< each line on standard input is a mark in the recording
    std::uint64_t segment = 0; ///< bytes
    unsigned keep = 0;
    std::uint64_t spill = 0; ///< bytes
    std::uint64_t snap = 0;  ///< payload bytes kept of a frame; 0: as many as there is room for
    std::string filter;
    std::vector<std::string> program; ///< run under the tap, which ends with it
};
int tap(Console &console, const TapCommandOptions &options);

struct ShowOptions
{
    std::string file;
    std::string format; ///< strace, json, csv, tree, summary
    std::string filter;
};
int show(Console &console, const ShowOptions &options);

struct ConvertOptions
{
    std::string from;
    std::string to;
    std::string format; ///< empty: by the ending of `to`
    std::string filter;
};
int convert(Console &console, const ConvertOptions &options);

struct HaltOptions
{
    GuestOptions guest;
    bool yes = false;
};
int halt(Console &console, const HaltOptions &options);

} // namespace rumpscope::cli
