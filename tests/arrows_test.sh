#!/bin/sh
# The arrows can fail: each line plants one offence in a small tree and expects arrows.sh to name it.
# Usage: arrows_test.sh TESTS-FOLDER
set -u
arrows=$1/arrows.sh
tree=$(mktemp -d) || exit 1
trap 'rm -rf "$tree"' EXIT
bad=0

plant() { # FILE TEXT
    mkdir -p "$tree/$(dirname "$1")"
    printf '%s\n' "$2" >"$tree/$1"
}
fresh() {
    rm -rf "${tree:?}"/*
    for room in base op data explain lab figure export ui desk app cli; do plant "$room/$room.h" ''; done
    plant main.c '#include "cli/cli.h"'
}
# expect FILE TEXT WORDS: with that file the tree is refused, at that file, with those words.
expect() {
    fresh
    plant "$1" "$2"
    said=$(sh "$arrows" "$tree") && { echo "not seen: $2 in $1"; bad=1; return; }
    case $said in
    "src/$1:1: "*"$3"*) ;;
    *) echo "'$2' in $1 was answered: $said (wanted: $3)"; bad=1 ;;
    esac
}
# pass FILE TEXT: with that file the tree is fine.
pass() {
    fresh
    plant "$1" "$2"
    said=$(sh "$arrows" "$tree") || { echo "refused: $2 in $1: $said"; bad=1; }
}

pass desk/desk.c '#include "op/op.h"'
pass op/conv.c '#include "op/inside.h"'
pass app/app.c '#include <SDL.h>'
pass figure/paint.c '#include <cairo.h>'
pass main.c '#include "desk/desk.h"'
expect base/a.c '#include "op/op.h"' 'base does not stand on op'
expect ui/a.c '#include "op/op.h"' 'ui does not stand on op'
expect lab/a.c '#  include "figure/figure.h"' 'lab does not stand on figure'
expect desk/a.c '#include <app/app.h>' 'desk does not stand on app'
expect data/a.c '#include "op/inside.h"' 'the door is op/op.h'
expect data/a.c '#include "data.h"' 'write it as ROOM/FILE.h'
expect data/a.c '#include "dta/data.h"' 'no room "dta"'
expect desk/a.h '#include <SDL2/SDL.h>' 'not to desk'
expect ui/a.h '#include <cairo/cairo.h>' 'not to ui'
expect ui/a.h '#include <SDL_ttf.h>' 'not to ui'
expect explain/a.c '#include <png.h>' 'not to explain'
expect app/a.c '#include <X11/Xlib.h>' 'not to app'
expect extra.c '' 'only main.c'
fresh
plant attic/attic.h ''
case $(sh "$arrows" "$tree") in *'"attic" is not in the table'*) ;; *) echo "a room outside the table was not seen"; bad=1 ;; esac
fresh
rm "$tree/op/op.h"
plant op/conv.c ''
case $(sh "$arrows" "$tree") in *'op/op.h is missing'*) ;; *) echo "a room without a door was not seen"; bad=1 ;; esac
exit $bad
