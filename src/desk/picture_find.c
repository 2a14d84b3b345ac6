// A picture may have a pattern already, that somebody else's network or camera has left in it: one that was opened is asked
// about, and any can be searched, as it is in its file.
#include "desk/inside.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void picture_find_clear(Desk *desk)
{
    Found *found = &desk->found;
    source_clear(&found->of);
    finding_clear(&found->finding);
    *found = (Found){ 0 };
}

static bool is_about(const Desk *desk)
{
    return desk->found.of.word && source_equal(&desk->found.of, &desk->scene.x);
}

void picture_opened(Desk *desk)
{
    picture_find_clear(desk);
    desk->found.of = source_copy(&desk->scene.x);
    desk->found.asked = true;
}

void picture_find(Desk *desk)
{
    picture_find_clear(desk);
    desk->found.of = source_copy(&desk->scene.x);
    desk->found.working = true, desk->right_scroll = 0; // where the answer will be
    jobs_find(desk->jobs, &desk->scene);
}

void picture_found(Desk *desk, Found *found)
{
    // An answer that nobody waits for any more goes.
    bool wanted = desk->found.working && source_equal(&found->of, &desk->found.of);
    if (wanted) {
        picture_find_clear(desk);
        desk->found = *found;
    } else {
        source_clear(&found->of);
        finding_clear(&found->finding);
    }
    *found = (Found){ 0 };
}

const Finding *picture_finding(const Desk *desk)
{
    return is_about(desk) && desk->found.there ? &desk->found.finding : NULL;
}

// The button that was pressed is gone with the question: the keyboard goes on from the one below the answer, which is not
// scrolled to, for the answer begins above it.
static void close_button(Desk *desk, double x, double *y, double w)
{
    if (ui_has_focus(&desk->ui, "find")) snprintf(desk->ui.focus, UI_ID, "find.close");
    if (guide_button(desk, "find.close", x, y, w, "Back to what the layer makes", 0)) picture_find_clear(desk);
}

static double question(Desk *desk, double x, double y, double w)
{
    y = guide_heading(desk, x, y, w, "What about this picture?");
    if (guide_button(desk, "find.upsample", x, &y, w, "Upsample it", 0)) desk->found.asked = false;
    if (guide_button(desk, "find", x, &y, w, "Find the pattern in it", 0)) picture_find(desk);
    return y + 8 * desk->scale;
}

static double answer(Desk *desk, double x, double y, double w)
{
    const Found *found = &desk->found;
    const Finding *finding = &found->finding;
    double u = desk->scale;
    char words[200];
    y = guide_heading(desk, x, y, w, finding->count ? "There is a pattern in it" : "No pattern in it");
    y = guide_body(desk, "find.verdict", x, y, w, finding->verdict.data);
    const char *line = text_or_empty(&finding->suspects);
    if (*line) y = guide_body(desk, "find.who", x, y, w, finding->count ? "What may have made it, the likeliest first:" : "What may have made these:");
    for (; *line; line += strcspn(line, "\n") + 1) {
        char *suspect = memory_text(line);
        suspect[strcspn(suspect, "\n")] = 0;
        ui_label(&desk->ui, "find.bullet", (Box){ x, y, 14 * u, 18 * u }, "•", 13 * u, WEIGHT_REGULAR, TONE_MUTED, -1);
        y = ui_paragraph(&desk->ui, "find.suspect", x + 14 * u, y, w - 14 * u, suspect, 13 * u, WEIGHT_REGULAR, TONE_TEXT) + 6 * u;
        free(suspect);
    }
    bool part = finding->rows < found->rows || finding->cols < found->cols;
    if (part) snprintf(words, sizeof words, "Searched: %d×%d pixels in the middle of the picture as it came, %d×%d, before any layer.", finding->rows, finding->cols, found->rows, found->cols);
    else snprintf(words, sizeof words, "Searched: the picture as it came, %d×%d, before any layer.", found->rows, found->cols);
    y = ui_paragraph(&desk->ui, "find.searched", x, y, w, words, 13 * u, WEIGHT_REGULAR, TONE_MUTED) + 8 * u;
    close_button(desk, x, &y, w);
    return y + 8 * u;
}

double picture_find_lay(Desk *desk, double x, double y, double w, bool first)
{
    const Found *found = &desk->found;
    bool about = is_about(desk), told = about && (found->asked || found->working || found->there || found->trouble[0]);
    if (!first && !told && guide_button(desk, "find", x, &y, w, "Find a pattern in the picture", 0)) picture_find(desk);
    if (!first || !told) return y;
    if (found->asked) return question(desk, x, y, w);
    if (found->there) return answer(desk, x, y, w);
    y = guide_body(desk, "find.state", x, y, w, found->working ? "Looking for a pattern …" : found->trouble);
    if (!found->working) close_button(desk, x, &y, w);
    return y + 8 * desk->scale;
}
