// Texts in and out: scene codes and layers as people write them come in, the scene goes out as a code or as lines that
// can be run.
#include "desk/inside.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

// ---- out -------------------------------------------------------------------------------------------------------

void desk_copy(Desk *desk, const char *text, const char *said)
{
    if (desk->host.clipboard_set) desk->host.clipboard_set(desk->host.self, text);
    desk_say(desk, TONE_TEXT, "%s", said);
}

void desk_copy_as(Desk *desk, CopyForm form)
{
    if (form != COPY_SCENE && lesson_holds(desk, "lines that can be run wait")) return; // they would print it
    Text text = { 0 };
    char said[480];
    copy_as(&text, form, &desk->scene);
    if (form == COPY_SCENE) snprintf(said, sizeof said, "Copied: %.400s", text.data);
    else snprintf(said, sizeof said, "Copied as %s: paste it into a file or a notebook and run it", COPY_TITLES[form]);
    desk_copy(desk, text.data, said);
    text_clear(&text);
}

// ---- in --------------------------------------------------------------------------------------------------------

// The line with the mistake, cut around the place where it is long.
void desk_wrong_text(Desk *desk, const char *what, const char *text, const Error *err)
{
    if (!err->place) {
        desk_say(desk, TONE_ERROR, "%s: %s", what, err->text);
        return;
    }
    // Columns count characters.
    enum { BEFORE = 24, SHOWN = 48 };
    TextPlace at = text_place(text, err->place);
    const char *line_end = at.start + at.length, *from = at.start, *end;
    int bytes, left = at.column - 1 - BEFORE;
    for (; left > 0 && from < line_end; left--) utf8_next(from, &bytes), from += bytes;
    end = from;
    for (int i = 0; i < SHOWN && end < line_end; i++) utf8_next(end, &bytes), end += bytes;
    while (from < end && (*from == ' ' || *from == '\t')) from++;
    char line[32] = "";
    if (strchr(text, '\n')) snprintf(line, sizeof line, "line %d, ", at.line);
    desk_say(desk, TONE_ERROR, "%s, %scolumn %d, near “%s%.*s%s”: %s", what, line, at.column, from > at.start && left >= 0 && at.column - 1 > BEFORE ? "…" : "",
             (int)(end - from), from, end < line_end ? "…" : "", err->text);
}

bool desk_reads(const char *text)
{
    return scene_begins(text) || layer_begins(text);
}

static void say_read(Desk *desk, const char *done, const LayerRead *read, const Text *said)
{
    const char *lead = strcmp(done, "Pasted") ? done : "Read";
    char which[64] = "";
    if (read->count > 1) snprintf(which, sizeof which, "layer %d of %d: ", read->at + 1, read->count);
    if (lesson_asks(desk)) { // what else there is to say can be a size
        desk_say(desk, TONE_TEXT, "%s%s%s%s.", lead, strcmp(lead, "Read") ? ": " : " ", which, read->title.data);
        return;
    }
    desk_say(desk, TONE_TEXT, "%s%s%s%s%s%s%s%s", lead, strcmp(lead, "Read") ? ": " : " ", which, read->title.data,
             read->count > 1 ? "; R shows the others." : ".", text_or_empty(&read->more), said->length ? " Besides: " : "", text_or_empty(said));
}

// Of several layers one is opened; the report lists them all.
static void keep_layers(Desk *desk, const char *text, const LayerRead *read)
{
    char *kept = read && read->count > 1 ? memory_text(text) : NULL;
    free(desk->layers_text);
    desk->layers_text = kept, desk->layers_at = read ? read->at : -1;
}

// In Picture the layer runs over each colour by itself; in Numbers one too big for cells comes as its report.
static bool take_layer(Desk *desk, const char *text, const char *what, const char *done)
{
    LayerRead read;
    Text said = { 0 };
    Error err = { 0 };
    Scene next;
    if (!layer_read(&read, text, &desk->scene, &err)) {
        desk_wrong_text(desk, what, text, &err);
        return false;
    }
    bool ok = true, picture = desk_in_picture(desk) && read.spec.dims == 2;
    if (desk_in_picture(desk) && !picture) { // one axis is no picture
        layer_read_clear(&read);
        ok = desk_place_first(desk, false, "layer");
        if (!ok || !layer_read(&read, text, &desk->scene, &err)) return false;
    }
    keep_layers(desk, text, &read);
    bool large = !picture && !layer_is_small(&read.spec);
    if (large && lesson_holds(desk, "the report waits")) {
        ok = false;
    } else if (large) {
        report_open(desk, &read); // it says what was read
    } else {
        if (picture) {
            read.spec.in_channels = desk->scene.spec.in_channels, read.spec.out_channels = desk->scene.spec.out_channels;
            read.spec.groups = 1;
            text_put(&read.more, " Here one channel of it runs over each colour.");
        }
        ok = layer_scene(&next, &read, &desk->scene, &said, &err);
        if (!ok) desk_say(desk, TONE_ERROR, "%s: %s", what, err.text);
        if (ok) next.step = STEP_END; // a layer of one's own is seen whole
        ok = ok && desk_take(desk, &next, desk->gesture[0] ? "layer" : NULL);
        if (ok) {
            desk->playing = false;
            desk->linked = true;
            desk->linked = desk_is_linked(desk);
            say_read(desk, done, &read, &said);
        }
    }
    text_clear(&said);
    layer_read_clear(&read);
    return ok;
}

bool desk_take_text(Desk *desk, const char *text, const char *what, const char *done)
{
    if (!scene_begins(text) && layer_begins(text)) return take_layer(desk, text, what, done);
    char *line = memory_text(text + strspn(text, " \t\r\n"));
    line[strcspn(line, "\r\n")] = 0;
    bool ok = desk_take_code(desk, line, what);
    if (ok) desk_say(desk, TONE_TEXT, "%s", done), keep_layers(desk, text, NULL);
    free(line);
    return ok;
}
