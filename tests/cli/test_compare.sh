#!/bin/sh
# compare as a person and a spreadsheet meet it.
# Usage: test_compare.sh BINARY; one line for each claim that does not hold, exit status 1 where there is any.
set -u
program=${1:?usage: test_compare.sh BINARY}
. "$(dirname "$0")/claims.sh"

# A picture alone is halved and enlarged again.
run compare sphere
exits 0; complains_of_nothing
says 'convt2d in=128 k=4 s=2 p=1 x=picture:sphere w=random:4 view=picture'
matches '^ +checker +dB +here +PSNR +SSIM +weights +ms +overlap$'
matches '^this layer +90\.5 % +9\.8 .* even: 2 divides 4$'
matches '^repaired +0 % +– '
matches '^sub-pixel, ICNR +0 % .* 36 .* even: 9 taps each$'
matches '^bilinear +0 % +– +<0\.01 % +[0-9.]+ +0\.[0-9]+ +0 +[0-9.]+ +even$'
says 'against the picture at 256×256'
keeps_silent_of original

run compare sphere --csv
exits 0; complains_of_nothing; lines_are 9
[ "$(head -n 1 "$folder/out" | tr -d '\r')" = 'rival,checker_share,checker_db,here_share,psnr_db,ssim,parameters,milliseconds,overlap,note' ]
claim $? 'the header is another'
[ "$(grep -c "$(printf '\r')$" "$folder/out")" -eq 9 ]; claim $? 'not every line ends in CR LF'
matches '^"sub-pixel, ICNR",0,-inf,'
matches '^nearest,0,-inf,[^,]*,[0-9.]+,0\.[0-9]+,0,[0-9.e-]+,even,.$'
# Every line has ten fields, where what stands between quotes is one.
sed 's/"[^"]*"/x/g' "$folder/out" | awk -F, 'NF != 10 { bad = 1 } END { exit bad }'
claim $? 'a line has not ten fields'

# The locale changes no number.
LC_ALL=de_DE.UTF-8 "$program" compare --csv sphere >"$folder/german" 2>"$folder/err"
[ "$(cut -d, -f2,5 "$folder/german")" = "$(cut -d, -f2,5 "$folder/out")" ]; claim $? 'numbers follow the locale'

# Scenes and layers.
run compare 'convt2d in=64 k=3 s=2 p=1 op=1 w=ones x=picture:zone view=picture' --csv
exits 0; matches '^this layer,0\.19,'; matches 'uneven: 3 = 1·2 \+ 1, so cells get 4, 2 or 1 prints'
run compare convt2d in=64 k=1 s=2 w=ones x=picture:zone
exits 0; matches '^repaired +– +– '; says 'repaired: '; says 'no weight can mend a hole'; says '3 of 4 phases stay empty'
run compare 'convt2d in=20x30 k=3 s=2x3 w=box x=picture:zone' --csv
exits 0; lines_are 9; matches '^sub-pixel,,,,,,,,,"PixelShuffle enlarges rows and columns alike, and the strides are 2 and 3"'
run compare 'conv2d in=64 k=3 s=2 p=1 w=ones x=picture:zone' --csv
exits 0; lines_are 4; matches '^gradient,0\.19,'; matches '^this layer,0,-inf,0,.*,even,'; matches '^repaired,(0|[0-9.]+e-[0-9]+),'
run compare 'convt2d in=200 k=4 s=2 p=1 w=pytorch x=picture:zone'
exits 0; says 'need a picture as large as the output, 400×400'

# Rounding is nothing, and little is not 0.
run compare 'convt2d in=8 k=3 s=2 w=zeros x=picture:sphere'
exits 0; matches '^this layer +0 % +– +0 % '
run compare 'convt2d in=64 k=4 s=2 p=1 w=random:4 x=picture:sphere'
exits 0; matches '^bilinear \+ conv +0 % +– +<0\.01 % '; ! grep -q ' 0\.00 %' "$folder/out"; claim $? 'it says 0.00 %'
# Several layers.
run compare 'convt2d in=64 k=3 s=2 p=1 op=1 w=ones x=picture:zone show=layers:2'
exits 0; says '2 layers: a kernel of 7×7 with stride 4×4; the input is 64×64'
matches '^  layer 2 makes the pattern of period 2×2: [0-9.]+ % of all$'; matches '^  layer 1 makes the pattern of period 4×4: '
matches '^nearest .* 0 '
run compare 'convt1d in=64 k=3 s=2 w=ones x=step show=layers:2'
exits 0; says '2 layers: a kernel of 7 taps with stride 4; the input has 64 values'; says '  layer 1 makes the pattern of period 4: 18.2 %'
says 'against the signal of 256 values'
run compare 'conv2d in=64 k=3 s=2 p=1 w=ones x=picture:zone show=layers:2'
exits 2; prints_nothing; complains 'layers are stacked of a transposed convolution'

# Signals.
run compare 'convt1d in=64 k=3 s=2 p=1 op=1 w=ones x=tone:3'
exits 0; matches '^this layer +10\.0 % +−9\.5 +– '; matches '^sub-pixel, ICNR +0 % '; says 'against the signal of 128 values'; says 'its range, 2'
run compare 'convt1d in=6 k=3 s=2 x=[1,2,3,4,5,6]' --csv
exits 0; lines_are 9; matches '^bilinear,0,-inf,,,,0,'
run compare 'convt1d in=6 k=3 s=2 x=ones'
exits 0; says 'need a signal that can be made longer'

# A moved picture is another one.
run compare 'convt2d in=64 k=4 s=2 p=1 w=random x=picture:sphere' --csv
cut -d, -f5 "$folder/out" >"$folder/still"
run compare 'convt2d in=64 k=4 s=2 p=1 w=random x=picture:sphere show=shift:1x3' --csv
exits 0; ! cut -d, -f5 "$folder/out" | cmp -s - "$folder/still"; claim $? 'the picture was not moved'

# Mistakes.
run compare
exits 2; prints_nothing; complains 'compare needs a picture or a scene with one'
run compare sphree
exits 2; prints_nothing; complains "'sphree' is no scene, no file and no built-in picture (sphere, "; complains 'did you mean sphere?'
run compare sphere zone
exits 2; complains 'one picture is compared at a time; zone stands behind sphere'
run compare sphere --cvs
exits 2; complains 'no option --cvs here; there is --csv'
run compare 'convt2d in=8 k=3 s=2'
exits 2; complains 'x=picture:sphere'
run compare 'nn.ConvTranspose2d(4, 2, 4, 2, 1)'
exits 2; complains 'compare needs a picture to go in'
run compare 'convt2d in=8 k=3 s=0 x=picture:sphere'
exits 2; complains 'column 20'
printf 'no picture' >"$folder/a.png"
run compare "$folder/a.png"
exits 2; complains 'does not begin like a picture'
run compare 'convt2d in=9000 k=2 s=2 w=ones x=picture:sphere'
exits 2; prints_nothing; complains 'at most'
run help compare
exits 0; says 'usage: stridescope compare PICTURE|SCENE [--csv]'; says '--csv'

# Interrupted, it leaves at once with a sentence and no half of a table.
words='compare, interrupted'
"$program" compare 'convt2d in=3000 k=4 s=2 p=1 w=random x=picture:sphere' >"$folder/out" 2>"$folder/err" &
pid=$!
sleep 0.5
kill -INT "$pid"
wait "$pid"
status=$?
exits 1; prints_nothing; complains 'cancelled'

exit $bad
