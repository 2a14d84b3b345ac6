// The desk's own state, shared by the files of this room.
#ifndef STRIDESCOPE_DESK_INSIDE_H
#define STRIDESCOPE_DESK_INSIDE_H

#include "desk/desk.h"
#include "export/export.h"
#include "lesson/lesson.h"

enum { MOST_FIGURES = 8, MOST_UNDO = 500 };

typedef struct Preferences {
    LookName look;
    int scale_percent; // on top of the desktop's
    int speed;         // index into SPEEDS
    bool reduced_motion;
    bool welcomed;     // the first card was folded away
    bool more_open;
    bool wide; // the side panels are hidden
    bool beside; // a click on a lens puts it beside the others
    int share[SCENE_MOST_VIEWS]; // parts of the stage that the lenses beside each other have
} Preferences;

typedef enum DragKind { DRAG_NONE, DRAG_CROP_START, DRAG_CROP_END, DRAG_WIPE, DRAG_PAN, DRAG_LENS, DRAG_DIVIDER } DragKind;
typedef enum Sheet { SHEET_NONE, SHEET_KEYS, SHEET_OPEN, SHEET_SAVE, SHEET_REPORT, SHEET_SEARCH } Sheet;

// Texts of scene codes, oldest first.
typedef struct History {
    char **codes;
    int count;
} History;

typedef struct Jobs Jobs; // jobs.c

// The search for a pattern in the scene's picture itself.
typedef struct Found {
    Source of;          // the picture that all this is about; another one ends it
    bool asked;         // it was opened, and it is still to be said what becomes of it
    bool working, there;
    Finding finding;    // where there
    int rows, cols;     // of the picture
    char trouble[640];  // why it could not be searched
} Found;

// Which part of a lens is seen: how much larger than its box it is, and what of it stands in the middle, 0 … 1.
typedef struct LensView {
    double zoom, x, y;
    Nearness near;   // as it was last laid out
    long long step;  // the clock when it was last laid out
    bool follows;    // it is on its way to (to_x, to_y), where the step is
    double from_x, from_y, to_x, to_y, began;
} LensView;

// What a lens was laid out from, so that nothing is laid out twice: an event is followed by a frame of the same.
typedef struct LaidOut {
    bool is;
    long long works; // which work, by counting
    Moment moment;
    View view;
    const Look *look;
    int count; // of its marks; what the stage has added to them goes
} LaidOut;

// The lesson in the guide, and the answer that somebody is about to give.
typedef struct Tutor {
    Player player;     // player.lesson is NULL where no lesson is open
    char typed[UI_LONGEST_FIELD]; // number, size: what stands in the field
    Cell *cells;       // cells: those that are ringed
    int cell_count;
    char trouble[640]; // why what was said is no answer
    char *scene;       // the code of what the step shows, without clock and pin: where it differs, one has left the step
    char *before;      // what was shown before the lesson, to come back by undo
    char **prose;      // the step's words before its question, filled
    int prose_count;
    char *place;       // which prose that is
} Tutor;

// How one came to the lesson that is open: it says what comes after it.
typedef enum Way { WAY_LESSON, WAY_TRAIL, WAY_EXERCISE, WAY_AGAIN, WAY_FILE } Way;

// The course as one goes through it, and what is kept of that between starts.
typedef struct Learner {
    Journal journal;
    const Lesson *noted; // the stop that the journal has: of this lesson, at this place
    int noted_at;
    char *forgotten;     // the journal as it was before a reset: it comes back by undo, until the next change
    int forgotten_undo;  // as many steps of undo there were then
    bool sure;           // it was asked whether to forget
    Way way;
    const Lesson *way_of; // the lesson that it is said of; any other was opened as a lesson
    int trail, stop;     // of WAY_TRAIL
    int topic, level;    // of the exercises; level 0 … 2
    uint64_t exercises;  // how many there were, which seeds the next
    Lesson *file;        // a lesson that somebody writes; NULL for none
    char *path;          // its file
    bool watched;        // it is read again when it is saved
    char *waits;         // a file that could not be played for its mistakes: it is tried again when it is saved; NULL
    char *said_of;       // the name of the file that [remarks] are about
    Remarks remarks;     // its mistakes
} Learner;

// The screen as it was when somebody froze it.
typedef struct Still {
    Ui ui; // its widgets, and nothing else of it
    Figure figures[MOST_FIGURES];
    DeskFigure shown[MOST_FIGURES];
    int figure_count;
} Still;

// What is shown to a class on a projector.
typedef struct Presenting {
    bool on, blank, frozen;
    Param chip;          // what the arrows change
    bool halo;           // a ring follows the pointer
    double halo_since;   // when it last moved
    Box words;           // where a lesson's stand
    Still still;         // while frozen
} Presenting;

typedef struct Shell {
    Box bar, left, stage, right, clock; // where the parts of the shell are
} Shell;

struct Desk {
    Host host;
    Measure ui_measure, figure_measure;
    char *config_folder, *state_folder;
    double w, h, desktop_scale, scale;
    Shell shell;
    Ui ui;
    double now;
    bool begun; // the time is known

    Scene scene;
    Work work; // of the scene; {0} in the Picture place
    bool linked; // rows and columns are to move together, as long as they are equal: desk_is_linked
    char *numbers_code; // what Numbers showed before Picture was opened
    History undo, redo;
    char gesture[UI_ID]; // changes of one gesture are one step back

    bool playing;
    double step_began; // when the motion of the present step began; < 0: at rest
    bool stepping;     // one step is under way without autoplay
    double t;          // 0 … 1 through the next step

    Cell hover;
    const char *gap; // what Slide has under the pointer that is no cell, "zero" or "padding"; else NULL
    int shown_n, shown_ic, shown_oc; // which sample and channels, where nothing else says
    bool shown_held; // they were chosen by hand: the step says nothing, until the next one
    DragKind drag;
    int drag_figure; // of DRAG_DIVIDER: which one
    bool drag_moved;
    int drag_clicks;
    double drag_x, drag_y, drag_pan_x, drag_pan_y;
    bool editing_cell;
    Cell edited; // the cell whose value is in the field, whatever is pinned meanwhile
    Show show; // what is on its way, or held; the switches of the lenses are the scene's: views.c joins them
    int bias_channel; // of the field of a bias in This cell
    bool python_open; // the lines of Python in This cell are unfolded
    double turn_began; // when the matrix began to turn to the side that the scene says

    DeskFigure shown[MOST_FIGURES];
    Figure figures[MOST_FIGURES];
    int figure_count;
    LaidOut laid[MOST_FIGURES], laid_to; // of the figures, of glide_to
    long long works; // how many there have been
    int lens_figures[SCENE_MOST_VIEWS];
    int lens_since[LENS_COUNT], lens_turns; // when each lens came to be shown, by counting
    int lens_count;
    Box lens_boxes[SCENE_MOST_VIEWS];
    LensView lens_view[LENS_COUNT];
    Figure glide_from[SCENE_MOST_VIEWS], glide_to; // the lenses as they were; one lens as it will be
    Lens glide_lens[SCENE_MOST_VIEWS];
    int glide_count; // 0: nothing glides
    double glide_began;

    Jobs *jobs;
    Gallery gallery;   // what the Picture place shows, perhaps of the scene before this one
    bool gallery_ready;
    double working_since; // when the newest answer was asked for; INFINITY: it is there
    char picture_trouble[640]; // why there is no picture; empty while all is well
    Found found;
    double wipe, zoom, pan_x, pan_y, wheel; // wheel: the part of a notch that is still to come
    double loupe_x, loupe_y;
    int strip_first;

    Sheet sheet;
    Box sheet_box;     // where it is
    double sheet_foot; // how much of its foot is free for a message, from the left
    LayerRead report;  // the layer that the report is about; at −1: none of those that it lists
    char *layers_text; // the text that was read last, where it has several layers: the report lists them
    int layers_at;     // which of them was opened
    char menu[UI_ID]; // the open menu's id
    char save_path[UI_LONGEST_FIELD];
    char replaces[UI_LONGEST_FIELD]; // the file that saving again would replace
    char open_path[UI_LONGEST_FIELD]; // in the sheet for opening, between two edits
    char message[1024];
    Tone message_tone;
    double message_at, message_until; // when it was said, and till when it stands
    bool guide_layer; // the guide's second tab is open
    bool guide_lesson; // its first one, Lesson
    Presenting present;
    Tutor tutor;
    Learner learner;
    char searched[UI_LONGEST_FIELD]; // in the search
    int search_at; // the row of its list that Enter takes
    bool save_progress; // the sheet for saving is about the progress
    double output_scroll, output_height; // of the output size, pinned below the left panel
    double left_scroll, left_height, right_scroll, right_height, sheet_scroll, sheet_height;
    char tip_of[UI_ID];
    double tip_since;

    Preferences prefs;
    LookName scene_look; // a scene that names a look is shown in it, until another is chosen; LOOK_USERS: prefs.look
    bool no_welcome;     // started on a scene: the first card is left out this time
    double save_at; // when the scene is next kept on disk; 0: nothing to keep
    bool quit;
    char title[256];
};

extern const double SPEEDS[];
extern const char *const SPEED_WORDS[];
enum { SPEED_COUNT = 6 };

static const double TIP_AFTER = 0.6; // seconds that the pointer rests before a tip comes

// ---- change.c: every change of the scene goes through here -----------------------------------------------------

// Takes [next] (which it empties) as the new scene; [gesture] NULL or the name under which changes are one step of undo.
// On false a message is shown and the scene is as before.
// What the scene holds cannot be changed so.
bool desk_take(Desk *desk, Scene *next, const char *gesture);
bool desk_take_other(Desk *desk, Scene *next, const char *gesture); // the same with another scene: what this one holds is no hindrance
char *lasting_code(const Scene *scene);      // the code without clock and selection, which are no changes; to be freed
void desk_undo_to(Desk *desk, const char *code); // the next undo brings this scene
bool desk_take_spec(Desk *desk, const Spec *changed, const char *gesture);
// The same with more than the spec changed: [next] is emptied.
bool desk_take_settled(Desk *desk, Scene *next, const Spec *changed, const char *gesture);
void desk_switch(Desk *desk, const Switches *to); // a step of undo, where anything is another
bool desk_take_code(Desk *desk, const char *code, const char *what); // pasted or opened; [what] stands in the message
void desk_undo(Desk *desk);
void desk_redo(Desk *desk);
void desk_reset(Desk *desk);
void desk_end_gesture(Desk *desk);
bool desk_in_picture(const Desk *desk);
bool desk_is_linked(const Desk *desk);
void desk_place(Desk *desk, bool picture);
// Goes to a place as the first part of a change: what is next taken as [gesture] is the same step of undo. False where
// the place cannot be shown.
bool desk_place_first(Desk *desk, bool picture, const char *gesture);
// In the Picture place, to a layer with another number of dimensions: a picture becomes a signal, or the other way.
void desk_take_dims(Desk *desk, const Spec *changed);
void desk_show_picture(Desk *desk, const char *name); // a built-in one, in the Picture place
// Shows a lens alone, or beside the others: one that is shown already goes away then, unless it is the last, and where
// there is no room for one more it takes the place of the one that has stood longest.
void desk_lens(Desk *desk, Lens lens, bool alone);
void desk_type_value(Desk *desk, Cell cell, double value, const char *gesture);
bool desk_shows(const Desk *desk, Lens lens); // it is among the scene's lenses
void desk_source(Desk *desk, SourceFor what, SourceKind kind, const char *word);
Source *desk_source_of(Scene *scene, SourceFor what);

// ---- held.c: what the scene hides and locks ----------------------------------------------------------------------

bool desk_hides(const Desk *desk, Control control);
bool desk_holds(const Desk *desk, Control control); // hidden, or locked
bool desk_held(Desk *desk, Control control);        // the same, and says so
// A locked control of a panel: its value and a lock. Returns the y below it.
double held_lay(Desk *desk, const char *id, double x, double y, double w, const char *title, const char *shown, Control control);

// ---- paste.c: texts in and out ---------------------------------------------------------------------------------

// Takes a text with a scene code or with a layer as people write it: the new scene, or the report of a layer that is too
// big for cells. [what] stands in the message where it cannot be read; [done] leads what is said where it can.
bool desk_take_text(Desk *desk, const char *text, const char *what, const char *done);
bool desk_reads(const char *text); // whether a text begins with a scene code or has a layer in it
void desk_copy(Desk *desk, const char *text, const char *said); // to the clipboard; [said] is the message
void desk_copy_as(Desk *desk, CopyForm form);
void desk_wrong_text(Desk *desk, const char *what, const char *text, const Error *err); // a sentence with the place

// ---- clock.c ---------------------------------------------------------------------------------------------------

long long desk_steps(const Desk *desk);
void desk_goto(Desk *desk, long long step); // at once, and pauses
void desk_step_on(Desk *desk);              // one step forward, with its motion
void desk_step_back(Desk *desk);
void desk_play(Desk *desk, bool on);
void desk_jump_to_pin(Desk *desk);
void clock_tick(Desk *desk);                // advances to desk->now
double clock_due(const Desk *desk);         // seconds until the next frame that motion wants
void clock_words(const Desk *desk, char out[240]);

// ---- commands.c ------------------------------------------------------------------------------------------------

// Runs the command of a key; false where no command has it.
bool command_key(Desk *desk, int key, unsigned mods);
void command_run(Desk *desk, const char *id);
// Row by row for the key sheet; false past the end.
bool command_row(int index, const char **keys, const char **title);
bool command_row_runs(int index); // it is one to be chosen from a list
void command_row_run(Desk *desk, int index);

// ---- the parts of the shell ------------------------------------------------------------------------------------

void bar_lay(Desk *desk);
void left_lay(Desk *desk);
void desk_take_op(Desk *desk, bool transposed, int dims); // in 1D what is left is the first row of everything
void clock_lay(Desk *desk);
double clock_height(const Desk *desk);
void right_lay(Desk *desk);
double layer_lay(Desk *desk, double x, double y, double w); // the guide's second tab; returns the y below it
void stage_lay(Desk *desk);    // figures and what the pointer does to them
void stage_key(Desk *desk, const UiEvent *event);
void stage_edit_pinned(Desk *desk);
const Mark *figure_named(const Figure *figure, MarkKind kind, const char *name); // the first one, or NULL
void lens_controls(Desk *desk, Lens lens, const DeskFigure *shown);              // lenses.c: what stands on its figure
void lens_fit_type(Desk *desk, const DeskFigure *shown, const char *face); // of the last widget: it grows with the lens
double colour_button(Desk *desk, const DeskFigure *shown, Lens lens, double left, double right, double y, double h);
void colour_beside_title(Desk *desk, Lens lens, const DeskFigure *shown, double right);
void matrix_controls(Desk *desk, const DeskFigure *shown);                       // matrix.c
void phases_controls(Desk *desk, const DeskFigure *shown);                       // phases.c
void matrix_turn(Desk *desk);
void matrix_follow(Desk *desk, const Scene *next); // before [next] is shown: it turns to the side that [next] says
void matrix_tick(Desk *desk);      // advances its turn to desk->now
double matrix_due(const Desk *desk);
Moment desk_moment(const Desk *desk);                                           // what the lenses are asked for
void channels_controls(Desk *desk, Lens lens, const DeskFigure *shown);          // channels.c
void channels_now(const Desk *desk, int *n, int *ic, int *oc); // the sample and channels in view
void channels_choose(Desk *desk, Role role, int n, int channel); // of x or of y; the other side stays, within its group
void channels_keep(Desk *desk); // what is in view stays when its pin goes
void sizes_controls(Desk *desk, const DeskFigure *shown);                        // sizes.c
void lens_turn(Desk *desk);                                                      // T
void overlap_controls(Desk *desk, const DeskFigure *shown);  // overlap.c
// The tiles of a chart of kernels and strides, drawn with this prefix: by pointer, or by arrows from the one that the layer
// has. Takes kernel and stride of both axes.
void chart_controls(Desk *desk, const DeskFigure *shown, const char *prefix);
void backprop_controls(Desk *desk, const DeskFigure *shown); // backprop.c
bool desk_can_nudge(const Desk *desk);     // an input is pinned, and Backprop shows what becomes of it
void desk_nudge(Desk *desk, double by);    // changes it, and remembers where it began

// ---- picture.c, picture_row.c, picture_guide.c: the Picture place ----------------------------------------------

void picture_ask(Desk *desk);              // for the scene's gallery
double picture_due(const Desk *desk);      // seconds until the next frame that a progress bar wants
bool picture_stop(Desk *desk);             // false where nothing is under way that somebody waits for
void picture_controls(Desk *desk);         // what stands on its figure
void picture_drag(Desk *desk);
void picture_hover(Desk *desk);
void picture_wheel(Desk *desk);
bool picture_key(Desk *desk, const UiEvent *event);
void picture_zoom_by(Desk *desk, int steps); // around its middle; 0: all of it
PicturePlace picture_place(Desk *desk);
void picture_shift(Desk *desk, int rows, int cols); // by so much further; both 0: back
void picture_choose(Desk *desk, Rival rival, bool b);
double picture_row(Desk *desk, double x, double y); // where the clock is in Numbers; returns the y of its last row
double picture_row_height(const Desk *desk);
double picture_guide(Desk *desk, double x, double y, double w);
void picture_repair(Desk *desk);
double picture_layers_lay(Desk *desk, double x, double y, double w); // picture_layers.c: what several layers make together
void picture_layers(Desk *desk, int layers);
void picture_twin(Desk *desk);         // of a transposed layer the convolution whose gradient it is, and back
void picture_opened(Desk *desk);           // picture_find.c: asks what is to become of the scene's picture
void picture_find(Desk *desk);
double picture_find_lay(Desk *desk, double x, double y, double w, bool first); // the question and the answer; else the button
const Finding *picture_finding(const Desk *desk); // what was found in the scene's picture, or NULL
void picture_found(Desk *desk, Found *found);     // from the worker; empties [found]
void picture_find_clear(Desk *desk);
void picture_type(Desk *desk, SourceFor what);  // the weights, or a signal, as they are become typed ones
double picture_typed_lay(Desk *desk, SourceFor what, double x, double y, double w); // picture_kernel.c; returns the y below it

// ---- present.c, freeze.c: presenting -----------------------------------------------------------------------------

void present_toggle(Desk *desk);
void present_end(Desk *desk);
double present_scale(const Desk *desk);
void present_place(Desk *desk);          // the parts of the shell
void present_lay(Desk *desk);            // caption and chips; the stage lies between them
void present_over(Desk *desk);           // what lies over all: the ring around the pointer, or nothing but black
bool present_takes(Desk *desk, const UiEvent *event); // an event that is nobody else's
void present_next(Desk *desk);
void present_back(Desk *desk);
void present_choose(Desk *desk, int by); // another chip
void present_change(Desk *desk, int by); // what the chosen chip says
void present_blank(Desk *desk);
void present_freeze(Desk *desk);
void present_halo(Desk *desk);
double present_due(const Desk *desk);
double present_target(const Desk *desk); // how large at least what a hand presses is
// present_lesson.c: what a lesson shows a class, and asks it
void present_lesson_next(Desk *desk);
void present_lesson_back(Desk *desk);
bool present_letter(Desk *desk, int option); // the class's answer; false where no letters are asked for
void present_tally(Desk *desk, int option);  // how many hands: none, few, half, most and round again
const char *present_lesson_title(const Desk *desk);
void present_lesson_place(const Desk *desk, char out[64]); // "4 of 9"
bool present_lesson_fills(const Desk *desk); // it needs the room of the chips
double present_lesson_height(Desk *desk, double w);
void present_lesson_lay(Desk *desk, double x, double y, double w);
void still_take(Desk *desk);             // freeze.c: what is seen from now on
void still_clear(Still *still);
void param_by(Desk *desk, Param param, int by); // commands.c: on both axes where they move together

// ---- the guide's pieces, right.c -------------------------------------------------------------------------------

void desk_outdate(Desk *desk); // the scene is another: what was said of the one before goes
double guide_reading(const Desk *desk); // what type in the guide is multiplied by
double guide_heading(Desk *desk, double x, double y, double w, const char *text); // each returns the y below it
double guide_body(Desk *desk, const char *id, double x, double y, double w, const char *text);
bool guide_button(Desk *desk, const char *id, double x, double *y, double w, const char *name, unsigned state);
double button_width(const Desk *desk, const char *text);                          // bar.c
double history_width(const Desk *desk);

// ---- zoom.c ----------------------------------------------------------------------------------------------------

void zoom_view(Desk *desk, Lens lens, View *view); // sets the part of its box that is seen
// Lays a lens out; again where it turns out that it has gone too near, or that the step is elsewhere.
void zoom_build(Desk *desk, Figure *figure, int slot, const Moment *moment, Box box);
void views_zoom_at(Desk *desk, double x, double y, double notches);
void views_zoom(Desk *desk, double notches);
void views_unzoom(Desk *desk);
bool views_to_entry(Desk *desk, Cell cell); // Matrix: near enough for numbers, with the cell's entry in the middle
bool views_zoomed(const Desk *desk, int figure);
void views_pan(Desk *desk, int figure, double dx, double dy);

// ---- lesson.c, lesson_stage.c, lesson_lay.c: a lesson in the guide ----------------------------------------------

// Plays the steps [first] to [last] of a lesson, which stays the caller's and must outlive it: a lesson that is open ends
// first. The scene that was there before comes back by undo.
void lesson_open(Desk *desk, const Lesson *lesson, int first, int last);
void lesson_close(Desk *desk);           // one undo brings back what was there before it was opened
bool lesson_is_open(const Desk *desk);
Veil lesson_veil(const Desk *desk);      // what must not be seen now, in any of the lenses that are shown and around them
bool lesson_moves(const Desk *desk, Param param); // the open question is answered with this slider
Veil lesson_lens_veil(const Desk *desk, Lens lens); // the same in one of them
bool lesson_asks(const Desk *desk);      // a question is open: its answer is not shown yet
bool lesson_hushes(const Desk *desk);    // it is, and not answered with the sliders: how far they go is not told
bool lesson_holds(Desk *desk, const char *what); // it is, and says that [what] waits for it
void lesson_show(Desk *desk);            // takes the player's scene, after the player was moved by somebody else
bool lesson_has_left(const Desk *desk);  // the scene is not the step's any more
void lesson_forward(Desk *desk);         // shows the answer, or goes to the next step; says what is missing
void lesson_back(Desk *desk);
void lesson_say(Desk *desk);             // takes the answer that was typed, ringed or set
void lesson_choose(Desk *desk, int option);
void lesson_unknown(Desk *desk);         // "I don't know, show me"
void lesson_again(Desk *desk);           // another case of the same question
bool lesson_leads(const Desk *desk);     // Space goes on in it
bool lesson_key(Desk *desk, const UiEvent *event);  // PgUp, PgDn, Space, letters of options
const Scene *lesson_scene(const Desk *desk);        // what the step shows; NULL: nothing
bool lesson_stage_key(Desk *desk, const UiEvent *event); // Space and Enter choose the cell that the arrows have come to
Role lesson_role(const Desk *desk);      // whose cells are asked for, else ROLE_NONE
bool lesson_pick(Desk *desk, Cell cell); // a press on a cell while cells are asked for
void lesson_draw(Desk *desk);            // rings and ghosts over the lenses
double lesson_lay(Desk *desk, double x, double y, double w); // the guide's tab Lesson; returns the y below it
bool lesson_chip(Desk *desk, double x, double *y, double w); // the way back to the step

// ---- search.c --------------------------------------------------------------------------------------------------

void search_open(Desk *desk); // or closes it
void search_sheet(Desk *desk);

// ---- journal.c, learner.c, lesson_file.c: the course as one goes through it -------------------------------------

void progress_load(Desk *desk);
void progress_tick(Desk *desk); // looks where the player is, and keeps it
void progress_reset(Desk *desk);
bool progress_undo(Desk *desk); // false where nothing was forgotten, or something was changed since
bool progress_export(const Desk *desk, const char *path, Error *err);
bool progress_where(const Desk *desk, const char **title, int *step); // where one was last; false where that is gone
void progress_go_on(Desk *desk);
void progress_resume(Desk *desk); // at the start: presents again, where presenting was never ended
void progress_end(Desk *desk);    // the window is closed as it should be

double learner_lay(Desk *desk, double x, double y, double w); // in the tab Lesson, while none is open
double learner_next_lay(Desk *desk, double x, double y, double w); // and below the last step of one that is
bool learner_forward(Desk *desk); // to what comes next; false where nothing does
const char *learner_end_words(const Desk *desk);
bool learner_is_alone(const Desk *desk); // this is a question by itself: there is no step behind it
void learner_open(Desk *desk, int lesson, int step);
void trail_open(Desk *desk, int trail);
void learner_exercise(Desk *desk); // another one, of the topic and level that were chosen last
bool trail_open_at(Desk *desk, int trail, int stop, int lesson, int step); // false where that stop has no such step
void learner_clear(Desk *desk);
Way learner_way(const Desk *desk);
void learner_took(Desk *desk, Way way); // the lesson that was just opened is part of this

// Opens a lesson that somebody wrote. False, with its mistakes in the tab Lesson, where it has any.
bool lesson_file_open(Desk *desk, const char *path);
double lesson_file_lay(Desk *desk, double x, double y, double w); // its mistakes, in the tab Lesson

// ---- views.c ---------------------------------------------------------------------------------------------------

int views_room(const Desk *desk); // how many lenses the stage has room for
View views_view(Desk *desk, int slot, Box box); // of the lens in that slot, as it is laid out in [box]
void views_figure(Desk *desk, Figure *figure, int slot, const Moment *moment, Box box); // one of the desk's own figures
void views_scratch(Desk *desk); // glide_to is about to hold something else
void views_build(Desk *desk);  // the figures of this frame, and what stands on them
void views_glide(Desk *desk);  // from now on the cells of the lenses glide from where they stand
double views_due(const Desk *desk);
int views_divider_at(const Desk *desk, double x, double y); // the divider after lens i, or -1
void views_drag_divider(Desk *desk, int i);
void views_share_evenly(Desk *desk);

// The frame of a sheet of this size, or as large as the window allows; returns its box.
Box sheet_begin(Desk *desk, const char *id, const char *title, double w, double h);
void report_open(Desk *desk, LayerRead *read); // report.c; empties [read]
void report_scene(Desk *desk);                 // of the scene's layer
void report_sheet(Desk *desk);
void sheets_lay(Desk *desk);   // menus, dialogs, the key sheet, messages, tips
Figure *desk_figure(Desk *desk, Box clip, int layer); // the next figure of this frame

// A drop-down: a button that shows [shown]; when open its items hang below. Returns the chosen index or −1.
int menu_lay(Desk *desk, const char *id, Box box, const char *name, const char *shown, const char *const *items, int count,
             int chosen);

// ---- files.c ---------------------------------------------------------------------------------------------------

void prefs_load(Desk *desk);
void prefs_save(const Desk *desk);
char *last_scene(const Desk *desk); // NULL for none; to be freed
void last_scene_save(const Desk *desk);
// Opens a picture, a text file with a scene code, or a scene code. False, with a message, where it is none of them.
bool desk_open(Desk *desk, const char *path);
// Writes what is shown: .png and .svg as a picture, any other name as the scene code. True when the file is written; a
// file that is there already is replaced only when asked a second time.
bool desk_save(Desk *desk, const char *path);

// ---- jobs.c ----------------------------------------------------------------------------------------------------

Jobs *jobs_new(const Host *host);
void jobs_free(Jobs *jobs);
// The newest request wins. [side]: the input's longer side in the quick answer that comes first, where the picture is larger.
void jobs_picture(Jobs *jobs, const Scene *scene, int side, int thumb_side);
void jobs_stop(Jobs *jobs);                // gives up what is under way, but for a quick answer
double jobs_done(Jobs *jobs, int *part);   // 0 … 1 of what is under way; which part of GALLERY_PARTS
void jobs_open(Jobs *jobs, const char *path);
void jobs_find(Jobs *jobs, const Scene *scene); // a pattern in its picture
// Takes what has come in; true when something changed.
bool jobs_collect(Desk *desk);

void desk_at(Desk *desk, double now); // something happens at this time
void desk_say(Desk *desk, Tone tone, const char *format, ...) PRINTF_LIKE(3, 4);

#endif
