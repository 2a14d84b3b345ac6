#!/bin/sh
# export, trace and tour as a person meets them: the file that is written, what is printed, and the exit status.
# Usage: test_export.sh BINARY; one line for each claim that does not hold, exit status 1 where there is any.
set -u
program=$(realpath "${1:?usage: test_export.sh BINARY}")
folder=$(mktemp -d) || exit 1
trap 'rm -rf "$folder"' EXIT
cd "$folder" || exit 1
mkdir files
bad=0

# run WORDS…: leaves $status and the files out and err.
run() {
    "$program" "$@" >out 2>err
    status=$?
    words=$*
}
claim() {
    [ "$1" -eq 0 ] && return
    bad=1
    printf '%s: %s\n' "$words" "$2"
    sed 's/^/    out: /' out | head -n 5
    sed 's/^/    err: /' err | head -n 20
}
exits() { [ "$status" -eq "$1" ]; claim $? "exits $status, not $1"; }
complains() { grep -qF -- "$1" err; claim $? "does not complain '$1'"; }
is_quiet() { [ ! -s out ] && [ ! -s err ]; claim $? "prints something"; }
prints_nothing() { [ ! -s out ]; claim $? "prints on standard output"; }
writes_nothing() { [ -z "$(ls files)" ]; claim $? "leaves $(ls files)"; }
line_of_err_is() { [ "$(sed -n "$1p" err)" = "$2" ]; claim $? "line $1 of the complaint is not '$2'"; }
refuses() { exits "$1"; prints_nothing; writes_nothing; complains "$2"; }

# The width and height in a PNG's header.
png_size() { od -An -tu1 -j16 -N8 "$1" | awk '{ print $1*16777216+$2*65536+$3*256+$4 "x" $5*16777216+$6*65536+$7*256+$8 }'; }
is_png() {
    [ "$(od -An -tx1 -N8 "$1" | tr -d ' \n')" = 89504e470d0a1a0a ] && [ "$(png_size "$1")" = "$2" ]
    claim $? "$1 is no PNG of $2, but of $(png_size "$1")"
    rm -f "$1"
}
is_svg() {
    head -c 5 "$1" | grep -qF '<?xml' && tail -n 1 "$1" | grep -qF '</svg>'
    claim $? "$1 is no whole SVG"
    grep -qF "width=\"$2px\" height=\"$3px\"" "$1"
    claim $? "$1 is not of $2 by $3: $(grep -o '<svg [^>]*' "$1" | cut -c 1-200)"
    ! grep -qF '<text' "$1"
    claim $? "$1 needs the reader's fonts"
}

# ---- export --------------------------------------------------------------------------------------------------------

scene='convt2d in=2 k=3 s=2 w=ones view=stamp step=1'
run export "$scene" -o files/a.png
exits 0; is_quiet; is_png files/a.png 1200x1360
run export "$scene" -o files/a.png --size 400x300 --scale 1
exits 0; is_quiet; is_png files/a.png 400x300
run export --size=401x301 -o files/A.PNG --scale=1.5 convt2d in=2 k=3 s=2
exits 0; is_quiet; is_png files/A.PNG 602x452
run export "$scene" --output files/a.svg --size 400x300 --scale 1
exits 0; is_quiet; is_svg files/a.svg 400 300
run export "$scene" -o files/b.svg --size 400x300 --scale 1
exits 0; cmp -s files/a.svg files/b.svg; claim $? "is another file the second time"
run export 'convt2d in=2 k=3 s=2 w=ones view=stamp step=2' -o files/b.svg --size 400x300 --scale 1
exits 0; ! cmp -s files/a.svg files/b.svg; claim $? "looks as at step 1"
rm -f files/*
for look in light dark projector; do
    run export "$scene look=$look" -o files/$look.svg --size 400x300 --scale 1
    exits 0; is_quiet
done
! cmp -s files/light.svg files/dark.svg; claim $? "light and dark are the same"
! cmp -s files/light.svg files/projector.svg; claim $? "light and projector are the same"
run export "$scene" -o files/users.svg --size 400x300 --scale 1
cmp -s files/light.svg files/users.svg; claim $? "without a look it is not light"
rm -f files/*
run export 'convt2d in=16 k=4 s=2 p=1 w=bilinear x=picture:sphere view=picture' -o files/p.png --size 300x300 --scale 1
exits 0; is_quiet; is_png files/p.png 300x300
printf 'old' >files/old.png
run export "$scene" -o files/old.png --size 300x300 --scale 1
exits 0; is_png files/old.png 300x300

run export;                                       refuses 2 'export needs a scene'
run export "$scene";                              refuses 2 '-o FILE.png or -o FILE.svg'
run export "$scene" -o;                           refuses 2 '-o needs a value'
run export -o files/a.png;                        refuses 2 'export needs a scene'
run export "$scene" -o files/a.gif;               refuses 2 'end its name in .png or .svg'
run export "$scene" -o files/a;                   refuses 2 'end its name in .png or .svg'
run export "$scene" -o files/none/a.png;          refuses 1 'files/none/a.png'
run export "$scene" -o files/none/a.svg;          refuses 1 'files/none/a.svg'
run export "$scene" -o files/a.png --size 400;    refuses 2 "--size is '400'; it is WxH"
run export "$scene" -o files/a.png --size 99x300; refuses 2 'each 200 to 16384'
run export "$scene" -o files/a.png --size 300x17000; refuses 2 'each 200 to 16384'
run export "$scene" -o files/a.png --size 300x3e2; refuses 2 'each 200 to 16384'
run export "$scene" -o files/a.png --size;        refuses 2 '--size needs a value'
run export "$scene" -o files/a.png --scale 0;     refuses 2 '0.5 to 8'
run export "$scene" -o files/a.png --scale nan;   refuses 2 '0.5 to 8'
run export "$scene" -o files/a.png --scale two;   refuses 2 "--scale is 'two'"
run export "$scene" -o files/a.png --size 9000x300 --scale 2; refuses 2 '18000×600'
run export "$scene" -o files/a.png --colour;      refuses 2 'no option --colour'
run export "$scene" -o files/a.png -q;            refuses 2 'no option -q'
run export 'convt2d in=2 stirde=2' -o files/a.png
refuses 2 'did you mean stride?'; complains 'column 14: '
line_of_err_is 2 'convt2d in=2 stirde=2'
line_of_err_is 3 '             ^'
run export 'convt2d in=3 s=2 op=2' -o files/a.png; refuses 2 'output_padding is 2'
run export 'convt2d in=2 x=file:"none.npy"' -o files/a.png; refuses 2 'none.npy'
if [ "$(id -u)" -ne 0 ]; then
    mkdir shut; chmod 555 shut
    run export "$scene" -o shut/a.png; refuses 1 'shut/a.png'
fi

# ---- trace ---------------------------------------------------------------------------------------------------------

run trace 'convt2d in=2x3 k=2x1 s=2 p=0 view=stamp,slide step=2'
exits 0; [ ! -s err ]; claim $? "complains"
! grep -qvE '^(grid|cell|text|line|box|handle|image) "[^"]*" .*box=-?[0-9.]+,-?[0-9.]+,-?[0-9.]+,-?[0-9.]+( |$)' out
claim $? "prints a line that is no mark"
# 6 inputs, 2 weights, 4×5 outputs; then the reading of 5×5, the kernel turned, and a row of y.
count() { [ "$(grep -cE "$1" out)" -eq "$2" ]; claim $? "$(grep -cE "$1" out) lines are '$1', not $2"; }
count '^cell "input" cell=x:' 6
count '^cell "value" cell=x:' 6
count '^cell "kernel" cell=w:' 4
count '^cell "output" cell=y:' 25
count '^grid ' 6
count '^text "(input|kernel|output|reading|row) caption"' 6
count '^text "lens title"' 2
count '^handle "crop (start|end)"' 2
cp out first
run trace convt2d in=2x3 k=2x1 s=2 view=stamp,slide step=2
cmp -s out first; claim $? "prints something else the second time"
env LC_ALL=de_DE.UTF-8 TZ=Asia/Tokyo HOME=/nonexistent "$program" trace convt2d in=2x3 k=2x1 s=2 view=stamp,slide step=2 >out 2>err
cmp -s out first; claim $? "depends on the locale, the time zone or the home"
run trace --size 900x500 convt2d in=2x3 k=2x1 s=2 view=stamp,slide step=2
exits 0; ! cmp -s out first; claim $? "takes no notice of --size"
run trace 'convt2d in=16 k=4 s=2 p=1 w=bilinear x=picture:sphere view=picture'
exits 0; count '^image "[AB]"' 2; count '^handle "wipe"' 1
run trace;                              refuses 2 'trace needs a scene'
run trace "$scene" -o files/a.png;      refuses 2 'it has no -o'
run trace "$scene" --scale 2;           refuses 2 'no --scale'
run trace "$scene" --size 12;           refuses 2 "--size is '12'"
run trace 'convt2d in=2 view=stmap';    refuses 2 'did you mean stamp?'
if [ -w /dev/full ]; then
    "$program" trace "$scene" >/dev/full 2>err
    status=$? words='trace to a full disk'; : >out
    exits 1; complains 'cannot write to standard output'
fi

# ---- tour ----------------------------------------------------------------------------------------------------------

run tour tour/of/it
exits 0; [ "$(cat out)" = tour/of/it/index.html ]; claim $? "does not print the page's name"
[ ! -s err ]; claim $? "complains"
names=$(grep -oE '(src|href)="[^"]+"' tour/of/it/index.html | cut -d '"' -f 2)
[ "$(printf '%s\n' "$names" | wc -l)" -ge 8 ]; claim $? "the page shows only '$names'"
for name in $names; do
    [ -s "tour/of/it/$name" ]; claim $? "the page names $name, which is not there"
done
run tour;                refuses 2 'tour needs one folder'
run tour a b;            refuses 2 'tour needs one folder'
run tour /dev/null/tour; refuses 1 '/dev/null/tour'
exit $bad
