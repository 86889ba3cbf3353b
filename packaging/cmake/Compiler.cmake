# SPDX-License-Identifier: GPL-3.0-or-later
# One set of compiler settings for every target.
set(CMAKE_CXX_STANDARD 20)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_C_STANDARD 11)
set(CMAKE_POSITION_INDEPENDENT_CODE ON)
set(CMAKE_CXX_VISIBILITY_PRESET hidden)
set(CMAKE_VISIBILITY_INLINES_HIDDEN ON)
set(CMAKE_RUNTIME_OUTPUT_DIRECTORY ${PROJECT_BINARY_DIR}/bin)
set(CMAKE_LIBRARY_OUTPUT_DIRECTORY ${PROJECT_BINARY_DIR}/lib)
set(CMAKE_ARCHIVE_OUTPUT_DIRECTORY ${PROJECT_BINARY_DIR}/lib)

set(RUMPSCOPE_SANITIZE "" CACHE STRING "Sanitizers, as -fsanitize takes them")
set(debug OFF)
if(CMAKE_BUILD_TYPE STREQUAL "Debug")
  set(debug ON)
endif()
option(RUMPSCOPE_WERROR "Warnings are errors: for developers, whose compiler is known" ${debug})
option(RUMPSCOPE_PRECOMPILE "Precompile the headers of Qt" OFF)
option(RUMPSCOPE_FUZZ "Build the libFuzzer targets instead of the programs (needs clang)" OFF)

option(RUMPSCOPE_CCACHE "Compile through ccache where there is one" ON)
find_program(CCACHE_PROGRAM ccache)
if(CCACHE_PROGRAM AND RUMPSCOPE_CCACHE)
  set(launcher ${CCACHE_PROGRAM})
  if(RUMPSCOPE_PRECOMPILE) # what ccache asks for before it keeps the use of a precompiled header
    set(launcher ${CMAKE_COMMAND} -E env CCACHE_SLOPPINESS=pch_defines,time_macros,include_file_mtime,include_file_ctime
        ${CCACHE_PROGRAM})
  endif()
  set(CMAKE_CXX_COMPILER_LAUNCHER ${launcher})
  set(CMAKE_C_COMPILER_LAUNCHER ${launcher})
endif()

set(RUMPSCOPE_WERROR_FLAG $<$<BOOL:${RUMPSCOPE_WERROR}>:-Werror>)
add_library(rumpscope_compiler INTERFACE)
target_compile_options(rumpscope_compiler INTERFACE
  -Wall -Wextra -Wpedantic -Wshadow -Wnon-virtual-dtor -Wold-style-cast -Wcast-align -Woverloaded-virtual
  -Wconversion -Wno-sign-conversion -Wnull-dereference -Wimplicit-fallthrough ${RUMPSCOPE_WERROR_FLAG}
  $<$<CXX_COMPILER_ID:GNU>:-Wduplicated-cond -Wlogical-op -Wno-null-dereference>)
target_include_directories(rumpscope_compiler INTERFACE ${PROJECT_SOURCE_DIR})

if(RUMPSCOPE_SANITIZE)
  set(sanitize -fsanitize=${RUMPSCOPE_SANITIZE} -fno-omit-frame-pointer)
  if(RUMPSCOPE_SANITIZE MATCHES undefined)
    list(APPEND sanitize -fno-sanitize-recover=undefined)
    if(CMAKE_CXX_COMPILER_ID STREQUAL "Clang")
      list(APPEND sanitize -fno-sanitize=function) # Clang 14 cannot mark the functions it splits coroutines into
    endif()
  endif()
  target_compile_options(rumpscope_compiler INTERFACE ${sanitize} -O1)
  target_link_options(rumpscope_compiler INTERFACE ${sanitize})
  # GCC's flow warnings see the sanitizers' own branches and report what no build without them has.
  target_compile_options(rumpscope_compiler INTERFACE
    $<$<CXX_COMPILER_ID:GNU>:-Wno-maybe-uninitialized -Wno-stringop-overflow -Wno-array-bounds -Wno-tsan>)
endif()
if(RUMPSCOPE_FUZZ)
  target_compile_options(rumpscope_compiler INTERFACE -fsanitize=fuzzer-no-link)
endif()
