# Writes files as arrays of bytes into a C file, so that they are part of the program:
#     cmake -D OUT=FILE.c -D "FILES=a.md;b.md" -P embed.cmake
set(arrays "")
set(rows "")
set(count 0)
foreach(file IN LISTS FILES)
    get_filename_component(name ${file} NAME)
    file(READ ${file} hex HEX)
    string(LENGTH "${hex}" length)
    math(EXPR length "${length} / 2")
    string(REGEX REPLACE "(................................)" "\\1\n" hex "${hex}")
    string(REGEX REPLACE "([0-9a-f][0-9a-f])" "0x\\1," bytes "${hex}")
    string(APPEND arrays "static const unsigned char FILE_${count}[] = {\n${bytes}0x00 };\n")
    string(APPEND rows "    { \"${name}\", FILE_${count}, ${length} },\n")
    math(EXPR count "${count} + 1")
endforeach()
file(WRITE ${OUT} "// Made by cmake/embed.cmake from lessons/*.md.\n#include \"lesson/inside.h\"\n\n${arrays}\n"
                  "const CourseFile COURSE_FILES[] = {\n${rows}    { 0 },\n};\nconst int COURSE_FILE_COUNT = ${count};\n")
