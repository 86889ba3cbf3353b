# SPDX-License-Identifier: GPL-3.0-or-later
# Without the practice kernel (a package of the client library alone, say) the tests that start one are left
# out, too. A folder whose CMakeLists.txt asks for RUMPSCOPE_PRACTICE_KERNEL itself looks after that itself.
option(RUMPSCOPE_PRACTICE_KERNEL "Build the practice kernel, and the tests that need it" ON)

# Adds every folder here that has a CMakeLists.txt.
function(rumpscope_add_parts)
  file(GLOB parts CONFIGURE_DEPENDS ${CMAKE_CURRENT_SOURCE_DIR}/*/CMakeLists.txt)
  foreach(part ${parts})
    get_filename_component(folder ${part} DIRECTORY)
    file(READ ${part} text)
    if(NOT RUMPSCOPE_PRACTICE_KERNEL AND NOT text MATCHES "RUMPSCOPE_PRACTICE_KERNEL"
       AND text MATCHES "rumpscope-kernel|kernel_core|rumpscope_test_(kernel|live|differential|cli|capi)")
      continue()
    endif()
    add_subdirectory(${folder})
  endforeach()
endfunction()
