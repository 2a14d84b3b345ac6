#!/bin/sh
# uncovered.sh can fail: small tables against small lists, in a small tree. Usage: uncovered_test.sh TESTS-FOLDER
set -u
script=$(CDPATH='' cd -- "$1" && pwd -P)/uncovered.sh
tree=$(mktemp -d) || exit 1
trap 'rm -rf "$tree"' EXIT
cd "$tree" || exit 1
bad=0

mkdir -p src/op
printf 'one\n    if (two) return;\nthree\n' >src/op/a.c

# expect STATUS WORDS: what uncovered.sh answers to list and table.
expect() {
    said=$(sh "$script" list table)
    status=$?
    case $status:$said in
    "$1:"*"$2"*) ;;
    *) echo "wanted $1 and '$2', got $status and: $said"; bad=1 ;;
    esac
}

printf '# a comment\n\nsrc/op/a.c: if (two) return;\n    Nobody is two\n    at once.\n' >list
printf 'File  Branches Taken Cover Missing\nsrc/op/a.c  100  99  99%%  2\n' >table
expect 0 'src/op/a.c:2: Nobody is two at once.'
expect 0 'op: 99.0 % of 100 branches'
printf 'src/op/a.c  100  94  94%%  2\n' >table
expect 1 'src/op: less than 95 %'
printf 'src/op/a.c  100  98  98%%  2,3\n' >table
expect 1 'src/op/a.c:3: a branch is not taken by any test: three'
printf 'src/op/a.c  100  100  100%%\n' >table
expect 1 'tests/uncovered.txt: every branch is taken by now, or the line is another: src/op/a.c: if (two) return;'
printf 'src/op/a.c: if (two) return;\n    Because.\nsrc/op/a.c: three\n    The same.\n' >list
printf 'src/op/a.c  100  98  98%%  2,3\n' >table
expect 0 'src/op/a.c:3: Because.'
: >table
expect 1 ''
exit $bad
