# TIERS_SIZE_CLASS_LARGEST: the border of allocators/tiers/size_class.h that the
# suite's allocators are built with, Go's unless it is set. libtiers.so has 1 MiB.
set(TIERS_SIZE_CLASS_LARGEST 32768 CACHE STRING
    "Bytes up to which the tiers serve requests by size class")
if(NOT TIERS_SIZE_CLASS_LARGEST MATCHES "^[1-9][0-9]*$" OR
    TIERS_SIZE_CLASS_LARGEST LESS 32768 OR
    TIERS_SIZE_CLASS_LARGEST GREATER 1048576)
    message(FATAL_ERROR
        "TIERS_SIZE_CLASS_LARGEST is \"${TIERS_SIZE_CLASS_LARGEST}\"; it must be "
        "a number of bytes from 32768 (32 KiB) to 1048576 (1 MiB).")
endif()
