// SPDX-License-Identifier: BSD-2-Clause
// Requests of ioctl whose structures point onwards.
#include "clientcore/abi/catalog.h"
#include "tests/lending/structure.h"

#include <gmock/gmock.h>

#include <array>

namespace rumpscope::capi {
namespace {

using namespace abi;
using test::both;
using test::lentBy;
using test::list;
using test::reads;
using test::Structure;
using test::writes;
using testing::ElementsAre;
using testing::IsEmpty;

TEST(Requests, ThatPointOnwards)
{
    std::array<char, 400> room{};
    Structure configuration(layout::ifconf::kSize);
    configuration.set(layout::ifconf::ifc_len, 288).set(layout::ifconf::ifc_buf, room.data());
    EXPECT_THAT(list(lentBy(NB_SYS_ioctl, {3, NB_SIOCGIFCONF, configuration})),
                ElementsAre(both(configuration, 16), writes(room.data(), 288)));
    EXPECT_THAT(list(lentBy(NB_SYS_ioctl, {3, NB_SIOCGIFFLAGS, room.data()})),
                ElementsAre(both(room.data(), 144)));
    EXPECT_THAT(list(lentBy(NB_SYS_ioctl, {3, NB_FIONREAD, room.data()})),
                ElementsAre(writes(room.data(), 4)));
    EXPECT_THAT(list(lentBy(NB_SYS_ioctl, {3, NB_FIOCLEX, room.data()})), IsEmpty());
    Structure program(layout::bpf_program::kSize);
    program.set(layout::bpf_program::bf_len, 3).set(layout::bpf_program::bf_insns, room.data());
    EXPECT_THAT(list(lentBy(NB_SYS_ioctl, {3, NB_BIOCSETF, program})),
                ElementsAre(reads(program, 16), reads(room.data(), 24)));
    Structure list8(layout::bpf_dltlist::kSize);
    list8.set(layout::bpf_dltlist::bfl_len, 5).set(layout::bpf_dltlist::bfl_list, room.data());
    EXPECT_THAT(list(lentBy(NB_SYS_ioctl, {3, NB_BIOCGDLTLIST, list8})),
                ElementsAre(both(list8, 16), writes(room.data(), 20)));
    Structure disk(layout::vnd_ioctl::kSize);
    disk.set(layout::vnd_ioctl::vnd_file, "/disk");
    EXPECT_EQ(lentBy(NB_SYS_ioctl, {3, NB_VNDIOCSET, disk}).size(), 2U);
}

TEST(Requests, NobodyDescribed)
{
    std::array<char, 64> room{};
    const LentRanges small = lentBy(NB_SYS_ioctl, {3, 0x80045a01U, room.data()});
    EXPECT_THAT(list(small), ElementsAre(reads(room.data(), 4)));
    EXPECT_TRUE(small.known()) << "no room for a pointer";
    const LentRanges large = lentBy(NB_SYS_ioctl, {3, 0xc0105a01U, room.data()});
    EXPECT_THAT(list(large), ElementsAre(both(room.data(), 16)));
    EXPECT_FALSE(large.known()) << "it may point anywhere";
    EXPECT_TRUE(lentBy(NB_SYS_ioctl, {3, 0x40105a01U, room.data()}).known()) << "the kernel only writes";
    EXPECT_FALSE(lentBy(NB_SYS_ioctl, {3, 7, room.data()}).known()) << "an old request without a size";
}

TEST(Requests, OfInterfacesNamedAfterTheirDriver)
{
    std::array<char, 64> room{};
    Structure request(layout::ifreq::kSize);
    const auto named = [&](const char *name) -> Structure & {
        std::memcpy(request.bytes(), name, std::strlen(name) + 1);
        return request;
    };
    request.set(layout::ifreq_vlan::ifr_data, room.data());
    EXPECT_THAT(list(lentBy(NB_SYS_ioctl, {3, NB_SIOCSIFGENERIC, named("vlan0")})),
                ElementsAre(reads(request, 144), reads(room.data(), 18)));
    EXPECT_THAT(list(lentBy(NB_SYS_ioctl, {3, NB_SIOCGIFGENERIC, named("iwn0")})),
                ElementsAre(both(request, 144), both(room.data(), 1028)));
    EXPECT_THAT(list(lentBy(NB_SYS_ioctl, {3, NB_SIOCGVH, named("carp0")})),
                ElementsAre(both(request, 144), writes(room.data(), 52)));
    Structure port(layout::agrreq::kSize);
    port.set(layout::agrreq::ar_buf, room.data()).set(layout::agrreq::ar_buflen, 5);
    request.set(layout::ifreq_agr::ifr_data, port);
    EXPECT_THAT(list(lentBy(NB_SYS_ioctl, {3, NB_SIOCSIFGENERIC, named("agr0")})),
                ElementsAre(reads(request, 144), reads(port, 24), reads(room.data(), 5)));
    EXPECT_THAT(list(lentBy(NB_SYS_ioctl, {3, NB_SIOCSIFGENERIC, nullptr})), IsEmpty());
}

TEST(Requests, OfWirelessInterfaces)
{
    std::array<char, 64> room{};
    Structure network(layout::ifreq_nwid::kSize);
    network.set(layout::ifreq_nwid::ifr_data, room.data());
    EXPECT_THAT(list(lentBy(NB_SYS_ioctl, {3, NB_SIOCS80211NWID, network})),
                ElementsAre(both(network, 144), reads(room.data(), 33)));
    EXPECT_THAT(list(lentBy(NB_SYS_ioctl, {3, NB_SIOCG80211NWID, network})),
                ElementsAre(both(network, 144), writes(room.data(), 33)));
    EXPECT_THAT(list(lentBy(NB_SYS_ioctl, {3, NB_SIOCG80211STATS, network})),
                ElementsAre(both(network, 144), writes(room.data(), 388)));
    Structure keys(layout::ieee80211_nwkey::kSize);
    keys.set(layout::ieee80211_nwkey::i_keylen1, 13)
        .set(layout::ieee80211_nwkey::i_keydat1, room.data())
        .set(layout::ieee80211_nwkey::i_keylen2, -1) // keeps what it is
        .set(layout::ieee80211_nwkey::i_keydat2, room.data() + 13)
        .set(layout::ieee80211_nwkey::i_keylen4, 5)
        .set(layout::ieee80211_nwkey::i_keydat4, room.data() + 32);
    EXPECT_THAT(list(lentBy(NB_SYS_ioctl, {3, NB_SIOCS80211NWKEY, keys})),
                ElementsAre(reads(keys, 88), reads(room.data(), 13), reads(room.data() + 32, 5)));
    EXPECT_THAT(list(lentBy(NB_SYS_ioctl, {3, NB_SIOCG80211NWKEY, keys})),
                ElementsAre(both(keys, 88), writes(room.data(), 13), writes(room.data() + 32, 5)));
    Structure request(layout::ieee80211req::kSize);
    request.set(layout::ieee80211req::i_len, 40).set(layout::ieee80211req::i_data, room.data());
    EXPECT_THAT(list(lentBy(NB_SYS_ioctl, {3, NB_SIOCS80211, request})),
                ElementsAre(reads(request, 32), reads(room.data(), 40)));
    EXPECT_THAT(list(lentBy(NB_SYS_ioctl, {3, NB_SIOCG80211, request})),
                ElementsAre(both(request, 32), both(room.data(), 40)));
    EXPECT_TRUE(lentBy(NB_SYS_ioctl, {3, NB_SIOCS80211POWER, room.data()}).known());
}

TEST(Requests, OfRaids)
{
    std::array<char, 512> room{};
    Structure configuration(layout::RF_Config::kSize);
    configuration
        .set({layout::RF_Config::layout.offset + layout::RF_Config_layout::layoutSpecificSize.offset, 4}, 24)
        .set({layout::RF_Config::layout.offset + layout::RF_Config_layout::layoutSpecific.offset, 8},
             room.data());
    const void *const pointer = configuration;
    EXPECT_THAT(list(lentBy(NB_SYS_ioctl, {3, NB_RAIDFRAME_CONFIGURE, &pointer})),
                ElementsAre(reads(&pointer, 8), reads(configuration, 28624), reads(room.data(), 24)));
    const void *const memory = room.data();
    EXPECT_THAT(list(lentBy(NB_SYS_ioctl, {3, NB_RAIDFRAME_GET_INFO, &memory})),
                ElementsAre(both(&memory, 8), writes(room.data(), 28696)));
    EXPECT_THAT(list(lentBy(NB_SYS_ioctl, {3, NB_RAIDFRAME_GET_COMPONENT_LABEL, &memory})),
                ElementsAre(both(&memory, 8), both(room.data(), 392)));
    EXPECT_THAT(list(lentBy(NB_SYS_ioctl, {3, NB_RAIDFRAME_CHECK_RECON_STATUS_EXT, &memory})),
                ElementsAre(both(&memory, 8), writes(room.data(), 24)));
    EXPECT_THAT(list(lentBy(NB_SYS_ioctl, {3, NB_RAIDFRAME_ADD_HOT_SPARE, room.data()})),
                ElementsAre(reads(room.data(), 58)));
    EXPECT_THAT(list(lentBy(NB_SYS_ioctl, {3, NB_RAIDFRAME_SHUTDOWN, nullptr})), IsEmpty());
}

/// What is larger is looked at where structures in it lead on.
TEST(Requests, LargeStructuresPointOnwardsOnlyFromInside)
{
    for (const Choice &choice : choices(Chooser::Ioctl)) {
        if (choice.pointee.kind != Pointee::Kind::Structures || choice.pointee.structure->size <= 256)
            continue;
        for (const Field &field : choice.pointee.structure->fields)
            EXPECT_EQ(field.pointee, nullptr) << choice.name;
    }
    for (const Field &field : findStructure("RF_Config")->fields)
        EXPECT_EQ(field.pointee, nullptr);
}

} // namespace
} // namespace rumpscope::capi
