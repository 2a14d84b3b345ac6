#!/bin/sh
# Holds gcovr's table against the list of branches that no test takes: prints each room's share and each such branch
# with its reason. Exit status 1 where a room has less than 95 %, a branch has no reason, or a reason no branch.
# Usage, in the root of the repository: uncovered.sh LIST TABLE
set -u
awk '
    FILENAME == ARGV[1] {
        if (/^#/ || /^$/) next
        if (/^ +The same\.$/) { reason[rows] = reason[rows - 1]; next }
        if (/^ /) { sub(/^ +/, ""); reason[rows] = reason[rows] (reason[rows] == "" ? "" : " ") $0; next }
        file[++rows] = substr($0, 1, index($0, ": ") - 1)
        piece[rows] = substr($0, index($0, ": ") + 2)
        next
    }
    $1 !~ /^src\// || NF < 4 { next }
    {
        split($1, path, "/")
        room = path[2]
        branches[room] += $2
        taken[room] += $3
        count = split($5, missing, ",")
        delete is
        for (i = 1; i <= count; i++) is[missing[i] + 0] = 1
        number = 0
        while ((getline line < $1) > 0) {
            if (!(++number in is)) continue
            found = 0
            for (r = 1; r <= rows; r++)
                if (file[r] == $1 && index(line, piece[r])) found = r
            if (found) {
                used[found] = 1
                said[++told] = $1 ":" number ": " reason[found]
            } else {
                sub(/^ +/, "", line)
                wrong[++bad] = $1 ":" number ": a branch is not taken by any test: " line
            }
        }
        close($1)
    }
    END {
        print "Branches that no test takes, and why:"
        for (i = 1; i <= told; i++) print "  " said[i]
        print ""
        for (room in branches) {
            share = branches[room] ? 100 * taken[room] / branches[room] : 100
            printf "%s: %.1f %% of %d branches\n", room, share, branches[room]
            if (share < 95) wrong[++bad] = "src/" room ": less than 95 % of the branches are taken"
        }
        for (r = 1; r <= rows; r++)
            if (!(r in used)) wrong[++bad] = "tests/uncovered.txt: every branch is taken by now, or the line is another: " file[r] ": " piece[r]
        for (i = 1; i <= bad; i++) print wrong[i]
        exit (bad > 0 || !length(branches))
    }
' "${1:?usage: uncovered.sh LIST TABLE}" "${2:?usage: uncovered.sh LIST TABLE}"
