#!/bin/sh
# What holds for every file of the repository: nothing left undone, no path of somebody's machine, the licence there.
# Usage: house.sh ROOT; one line for each offence, exit status 1 where there is any.
set -u
cd "${1:?usage: house.sh ROOT}" || exit 1
bad=0

for file in LICENSE CONTRIBUTING.md run .ci/run src/README.md tests/README.md; do
    [ -f "$file" ] || { echo "$file is missing"; bad=1; }
done
grep -q 'MIT License' LICENSE 2>/dev/null || { echo "LICENSE is not the MIT License"; bad=1; }
for file in run .ci/run; do
    [ -x "$file" ] || { echo "$file cannot be started: chmod +x $file"; bad=1; }
done

# refuse PATTERN WHY: no text file may hold it. The patterns are broken in two, so that this file does not hold them.
refuse() {
    found=$(find . \( -name .git -o -path ./build \) -prune -o -type f -exec grep -nIE "$1" {} + | cut -c 1-160)
    [ -z "$found" ] || { printf '%s\n' "$found" | sed "s|\$|   <- $2|"; bad=1; }
}
refuse "(^|[^A-Za-z0-9_])(TO""DO|FIX""ME|XX""X)([^A-Za-z0-9_]|\$)" "do it, or open an issue"
refuse "(^|[^A-Za-z0-9_.})\$-])/(wo""rk|ho""me|Us""ers|tmp/w""t)/" "a path of one machine"
refuse "^(<<<<<<<|>>>>>>>) " "a merge was left open"
exit $bad
