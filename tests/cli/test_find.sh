#!/bin/sh
# find as a person meets it.
# Usage: test_find.sh BINARY; one line for each claim that does not hold, exit status 1 where there is any.
set -u
program=${1:?usage: test_find.sh BINARY}
folder=$(mktemp -d) || exit 1
trap 'rm -rf "$folder"' EXIT
bad=0

# run WORDS…: leaves $status and the files out and err.
run() {
    "$program" "$@" >"$folder/out" 2>"$folder/err"
    status=$?
    words=$*
}
claim() {
    [ "$1" -eq 0 ] && return
    bad=1
    printf '%s: %s\n' "$words" "$2"
    sed 's/^/    out: /' "$folder/out"
    sed 's/^/    err: /' "$folder/err"
}
exits() { [ "$status" -eq "$1" ]; claim $? "exits $status, not $1"; }
says() { grep -qF -- "$1" "$folder/out"; claim $? "does not print '$1'"; }
keeps_silent_of() { ! grep -qF -- "$1" "$folder/out"; claim $? "prints '$1'"; }
complains() { grep -qF -- "$1" "$folder/err"; claim $? "does not complain '$1'"; }
prints_nothing() { [ ! -s "$folder/out" ]; claim $? "prints on standard output"; }
complains_of_nothing() { [ ! -s "$folder/err" ]; claim $? "prints on standard error"; }
lines_are() { [ "$(wc -l <"$folder/out")" -eq "$1" ]; claim $? "has $(wc -l <"$folder/out") lines, not $1"; }


# Nothing found is an answer.
run find sphere
exits 0; complains_of_nothing; lines_are 2
says 'sphere, 256×256: 240×240 pixels in its middle were looked at'
says 'No grid: nothing stands out at periods 2, 3, 4, 6, 8 or 16.'
keeps_silent_of 'What may have made it'

# A checkerboard: 96×96, every second pixel of every second row lighter.
base64 -d >"$folder/grid.png" <<'END'
iVBORw0KGgoAAAANSUhEUgAAAGAAAABgCAAAAADH8yjkAAAASklEQVRo3u3PQQEAIAzEsA0NE4sIpCICFfcirYL0uRO9d2VbU9kJCAgICAgICAgICAgI
CAgICAgICAgICAgICAgICAgICAgIvhU8GnX3yMR3NI0AAAAASUVORK5CYII=
END
run find "$folder/grid.png"
exits 0; complains_of_nothing
says "grid.png, 96×96: all of it was looked at"
says 'A grid of period 2 both ways: its strongest peak stands more than 80 dB above the spectrum around it.'
says 'What may have made it, the likeliest first:'
says '  - The last ×2 stage: a transposed convolution'
says '  - A camera'

# Mistakes.
run find
exits 2; prints_nothing; complains 'find needs a picture, such as'
run find sphree
exits 2; prints_nothing; complains "'sphree' is no file and no built-in picture (sphere, "; complains 'did you mean sphere?'
run find sphere zone
exits 2; complains 'one picture is searched at a time; zone stands behind sphere'
run find --csv sphere
exits 2; complains 'no option --csv here'
printf 'no picture' >"$folder/a.png"
run find "$folder/a.png"
exits 2; complains 'does not begin like a picture'
run help find
exits 0; says 'usage: stridescope find PICTURE'
run help
exits 0; says 'find PICTURE'

exit $bad
