# What the scripts beside this one share: a run of $program, and claims about it. Each that does not hold is a line with what
# was printed, and sets $bad. Read with a dot, once $program is set.
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
first_line_is() { [ "$(head -n 1 "$folder/out")" = "$1" ]; claim $? "the first line is not '$1'"; }
says() { grep -qF -- "$1" "$folder/out"; claim $? "does not print '$1'"; }
complains() { grep -qF -- "$1" "$folder/err"; claim $? "does not complain '$1'"; }
prints_nothing() { [ ! -s "$folder/out" ]; claim $? "prints on standard output"; }
complains_of_nothing() { [ ! -s "$folder/err" ]; claim $? "prints on standard error"; }
line_of_err_is() { [ "$(sed -n "$1p" "$folder/err")" = "$2" ]; claim $? "line $1 of the complaint is not '$2'"; }
keeps_silent_of() { ! grep -qF -- "$1" "$folder/out"; claim $? "prints '$1'"; }
matches() { grep -qE -- "$1" "$folder/out"; claim $? "prints nothing like '$1'"; }
lines_are() { [ "$(wc -l <"$folder/out")" -eq "$1" ]; claim $? "has $(wc -l <"$folder/out") lines, not $1"; }
