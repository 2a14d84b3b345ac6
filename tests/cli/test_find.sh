#!/bin/sh
# find as a person meets it.
# Usage: test_find.sh BINARY; one line for each claim that does not hold, exit status 1 where there is any.
set -u
program=${1:?usage: test_find.sh BINARY}
. "$(dirname "$0")/claims.sh"

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
