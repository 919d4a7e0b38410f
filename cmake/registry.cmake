# A registry is a list of names in one CMakeLists.txt: each name is a header of
# that name in the folder, which defines the constant structure NAME_KIND.
# This writes generated/FOLDER/registry.h with all of them included and
# FOR_EACH_KIND(X) over them, and adds NAME.c to SOURCES where there is one.
function(write_registry kind folder)
    set(entries "")
    set(sources "")
    foreach(name IN LISTS ARGN)
        string(APPEND entries " \\\n    X(${name})")
        if(EXISTS ${PROJECT_SOURCE_DIR}/${folder}/${name}.c)
            list(APPEND sources ${PROJECT_SOURCE_DIR}/${folder}/${name}.c)
        endif()
    endforeach()
    include_lines(includes ${folder} ${ARGN})
    string(TOUPPER ${kind} upper)
    file(CONFIGURE OUTPUT ${PROJECT_BINARY_DIR}/generated/${folder}/registry.h
        CONTENT "/* Generated from ${folder}/CMakeLists.txt. */
#pragma once
${includes}
#define FOR_EACH_${upper}(X)${entries}
" @ONLY)
    set(REGISTRY_SOURCES ${sources} PARENT_SCOPE)
endfunction()

# Sets `result` to the lines that include the headers of these names.
function(include_lines result folder)
    set(lines "")
    foreach(name IN LISTS ARGN)
        string(APPEND lines "#include \"${folder}/${name}.h\"\n")
    endforeach()
    set(${result} "${lines}" PARENT_SCOPE)
endfunction()
