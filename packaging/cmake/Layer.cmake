# SPDX-License-Identifier: GPL-3.0-or-later
include(GoogleTest OPTIONAL)

# rumpscope_precompiled(NAME LIBS target...)
# Compiles packaging/precompiled/NAME.h once. Targets of the folders where RUMPSCOPE_PRECOMPILED is NAME take it, in builds
# with RUMPSCOPE_PRECOMPILE only: the others see that every file names its includes. The client core has none: GCC takes
# as long to load a header of the standard library's most used parts as to compile them.
function(rumpscope_precompiled name)
  if(NOT RUMPSCOPE_PRECOMPILE)
    return()
  endif()
  cmake_parse_arguments(PARSE_ARGV 1 arg "" "" "LIBS")
  set(source ${PROJECT_BINARY_DIR}/precompiled/${name}.cpp) # CMake wants a source to compile a header for
  if(NOT EXISTS ${source})
    file(WRITE ${source} "")
  endif()
  set(target rumpscope_precompiled_${name})
  add_library(${target} STATIC EXCLUDE_FROM_ALL ${source})
  set_target_properties(${target} PROPERTIES AUTOMOC OFF RUMPSCOPE_LIBS "${arg_LIBS}")
  target_link_libraries(${target} PRIVATE rumpscope_compiler ${arg_LIBS})
  target_precompile_headers(${target} PRIVATE ${PROJECT_SOURCE_DIR}/packaging/precompiled/${name}.h)
endfunction()

# rumpscope_use_precompiled(TARGET)
function(rumpscope_use_precompiled target)
  if(RUMPSCOPE_PRECOMPILE AND RUMPSCOPE_PRECOMPILED)
    set(precompiled rumpscope_precompiled_${RUMPSCOPE_PRECOMPILED})
    target_precompile_headers(${target} REUSE_FROM ${precompiled})
    get_target_property(libs ${precompiled} RUMPSCOPE_LIBS)
    foreach(lib IN LISTS libs) # a compiler takes the header only where the macros in it are the same
      target_compile_definitions(${target} PRIVATE $<TARGET_PROPERTY:${lib},INTERFACE_COMPILE_DEFINITIONS>)
    endforeach()
  endif()
endfunction()

# rumpscope_layer(NAME SOURCES file... [PUBLIC target...] [PRIVATE target...])
# A folder of the design as a static library `rumpscope_NAME`, alias `rumpscope::NAME`. PUBLIC is what its headers
# include, PRIVATE what only its sources do; test_structure compares both with the includes.
function(rumpscope_layer name)
  cmake_parse_arguments(PARSE_ARGV 1 arg "" "" "SOURCES;PUBLIC;PRIVATE")
  add_library(rumpscope_${name} STATIC ${arg_SOURCES})
  if(arg_UNPARSED_ARGUMENTS OR "DEPENDS" IN_LIST arg_SOURCES)
    message(FATAL_ERROR "rumpscope_layer(${name}): say SOURCES, PUBLIC and PRIVATE, nothing else")
  endif()
  add_library(rumpscope::${name} ALIAS rumpscope_${name})
  target_link_libraries(rumpscope_${name} PUBLIC rumpscope_compiler ${arg_PUBLIC} PRIVATE ${arg_PRIVATE})
  rumpscope_use_precompiled(rumpscope_${name})
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
  rumpscope_use_precompiled(test_${name})
  set(labels)
  if(arg_LABELS)
    set(labels LABELS ${arg_LABELS})
  endif()
  gtest_discover_tests(test_${name} TEST_PREFIX "${name}." DISCOVERY_MODE PRE_TEST DISCOVERY_TIMEOUT 60
    PROPERTIES TIMEOUT ${arg_TIMEOUT} ${labels} ENVIRONMENT QT_QPA_PLATFORM=offscreen)
endfunction()
