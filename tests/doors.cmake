# Every door compiles alone: src/ROOM/ROOM.h, included twice and before anything else, as plain C17 with every warning
# an error, and with no folders to look in but src/ and those of the libraries its room stands on.
file(GLOB doors CONFIGURE_DEPENDS RELATIVE ${CMAKE_SOURCE_DIR}/src ${CMAKE_SOURCE_DIR}/src/*/*.h)
foreach(door IN LISTS doors)
    get_filename_component(room ${door} DIRECTORY)
    if(NOT door STREQUAL "${room}/${room}.h")
        continue()
    endif()
    set(alone ${CMAKE_CURRENT_BINARY_DIR}/doors/${room}.c)
    file(CONFIGURE OUTPUT ${alone} CONTENT "#include \"${door}\"\n#include \"${door}\"\nextern int door_of_${room};\n")
    # A room that has no code yet has no target to ask.
    if(TARGET room_${room})
        set(folders $<TARGET_PROPERTY:room_${room},INTERFACE_INCLUDE_DIRECTORIES>)
    else()
        set(folders ${CMAKE_SOURCE_DIR}/src ${CAIRO_INCLUDE_DIRS})
    endif()
    add_test(NAME doors.${room}
             COMMAND ${CMAKE_C_COMPILER} -std=c17 -Wall -Wextra -Wpedantic -Wshadow -Wstrict-prototypes -Werror
                     -fsyntax-only "$<$<BOOL:${folders}>:-I$<JOIN:${folders},;-I>>" ${alone}
             COMMAND_EXPAND_LISTS)
    set_tests_properties(doors.${room} PROPERTIES LABELS house)
endforeach()
