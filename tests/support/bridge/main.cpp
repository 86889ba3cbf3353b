// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/bridge/surroundings.h"

#include <gtest/gtest.h>

#include <QCoreApplication>

int main(int argc, char **argv)
{
    const rumpscope::ui::test::Surroundings surroundings;
    const QCoreApplication app(argc, argv);
    testing::InitGoogleTest(&argc, argv);
    return RUN_ALL_TESTS();
}
