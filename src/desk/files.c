// What is kept between starts (preferences, the last scene) and what is opened.
#include "desk/inside.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static char *path_in(const char *folder, const char *name)
{
    size_t length = strlen(folder) + strlen(name) + 2;
    char *path = memory_new(length, 1);
    snprintf(path, length, "%s/%s", folder, name);
    return path;
}

// ---- preferences: one `name value` a line ----------------------------------------------------------------------

enum { PREF_COUNT = 8 + SCENE_MOST_VIEWS, SHARES = 8 };

static int *preference(Preferences *prefs, int index, const char **name, int *least, int *most, int kept[PREF_COUNT])
{
    static const struct { const char *name; int least, most; } rows[PREF_COUNT] = {
        { "look", 0, LOOK_COUNT - 1 }, { "scale", 50, 300 }, { "speed", 0, SPEED_COUNT - 1 },
        { "reduced_motion", 0, 1 }, { "welcomed", 0, 1 }, { "more_open", 0, 1 }, { "wide", 0, 1 }, { "beside", 0, 1 },
        { "share_1", 1, 1000000 }, { "share_2", 1, 1000000 }, { "share_3", 1, 1000000 },
    };
    kept[0] = (int)prefs->look, kept[1] = prefs->scale_percent, kept[2] = prefs->speed;
    kept[3] = prefs->reduced_motion, kept[4] = prefs->welcomed, kept[5] = prefs->more_open, kept[6] = prefs->wide, kept[7] = prefs->beside;
    for (int i = 0; i < SCENE_MOST_VIEWS; i++) kept[SHARES + i] = prefs->share[i];
    *name = rows[index].name, *least = rows[index].least, *most = rows[index].most;
    return &kept[index];
}

static void preferences_set(Preferences *prefs, const int kept[PREF_COUNT])
{
    prefs->look = (LookName)kept[0], prefs->scale_percent = kept[1], prefs->speed = kept[2];
    prefs->reduced_motion = kept[3], prefs->welcomed = kept[4], prefs->more_open = kept[5], prefs->wide = kept[6], prefs->beside = kept[7];
    for (int i = 0; i < SCENE_MOST_VIEWS; i++) prefs->share[i] = kept[SHARES + i];
}

void prefs_load(Desk *desk)
{
    desk->prefs = (Preferences){ .look = LOOK_USERS, .scale_percent = 100, .speed = 2, .share = { 1000, 1000, 1000 } };
    if (!desk->config_folder) return;
    char *path = path_in(desk->config_folder, "preferences");
    Bytes bytes;
    Error err;
    // No file yet, or one that cannot be read: the defaults hold. Lines that make no sense are passed over.
    if (file_read(path, 65536, &bytes, &err)) {
        char *text = memory_new(bytes.length + 1, 1);
        memcpy(text, bytes.data, bytes.length);
        for (char *line = strtok(text, "\n"); line; line = strtok(NULL, "\n")) {
            for (int i = 0; i < PREF_COUNT; i++) {
                const char *name;
                int kept[PREF_COUNT], least, most;
                int *value = preference(&desk->prefs, i, &name, &least, &most, kept);
                size_t length = strlen(name);
                long long read;
                if (strncmp(line, name, length) || line[length] != ' ') continue;
                if (!number_parse_whole(line + length + 1, strlen(line + length + 1), least, most, &read)) continue;
                *value = (int)read;
                preferences_set(&desk->prefs, kept);
            }
        }
        free(text);
        bytes_clear(&bytes);
    }
    free(path);
}

void prefs_save(const Desk *desk)
{
    if (!desk->config_folder) return;
    Text text = { 0 };
    Preferences prefs = desk->prefs;
    for (int i = 0; i < PREF_COUNT; i++) {
        const char *name;
        int kept[PREF_COUNT], least, most;
        int *value = preference(&prefs, i, &name, &least, &most, kept);
        text_print(&text, "%s %d\n", name, *value);
    }
    char *path = path_in(desk->config_folder, "preferences");
    FileOut file = { path, text.data, text.length };
    Error err;
    // Preferences that cannot be kept stop nobody's lesson: they hold until the window closes.
    if (folder_make(desk->config_folder, &err)) (void)!file_write_all(&file, 1, &err);
    free(path);
    text_clear(&text);
}

char *last_scene(const Desk *desk)
{
    if (!desk->state_folder) return NULL;
    char *path = path_in(desk->state_folder, "scene"), *code = NULL;
    Bytes bytes;
    Error err;
    if (file_read(path, 1 << 20, &bytes, &err)) {
        code = memory_new(bytes.length + 1, 1);
        memcpy(code, bytes.data, bytes.length);
        code[strcspn(code, "\n")] = 0;
        bytes_clear(&bytes);
    }
    free(path);
    return code;
}

void last_scene_save(const Desk *desk)
{
    if (!desk->state_folder) return;
    Text code = { 0 };
    scene_print(&code, &desk->scene);
    text_put(&code, "\n");
    char *path = path_in(desk->state_folder, "scene");
    FileOut file = { path, code.data, code.length };
    Error err;
    if (folder_make(desk->state_folder, &err)) (void)!file_write_all(&file, 1, &err);
    free(path);
    text_clear(&code);
}

// ---- opening ---------------------------------------------------------------------------------------------------

// Paths as people give them: ~ for the home folder, file:// as file managers paste it, blanks around.
static int hex(char c)
{
    return c >= '0' && c <= '9' ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

// %20 and the like, as file:// paths have them, in place.
static void unescape(char *path)
{
    char *to = path;
    for (const char *from = path; *from; from++) {
        bool escape = from[0] == '%' && hex(from[1]) >= 0 && hex(from[2]) >= 0 && (hex(from[1]) || hex(from[2]));
        *to++ = escape ? (char)(16 * hex(from[1]) + hex(from[2])) : *from;
        if (escape) from += 2;
    }
    *to = 0;
}

static char *clean_path(const char *given)
{
    while (*given == ' ') given++;
    char *path;
    const char *home = getenv("HOME");
    if (!strncmp(given, "file://", 7)) path = memory_text(given + 7);
    else if (given[0] == '~' && given[1] == '/' && home) path = path_in(home, given + 2);
    else path = memory_text(given);
    size_t length = strlen(path);
    while (length && (path[length - 1] == ' ' || path[length - 1] == '\n' || path[length - 1] == '\r')) path[--length] = 0;
    if (!strncmp(given, "file://", 7)) unescape(path);
    return path;
}

static bool open_text_file(Desk *desk, const char *path)
{
    Bytes bytes;
    Error err;
    if (!file_read(path, 1 << 20, &bytes, &err)) {
        desk_say(desk, TONE_ERROR, "%s", err.text);
        return false;
    }
    char *text = memory_new(bytes.length + 1, 1), done[512];
    memcpy(text, bytes.data, bytes.length);
    snprintf(done, sizeof done, "Opened %.400s", path);
    bool ok = desk_reads(text);
    if (ok) ok = desk_take_text(desk, text, path, done);
    else desk_say(desk, TONE_ERROR, "%s is neither a picture (PNG or JPEG), nor a lesson (.md), nor a text file with a scene code in its first line or a layer", path);
    free(text);
    bytes_clear(&bytes);
    return ok;
}

static bool is_npy(const char *path)
{
    size_t length = strlen(path);
    return length > 4 && equal_word(path + length - 4, ".npy") && file_exists(path);
}

// Numbers in a file are taken as the weights: it has their shape, or what is wrong with it is said.
static bool open_kernel(Desk *desk, const char *path)
{
    int shape[4];
    Error err;
    char *whole = realpath(path, NULL);
    Scene next = scene_copy(&desk->scene);
    scene_shape(&next.spec, ROLE_W, shape);
    source_clear(&next.w);
    next.w = (Source){ .kind = SOURCE_FILE, .word = memory_text(whole ? whole : path) };
    free(whole);
    float *values = malloc(spec_w_count(&next.spec) * sizeof *values);
    bool ok = values ? source_fill(values, shape, FOR_W, &next.w, &next.spec, &err) : error_cannot(&err, "not enough memory for the kernel");
    free(values);
    if (!ok) desk_say(desk, TONE_ERROR, "%s", err.text), scene_clear(&next);
    else ok = desk_take(desk, &next, NULL);
    if (ok) desk_say(desk, TONE_TEXT, "Opened %s as the kernel", path);
    return ok;
}

// Whether a .npy is to be heard: in 1D in the Picture place, unless it fits the kernel.
static bool is_signal(const Desk *desk, const char *path)
{
    Tensor tensor = { 0 };
    if (!desk_in_picture(desk) || desk->scene.spec.dims != 1 || !npy_read(path, &tensor, NULL)) return false;
    bool fits_kernel = tensor_count(&tensor) == spec_w_count(&desk->scene.spec) && tensor.rank && tensor.shape[tensor.rank - 1] == desk->scene.spec.x.kernel;
    tensor_clear(&tensor);
    return !fits_kernel;
}

// As long as its last side.
static bool open_signal(Desk *desk, const char *path)
{
    Tensor tensor = { 0 };
    Error err;
    char *whole = realpath(path, NULL);
    Scene next = scene_copy(&desk->scene);
    Spec spec = next.spec;
    int shape[4];
    float *values = NULL;
    bool ok = npy_read(path, &tensor, &err);
    if (ok) param_set(&spec, PARAM_IN, false, tensor.rank ? tensor.shape[tensor.rank - 1] : 1);
    source_clear(&next.x);
    next.x = (Source){ .kind = SOURCE_FILE, .word = memory_text(whole ? whole : path) };
    ok = ok && scene_settle(&next, &spec, NULL, &err);
    if (ok) {
        scene_shape(&next.spec, ROLE_X, shape);
        values = memory_new((size_t)shape[0] * (size_t)shape[1] * (size_t)shape[3], sizeof *values);
        ok = source_fill(values, shape, FOR_X, &next.x, &next.spec, &err);
    }
    free(whole);
    free(values);
    tensor_clear(&tensor);
    if (!ok) desk_say(desk, TONE_ERROR, "%s", err.text), scene_clear(&next);
    else ok = desk_take(desk, &next, NULL);
    if (ok) desk_say(desk, TONE_TEXT, "Opened %s as the signal", path);
    return ok;
}

bool desk_open(Desk *desk, const char *given)
{
    char *path = clean_path(given);
    bool ok = true;
    if (desk_reads(path) && !file_exists(path)) {
        ok = desk_take_text(desk, path, scene_begins(path) ? "This scene code" : "This text", "Opened");
    } else if (picture_known(path)) {
        desk_say(desk, TONE_TEXT, "Opening %s …", path);
        char *whole = realpath(path, NULL); // the scene that names it may be opened from another folder
        jobs_open(desk->jobs, whole ? whole : path);
        free(whole);
    } else if (lesson_begins(path)) {
        ok = lesson_file_open(desk, path);
    } else if (is_npy(path)) {
        ok = is_signal(desk, path) ? open_signal(desk, path) : open_kernel(desk, path);
    } else {
        ok = open_text_file(desk, path);
    }
    free(path);
    return ok;
}

// ---- saving ----------------------------------------------------------------------------------------------------

static bool ends_with(const char *text, const char *ending)
{
    size_t length = strlen(text), tail = strlen(ending);
    return length >= tail && equal_word(text + length - tail, ending);
}

static bool save_picture(const Desk *desk, const char *path, Error *err)
{
    Type *type = NULL;
    Figure figure = { 0 };
    double width, height;
    export_usual_size(&desk->scene, &width, &height);
    const Look *look = desk_look(desk);
    bool ok = type_new(&type, err) && export_scene(&figure, &desk->scene, (Veil){ 0 }, width, height, true, look, type_measure(type), err) &&
              export_figure(path, &figure, width, height, 2, type, look->background, err);
    figure_clear(&figure);
    type_free(type);
    return ok;
}

static bool save_code(const Desk *desk, const char *path, Error *err)
{
    Text code = { 0 };
    scene_print(&code, &desk->scene);
    text_put(&code, "\n");
    FileOut file = { path, code.data, code.length };
    bool ok = file_write_all(&file, 1, err);
    text_clear(&code);
    return ok;
}

bool desk_save(Desk *desk, const char *given)
{
    char *path = clean_path(given);
    Error err;
    bool ok = false;
    if (file_exists(path) && strcmp(desk->replaces, given)) {
        snprintf(desk->replaces, sizeof desk->replaces, "%s", given); // as it stands in the field
        desk_say(desk, TONE_ERROR, "%s is there already. Press Replace to write over it, or choose another name.", path);
    } else {
        bool picture = ends_with(path, ".png") || ends_with(path, ".svg");
        if (picture && !desk->save_progress && lesson_holds(desk, "pictures wait")) { // they show all of the scene
            free(path);
            return false;
        }
        ok = desk->save_progress ? progress_export(desk, path, &err) : picture ? save_picture(desk, path, &err) : save_code(desk, path, &err);
        if (ok) desk_say(desk, TONE_TEXT, "Saved %s", path);
        else desk_say(desk, TONE_ERROR, "%s", err.text);
    }
    free(path);
    return ok;
}
