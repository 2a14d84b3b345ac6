#!/bin/sh
# Who may include whom. Reads every #include under src/ and holds it against the two tables below: a room stands on
# the rooms its arrow names (and on what those stand on), enters another only by its door, and only some rooms know a
# library. Usage: arrows.sh SRC; one line for each offence, exit status 1 where there is any.
set -u

# room: the rooms it stands on. A folder of src/ that is not here is an offence.
rooms='
base:
op: base
data: op
explain: data
lab: explain
lesson: explain lab
figure: explain lab
export: figure lesson
ui: base
desk: figure lesson export ui
app: desk
cli: app desk export lesson
main: app cli
'

# how a library'\''s headers begin: the rooms that may include them. Other <headers> are the C library'\''s.
libraries='
SDL: app
cairo: figure export app
ft2build freetype fontconfig: figure app
png turbojpeg jpeglib jerror libexif: data
cmark: lesson export
X11 xcb: -
'

src=${1:?usage: arrows.sh SRC}
cd "$src" || exit 1

find . -name '*.[ch]' | sort | sed 's|^\./||' | {
    while read -r file; do
        printf '%s\n' "=file $file"
        cat "$file"
        echo
    done
    for room in */; do
        [ -n "$(find "$room" -name "*.[ch]" | head -n 1)" ] || continue
        printf "%s\n" "=room ${room%/}" "=door $([ -f "$room${room%/}.h" ] && echo yes)"
    done
} | ROOMS=$rooms LIBRARIES=$libraries awk '
    function offence(text) { print "src/" file ":" line ": " text; bad = 1 }
    # reaches[a, b]: a stands on b, directly or through others.
    function spread(a, b,    i, n, below) {
        if ((a, b) in reaches) return
        reaches[a, b] = 1
        n = split(stands[b], below, " ")
        for (i = 1; i <= n; i++) spread(a, below[i])
    }
    function strip(path) { sub(/^[^"<]*["<]/, "", path); sub(/[">].*$/, "", path); return path }
    BEGIN {
        n = split(ENVIRON["ROOMS"], rows, "\n")
        for (i = 1; i <= n; i++) if (split(rows[i], part, ":") == 2) { known[part[1]] = 1; stands[part[1]] = part[2] }
        for (room in known) { m = split(stands[room], below, " "); for (i = 1; i <= m; i++) spread(room, below[i]) }
        n = split(ENVIRON["LIBRARIES"], rows, "\n")
        for (i = 1; i <= n; i++) if (split(rows[i], part, ":") == 2) {
            m = split(part[1], heads, " ")
            for (j = 1; j <= m; j++) allowed[heads[j]] = part[2] " "
        }
    }
    /^=file / {
        file = substr($0, 7); line = 0; depth = split(file, path, "/")
        room = path[1]
        if (depth == 1) { sub(/\.[ch]$/, "", room); if (room != "main") { line = 1; offence("only main.c lives beside the rooms"); line = 0 } }
        next
    }
    /^=room / {
        file = room = $2; line = 1
        if (!(room in known)) offence("\"" room "\" is not in the table of tests/arrows.sh; say there what it stands on")
        next
    }
    /^=door / { if ($2 != "yes") offence("a room has a door; " room "/" room ".h is missing"); next }
    { line++ }
    /^[ \t]*#[ \t]*include[ \t]*["<]/ {
        header = strip($0); depth = split(header, path, "/"); other = path[1]
        if (/^[ \t]*#[ \t]*include[ \t]*"/ || other in known) {
            if (depth != 2) offence("\"" header "\": write it as ROOM/FILE.h")
            else if (!(other in known)) offence("\"" header "\": there is no room \"" other "\" in the table")
            else if (other == room) next
            else if (!((room, other) in reaches))
                offence(room " does not stand on " other "; \"" header "\" goes against the arrows")
            else if (path[2] != other ".h")
                offence("\"" header "\" goes in by the window; the door is " other "/" other ".h")
        } else for (head in allowed)
            if (index(header, head) == 1 && index(" " allowed[head], " " room " ") == 0)
                offence("<" header "> belongs to:" allowed[head] "only, not to " room)
    }
    END { exit bad }
'
