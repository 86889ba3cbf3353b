# SPDX-License-Identifier: GPL-3.0-or-later
include(GoogleTest OPTIONAL)

# rumpscope_layer(NAME SOURCES file... [DEPENDS target...])
# A folder of the design as a static library `rumpscope_NAME`, alias `rumpscope::NAME`.
function(rumpscope_layer name)
  cmake_parse_arguments(PARSE_ARGV 1 arg "" "" "SOURCES;DEPENDS")
  add_library(rumpscope_${name} STATIC ${arg_SOURCES})
  add_library(rumpscope::${name} ALIAS rumpscope_${name})
  target_link_libraries(rumpscope_${name} PUBLIC rumpscope_compiler ${arg_DEPENDS})
endfunction()

# rumpscope_test(NAME SOURCES file... LIBS target... [LABELS label...] [TIMEOUT seconds])
# A GoogleTest program `test_NAME` whose cases ctest knows one by one.
function(rumpscope_test name)
  cmake_parse_arguments(PARSE_ARGV 1 arg "" "TIMEOUT" "SOURCES;LIBS;LABELS")
  if(NOT arg_TIMEOUT)
    set(arg_TIMEOUT 120)
  endif()
  add_executable(test_${name} ${arg_SOURCES})
  target_link_libraries(test_${name} PRIVATE ${arg_LIBS} GTest::gmock GTest::gtest GTest::gtest_main rumpscope_compiler)
  set(labels)
  if(arg_LABELS)
    set(labels LABELS ${arg_LABELS})
  endif()
  gtest_discover_tests(test_${name} TEST_PREFIX "${name}." DISCOVERY_MODE PRE_TEST DISCOVERY_TIMEOUT 60
    PROPERTIES TIMEOUT ${arg_TIMEOUT} ${labels} ENVIRONMENT QT_QPA_PLATFORM=offscreen)
endfunction()
