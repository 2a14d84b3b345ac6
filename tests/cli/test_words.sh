#!/bin/sh
# The command line as a person meets it: what is printed where, and with which exit status.
# Usage: test_words.sh BINARY; one line for each claim that does not hold, exit status 1 where there is any.
set -u
program=${1:?usage: test_words.sh BINARY}
. "$(dirname "$0")/claims.sh"

run size 'convt2d in=16 k=3 s=2 p=1 op=1'
exits 0; first_line_is 32x32; says '(16−1)·2 − 2·1 + 1·(3−1) + 1 + 1 = 32'; says '31  output_padding=0'
complains_of_nothing
run size convt2d in=16 k=3 s=2 p=1 op=1
exits 0; first_line_is 32x32
run size 'convt2d in=16 k=3 s=2 p=1 op=2'
exits 2; prints_nothing; complains 'output_padding is 2'; complains '0 or 1'
line_of_err_is 2 'convt2d in=16 k=3 s=2 p=1 op=2'
line_of_err_is 3 '                             ^'
[ "$(wc -l <"$folder/err")" -eq 3 ]; claim $? "the complaint is not three lines"
run size 'conv1d in=50 k=3 s=2 p=1'
exits 0; first_line_is 25; says 'other input sizes that give 25: 49'
run size conv2d in=4x9
exits 0; first_line_is 2x7; says 'rows: '; says 'columns: '
run size 'convt2d x=file:"ä" stirde=2'
exits 2; complains 'column 20: '; complains 'did you mean stride?'
line_of_err_is 3 '                   ^'
run size
exits 2; complains 'size needs a scene'; prints_nothing
run size 'nn.ConvTranspose2d(64, 32, 4, stride=2, padding=1)'
exits 0; first_line_is 6x6; complains_of_nothing
run size "layers.Conv2DTranspose(8, 4, strides=2, padding='same', input_shape=(5, 7, 3))"
exits 0; first_line_is 10x14
run size 'Conv2DTranspose(32, 3, 2, "same")'
exits 0; first_line_is 7x7; complains 'makes this equal to Keras, whose output is 6×6.'
run size 'nn.Conv2d(3, 64, 3, padding=1, padding_mode="reflect")'
exits 0; first_line_is 3x3; complains "Its padding_mode is 'reflect'; shown are zeros"
run size 'nn.ConvTranspose2d(64, 32, 4, strides=2)'
exits 2; complains 'column 31: ConvTranspose2d has no argument'; complains 'it is stride'
line_of_err_is 3 '                              ^'
run 'nn.ConvTranspose2d(64, 32)'
exits 2; complains 'kernel_size is missing'
printf 'import torch.nn as nn\n\nup = nn.ConvTranspose2d(4, 2, 2.5)\n' >"$folder/model.py"
run "$folder/model.py"
exits 2; complains 'kernel_size is 2.5'
run size --help
exits 0; says 'usage: stridescope size SCENE'; complains_of_nothing

run --help
exits 0; says 'size SCENE'; says 'help scene'; complains_of_nothing
run help
exits 0; says 'usage: stridescope'
run help size
exits 0; says 'first line is the output size'
run help scene
exits 0; says 'output_padding'; says 'stamp, slide, '; says 'sizes, picture'; says 'icnr:SEED'; says 'boxed:SEED'; says 'tone:CYCLES'; says ' step'; says 'pytorch:SEED'; says 'light, dark, projector'; says 'framework:keras-same  Sizes: the one'; says 'chain                 Matrix: y is fed back'
run help sise
exits 2; complains "no help on 'sise'; did you mean size?"; prints_nothing
run help conv_transpose2d
exits 2; complains 'compute conv_transpose2d --help'; prints_nothing
run help compute
exits 0; says 'conv_transpose2d --stride 2'
run compute adam --help
exits 0; says '--weight_decay'; complains_of_nothing
run compute
exits 2; prints_nothing
run compute conv_transpose9d
exits 2; complains 'conv_transpose9d'
run --version
exits 0; grep -qE '^stridescope [0-9]+\.[0-9]+\.[0-9]+$' "$folder/out"; claim $? "is no version"
run --hlep
exits 2; complains 'did you mean --help?'
run siez 'convt2d in=3'
exits 2; complains "'siez' is no command"; complains 'did you mean size?'; complains 'conv1d conv2d convt1d convt2d'
run 'cnovt2d in=3'
exits 2; complains 'did you mean convt2d?'
run 'convt2d in=0'
exits 2; complains 'in is 0'
run convt2d k=3 k=4
exits 2; complains 'k is given twice'; line_of_err_is 3 '            ^'
run ''
exits 2
echo text >"$folder/file.txt"
run "$folder/file.txt"
exits 2; complains 'PNG or JPEG'
run "$folder/file.txt" more
exits 2; complains 'one file'
run "$folder/none.png"
exits 2; complains 'no file'

if [ -w /dev/full ]; then
    "$program" --version >/dev/full 2>"$folder/err"
    status=$? words='--version >/dev/full'
    exits 1; complains 'cannot write'
fi
exit $bad
