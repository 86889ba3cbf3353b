// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/files/transcript.h"

#include "clientcore/wire/frame_writer.h"
#include "tests/support/files/data_file.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <set>
#include <stdexcept>

namespace rumpscope::test {

namespace {

using Kind = TranscriptRecord::Kind;
namespace fs = std::filesystem;

const fs::path kDirectory = dataFile("transcripts");

/// The number behind a class or type: given by name where it is known, else as a number.
template<class Enum>
Enum fromJson(const nlohmann::json &value, int known)
{
    if (value.is_number())
        return static_cast<Enum>(value.get<int>());
    for (int i = 0; i < known; ++i) {
        if (wire::name(static_cast<Enum>(i)) == value.get<std::string>())
            return static_cast<Enum>(i);
    }
    throw std::runtime_error("unknown name in a recording: " + value.dump());
}

wire::Bytes fromHex(const std::string &hex, std::size_t length)
{
    wire::Bytes bytes(length, std::byte{'x'});
    for (std::size_t i = 0; i < std::min(length, hex.size() / 2); ++i)
        bytes[i] = static_cast<std::byte>(std::stoi(hex.substr(2 * i, 2), nullptr, 16));
    return bytes;
}

TranscriptRecord fromLine(const nlohmann::json &line)
{
    TranscriptRecord record;
    record.microseconds = line.at("t_us");
    record.connection = line.at("conn");
    record.toServer = line.value("dir", "") == "c2s";
    if (line.contains("event")) {
        const std::string event = line["event"];
        record.kind = event == "accept" ? Kind::Accept : event == "eof" ? Kind::Eof : Kind::OsError;
    } else if (line.contains("banner")) {
        record.kind = Kind::Banner;
        record.banner = line["banner"];
    } else {
        record.header = {line.at("len"), line.at("reqno"), fromJson<wire::FrameClass>(line.at("cls"), 3),
                         fromJson<wire::FrameType>(line.at("type"), 9), line.at("word")};
        const std::string hex = line.at("payload");
        record.payload = fromHex(hex, line.at("payload_len"));
        record.cut = hex.size() / 2 < record.payload.size();
    }
    return record;
}

} // namespace

std::vector<TranscriptRecord> loadTranscript(const std::string &name)
{
    std::ifstream file(kDirectory / (name + ".jsonl"));
    if (!file)
        throw std::runtime_error("no recording " + name);
    std::vector<TranscriptRecord> records;
    for (std::string line; std::getline(file, line);)
        records.push_back(fromLine(nlohmann::json::parse(line)));
    return records;
}

std::vector<std::string> transcriptNames()
{
    std::vector<std::string> names;
    for (const auto &entry : fs::recursive_directory_iterator(kDirectory)) {
        if (entry.path().extension() == ".jsonl")
            names.push_back(fs::relative(entry.path(), kDirectory).replace_extension().string());
    }
    std::sort(names.begin(), names.end());
    return names;
}

wire::Bytes streamOf(const std::vector<TranscriptRecord> &records, int connection, bool toServer)
{
    wire::Bytes stream;
    wire::FrameWriter writer;
    for (const auto &record : records) {
        if (record.connection != connection || record.toServer != toServer)
            continue;
        if (record.kind == Kind::Banner) {
            for (const char c : record.banner)
                stream.push_back(static_cast<std::byte>(c));
        } else if (record.kind == Kind::Frame) {
            writer.clear();
            writer.append(record.header, record.payload);
            stream.insert(stream.end(), writer.bytes().begin(), writer.bytes().end());
        }
    }
    return stream;
}

std::vector<int> connectionsOf(const std::vector<TranscriptRecord> &records)
{
    std::set<int> connections;
    for (const auto &record : records)
        connections.insert(record.connection);
    return {connections.begin(), connections.end()};
}

} // namespace rumpscope::test
