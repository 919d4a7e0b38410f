# The C defer TS needs clang 22. Sets DEFER_TS_COMPILER: this build's compiler
# where it can, else one that is installed beside it, else empty.
set(DEFER_TS_OPTIONS -std=gnu2y -fdefer-ts)

function(find_defer_ts_compiler result)
    set(probe ${PROJECT_BINARY_DIR}/CMakeFiles/defer_ts_probe.c)
    file(WRITE ${probe}
        "#include <stddefer.h>\nint main(void) { defer {} return 0; }\n")
    set(candidates ${CMAKE_C_COMPILER})
    # A sanitizer's run-time library must be that of one compiler.
    if(NOT SANITIZE)
        list(APPEND candidates clang-22 clang)
    endif()
    foreach(candidate IN LISTS candidates)
        execute_process(
            COMMAND ${candidate} ${DEFER_TS_OPTIONS} -fsyntax-only ${probe}
            RESULT_VARIABLE failed OUTPUT_QUIET ERROR_QUIET)
        if(failed STREQUAL "0")
            set(${result} ${candidate} PARENT_SCOPE)
            return()
        endif()
    endforeach()
    set(${result} "" PARENT_SCOPE)
endfunction()

find_defer_ts_compiler(DEFER_TS_COMPILER)

# Makes `source`, a C file of `target`, compile as C with the defer TS, and with
# -fexceptions: else what is deferred does not run when a panic passes.
function(target_defer_ts_source target source)
    if(DEFER_TS_COMPILER STREQUAL CMAKE_C_COMPILER)
        set_source_files_properties(${source}
            PROPERTIES COMPILE_OPTIONS "${DEFER_TS_OPTIONS};-fexceptions")
        target_sources(${target} PRIVATE ${source})
        return()
    endif()
    get_filename_component(name ${source} NAME)
    set(object ${CMAKE_CURRENT_BINARY_DIR}/${name}.o)
    string(TOUPPER "${CMAKE_BUILD_TYPE}" build_type)
    separate_arguments(flags UNIX_COMMAND
        "${CMAKE_C_FLAGS} ${CMAKE_C_FLAGS_${build_type}}")
    add_custom_command(OUTPUT ${object}
        COMMAND ${DEFER_TS_COMPILER} ${flags} ${DEFER_TS_OPTIONS}
            -fexceptions -D_GNU_SOURCE
            "$<TARGET_PROPERTY:warnings,INTERFACE_COMPILE_OPTIONS>"
            "-I$<JOIN:$<TARGET_PROPERTY:warnings,INTERFACE_INCLUDE_DIRECTORIES>,;-I>"
            -MD -MF ${object}.d -c ${source} -o ${object}
        DEPENDS ${source} DEPFILE ${object}.d
        COMMENT "Building ${name} with ${DEFER_TS_COMPILER}"
        COMMAND_EXPAND_LISTS VERBATIM)
    target_sources(${target} PRIVATE ${object})
endfunction()
