// SPDX-License-Identifier: BSD-2-Clause
#include "clientcore/call/structure_text.h"

#include "clientcore/call/behind.h"
#include "clientcore/call/names.h"

#include <fmt/format.h>

#include <algorithm>
#include <arpa/inet.h>
#include <array>
#include <ctime>

namespace rumpscope::call {

namespace {

using abi::FieldForm;

std::span<const std::byte> untilNul(std::span<const std::byte> bytes)
{
    const auto end = std::find(bytes.begin(), bytes.end(), std::byte{0});
    return bytes.first(static_cast<std::size_t>(end - bytes.begin()));
}

std::string addressText(std::span<const std::byte> bytes)
{
    std::array<char, INET6_ADDRSTRLEN> text{};
    const char *done =
        inet_ntop(bytes.size() == 4 ? AF_INET : AF_INET6, bytes.data(), text.data(), text.size());
    return fmt::format("\"{}\"", done == nullptr ? "" : done);
}

std::uint64_t networkOrder(std::span<const std::byte> bytes)
{
    std::uint64_t value = 0;
    for (const std::byte byte : bytes)
        value = (value << 8) | std::to_integer<std::uint64_t>(byte);
    return value;
}

std::string flagsText(const abi::Field &field, std::uint64_t value)
{
    return field.flagSet->name == "file mode" ? modeText(value) : flagNames(*field.flagSet, value);
}

} // namespace

std::string fieldText(const abi::Structure &owner, const abi::Field &field, std::span<const std::byte> all,
                      const FormatLimits &limits, const Behind *behind)
{
    const auto bytes = part(all, field.offset, field.size);
    switch (field.form) {
    case FieldForm::Text:
        return quote(untilNul(bytes), limits.stringBytes);
    case FieldForm::Bytes:
        return quote(bytes, limits.stringBytes);
    case FieldForm::Address:
        return addressText(bytes);
    case FieldForm::Port:
        return std::to_string(networkOrder(bytes));
    case FieldForm::Structure:
        return structureText(*field.structure, bytes, Detail::Full, limits, behind);
    case FieldForm::Signed:
        return std::to_string(loadSigned(bytes));
    case FieldForm::Octal:
        return octal(loadUnsigned(bytes));
    case FieldForm::Flags:
        return flagsText(field, loadUnsigned(bytes));
    case FieldForm::Enum:
        return enumName(*field.flagSet, static_cast<std::int64_t>(loadUnsigned(bytes)));
    case FieldForm::Pointer:
        if (behind != nullptr)
            return behind->text(owner, field, all);
        return loadUnsigned(bytes) == 0 ? "NULL" : fmt::format("{:#x}", loadUnsigned(bytes));
    case FieldForm::Unsigned:
        break;
    }
    return std::to_string(loadUnsigned(bytes));
}

namespace {

/// "2026-11-24 14:33:12 UTC"; empty for a time no calendar has.
std::string dateText(std::int64_t secondsSinceEpoch)
{
    const std::time_t time = secondsSinceEpoch;
    std::tm parts{};
    std::array<char, 64> text{};
    if (::gmtime_r(&time, &parts) == nullptr)
        return {};
    return {text.data(), std::strftime(text.data(), text.size(), "%Y-%m-%d %H:%M:%S UTC", &parts)};
}

bool isZero(std::span<const std::byte> bytes)
{
    return std::all_of(bytes.begin(), bytes.end(), [](std::byte byte) { return byte == std::byte{0}; });
}

/// The fields to write, in order; the ones whose bytes are not there are not among them.
std::vector<const abi::Field *> chosen(const abi::Structure &structure, std::span<const std::byte> bytes,
                                       Detail detail)
{
    const bool hasBrief = std::any_of(structure.fields.begin(), structure.fields.end(),
                                      [](const abi::Field &field) { return field.brief; });
    std::vector<const abi::Field *> fields;
    for (const abi::Field &field : structure.fields) {
        const bool there = part(bytes, field.offset, field.size).size() == field.size;
        if (there && (detail != Detail::Brief || !hasBrief || field.brief))
            fields.push_back(&field);
    }
    while (detail == Detail::WithoutZeros && fields.size() > 1 &&
           isZero(part(bytes, fields.back()->offset, fields.back()->size)))
        fields.pop_back();
    return fields;
}

} // namespace

FieldTexts structureFields(const abi::Structure &structure, std::span<const std::byte> bytes,
                           const FormatLimits &limits, const Behind *behind)
{
    FieldTexts texts;
    for (const abi::Field *field : chosen(structure, bytes, Detail::Full)) {
        const auto value = part(bytes, field->offset, field->size);
        std::string text = fieldText(structure, *field, bytes, limits, behind);
        // Elsewhere a timespec may be an interval.
        if (structure.name == "stat" && field->structure && field->structure->name == "timespec")
            text += "  " + dateText(loadSigned(value.first(sizeof(std::int64_t))));
        texts.emplace_back(field->name, std::move(text));
    }
    return texts;
}

std::string structureText(const abi::Structure &structure, std::span<const std::byte> bytes, Detail detail,
                          const FormatLimits &limits, const Behind *behind)
{
    if (structure.name == "sockaddr")
        return socketAddressText(bytes);
    const bool element = !structure.fields.empty() && structure.fields.front().name.empty();
    const auto fields = chosen(structure, bytes, detail);
    std::string text;
    for (const abi::Field *field : fields) {
        std::string value = fieldText(structure, *field, bytes, limits, behind);
        if (element && structure.fields.size() == 1)
            return value;
        text += text.empty() ? "" : ", ";
        text += element ? value : fmt::format("{}={}", field->name, value);
    }
    // Zeros left out are no loss; anything else is.
    const bool whole = bytes.size() >= structure.size &&
                       (detail == Detail::WithoutZeros || fields.size() == structure.fields.size());
    if (!whole)
        text += text.empty() ? "..." : ", ...";
    return element ? fmt::format("[{}]", text) : fmt::format("{{{}}}", text);
}

} // namespace rumpscope::call
