#!/bin/sh
# lesson as somebody meets it who writes one.
# Usage: test_lesson.sh BINARY; one line for each claim that does not hold, exit status 1 where there is any.
set -u
program=${1:?usage: test_lesson.sh BINARY}
. "$(dirname "$0")/claims.sh"
mine=$folder/mine.md

# A new lesson works.
run lesson new 'Why is my output 31?'
exits 0; complains_of_nothing; first_line_is '# Why is my output 31?'; says '```ask'
cp "$folder/out" "$mine"
run lesson check "$mine"
exits 0; complains_of_nothing; lines_are 1; says "$mine: 3 steps, 3 questions, no mistake"
run lesson new Why not
exits 0; first_line_is '# Why not'
run lesson new
exits 0; matches '^# .+\?$'

# Every mistake has its line.
sed -e 's/^question: How many/qeustion: How many/' -e 's/ s=2 p=1 w=ones/ s=0/' -e 's/^size: out/sise: out/' "$mine" >"$folder/bad.md"
run lesson check "$folder/bad.md" "$mine"
exits 2; complains_of_nothing; lines_are 5
says "$folder/bad.md:14: column 20: stride is 0; it must be 1 or more"
says "$folder/bad.md:21: a setting \`qeustion\`; did you mean question?"
says "$folder/bad.md:34: the first line of an ask says what the answer is given with"
says "; did you mean size?"
says "$folder/bad.md: 3 mistakes; what is computed is checked once they are mended"
says "$mine: 3 steps, 3 questions, no mistake"
# An advice is none.
{ cat "$mine"; printf '\n<p>\n'; } >"$folder/html.md"
run lesson check "$folder/html.md"
exits 0; matches "html.md:[0-9]+: advice: HTML is left out"; says 'no mistake'
# What only the kernels can tell.
sed -e 's/^number: k\*k.h/number: y[9,9]/' "$mine" >"$folder/wrong.md"
run lesson check "$folder/wrong.md"
exits 2; says "$folder/wrong.md:20: "; says "wrong.md: 1 mistake"

# The pages of the course.
printf '# Words\n\n## tap\n\nOne weight.\n' >"$folder/glossary.md"
printf '# Trails\n\n## Lecture\n\n- [A](nowhere.md), 3 minutes\n' >"$folder/trails.md"
printf '# About\n' >"$folder/README.md"
run lesson check "$folder/glossary.md" "$folder/trails.md" "$folder/README.md"
exits 2; lines_are 3
says "$folder/glossary.md: no mistake"
says "$folder/trails.md:5: there is no lesson nowhere.md in the course"
says "$folder/README.md: no lesson, and passed over"

# The course.
run lesson list
exits 0; complains_of_nothing; matches '^[0-9]+ lessons?, [0-9]+ minutes$'

# Mistakes of who types.
run lesson
exits 2; prints_nothing; complains 'lesson needs a word more: a lesson to play, check FILE'
run lesson chekc
exits 2; prints_nothing; complains 'there is no lesson chekc'; complains 'did you mean check?'
run lesson check
exits 2; prints_nothing; complains 'lesson check needs a file'
run lesson check --all "$mine"
exits 2; prints_nothing; complains 'there is no option --all here'
run lesson check "$folder/none.md" "$mine"
exits 2; complains "cannot read $folder/none.md"; says "$mine: 3 steps"
run lesson new --title
exits 2; prints_nothing; complains 'there is no option --title here'
run lesson list all
exits 2; prints_nothing; complains 'nothing stands behind lesson list, but all does'
run lesson stmap
exits 2; prints_nothing; complains 'did you mean stamp?'
run lesson "$folder/gone.md"
exits 2; prints_nothing; complains "there is no file $folder/gone.md"
run lesson "$mine" "$mine"
exits 2; prints_nothing; complains 'one lesson is played at a time'
cp "$mine" "$folder/mine.txt"
run lesson "$folder/mine.txt"
exits 2; prints_nothing; complains 'its name ends in .md'
# Without a display there is no window: what can be opened gets that far.
unset DISPLAY WAYLAND_DISPLAY
for it in "$mine" stamp; do
    run lesson "$it"
    exits 3; prints_nothing; complains 'there is no display'
done
run "$mine"
exits 3; prints_nothing; complains 'there is no display'
run help lesson
exits 0; says 'usage: stridescope lesson LESSON | check|new|list|page|guide'
run lesson check --help
exits 0; says 'FILE:LINE:'

exit $bad
