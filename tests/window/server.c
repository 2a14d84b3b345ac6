// The X server and the program on it: started, waited for, ended; nothing outlives the test.
#include "window/inside.h"

#include <X11/Xutil.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>
#ifdef __linux__
#include <sys/prctl.h>
#endif

static pid_t server;
static char display_name[16];

double seat_now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return t.tv_sec + t.tv_nsec * 1e-9;
}

// In a child: ends with the test, however the test ends.
static void die_with_parent(void)
{
#ifdef __linux__
    prctl(PR_SET_PDEATHSIG, SIGKILL);
#endif
}

int seat_server_start(void **state)
{
    (void)state;
    int ends[2];
    if (pipe(ends) != 0) return -1;
    server = fork();
    if (server == 0) {
        die_with_parent();
        close(ends[0]);
        char fd[12];
        snprintf(fd, sizeof fd, "%d", ends[1]);
        int null = open("/dev/null", O_RDWR);
        dup2(null, 0), dup2(null, 1), dup2(null, 2);
        // -displayfd picks a free display and says which, once it takes clients.
        execlp("Xvfb", "Xvfb", "-displayfd", fd, "-screen", "0", "1920x1200x24", "-dpi", "96", "-nolisten", "tcp",
               "-noreset", (char *)NULL);
        _exit(127);
    }
    close(ends[1]);
    char number[12] = "";
    size_t length = 0;
    ssize_t got;
    while (length + 1 < sizeof number && (got = read(ends[0], number + length, sizeof number - 1 - length)) > 0) {
        length += (size_t)got;
        if (number[length - 1] == '\n') break;
    }
    close(ends[0]);
    number[strcspn(number, "\n")] = '\0';
    if (!number[0]) {
        print_error("Xvfb did not start; install it (Debian: xvfb) or see whether /tmp can be written\n");
        return -1;
    }
    snprintf(display_name, sizeof display_name, ":%.10s", number);
    return 0;
}

int seat_server_stop(void **state)
{
    (void)state;
    if (server > 0) {
        kill(server, SIGTERM);
        waitpid(server, NULL, 0);
        server = 0;
    }
    return 0;
}

// A window can vanish between being listed and being asked about.
static int ignore_error(Display *display, XErrorEvent *event)
{
    (void)display, (void)event;
    return 0;
}

// The largest mapped window on the screen: with one program and no window manager, the program's.
static Window find_window(Seat *seat)
{
    Window root = DefaultRootWindow(seat->display), parent, *children = NULL, best = None;
    unsigned count = 0;
    long area = 31 * 31;
    if (!XQueryTree(seat->display, root, &root, &parent, &children, &count)) return None;
    for (unsigned i = 0; i < count; i++) {
        XWindowAttributes a;
        if (!XGetWindowAttributes(seat->display, children[i], &a)) continue;
        if (a.map_state != IsViewable || a.class != InputOutput || (long)a.width * a.height <= area) continue;
        area = (long)a.width * a.height;
        best = children[i];
    }
    if (children) XFree(children);
    return best;
}

enum { MOST_WORDS = 32 };

static void arguments_of(char *arguments[MOST_WORDS], const char *program, const char *const *words)
{
    arguments[0] = (char *)program;
    for (int i = 0; words && words[i]; i++) {
        assert_true(i + 2 < MOST_WORDS);
        arguments[i + 1] = (char *)words[i];
    }
}

static void start(Seat *seat, const char *program, const char *const *words)
{
    char *arguments[MOST_WORDS] = { 0 };
    arguments_of(arguments, program, words);
    seat->program = fork();
    if (seat->program != 0) return;
    die_with_parent();
    int said = open(seat->said, O_WRONLY | O_CREAT | O_TRUNC, 0600), null = open("/dev/null", O_RDONLY);
    dup2(null, 0), dup2(said, 1), dup2(said, 2);
    close(ConnectionNumber(seat->display));
    setenv("DISPLAY", display_name, 1);
    setenv("HOME", seat->home, 1);
    setenv("XDG_CONFIG_HOME", seat->home, 1);
    setenv("XDG_STATE_HOME", seat->home, 1);
    setenv("XDG_DATA_HOME", seat->home, 1);
    setenv("STRIDESCOPE_RECORD", seat->record, 1);
    setenv("LC_ALL", "C.UTF-8", 1); // the input method of locale C knows no letter beyond ASCII
    unsetenv("WAYLAND_DISPLAY");
    unsetenv("SDL_VIDEODRIVER");
    execvp(program, arguments);
    fprintf(stderr, "%s: %s\n", program, strerror(errno));
    _exit(127);
}

// Notes that the program has ended, if it has.
static bool ended(Seat *seat)
{
    if (seat->program > 0 && waitpid(seat->program, &seat->status, WNOHANG) == seat->program) seat->program = 0;
    return seat->program == 0;
}

static int exit_status(const Seat *seat)
{
    return WIFEXITED(seat->status) ? WEXITSTATUS(seat->status) : 128 + WTERMSIG(seat->status);
}

bool seat_ended(Seat *seat, int *status)
{
    if (!ended(seat)) return false;
    *status = exit_status(seat);
    return true;
}

// Starts the program and waits for its window and its first frame.
static void begin(Seat *seat, const char *program, const char *const *words)
{
    seat_rest(seat);
    start(seat, program, words);
    for (double end = seat_now() + SEAT_PATIENCE;;) {
        if (seat->window == None) seat->window = find_window(seat);
        if (seat->window != None && seat_read(seat)) break;
        if (ended(seat)) {
            char *said = seat_said(seat);
            print_error("%s ended with status %d before it had a window and a frame; it said: %s\n", program,
                        exit_status(seat), said);
            free(said);
            seat_close(seat);
            fail();
        }
        if (seat_now() > end) {
            print_error("%s has %s after %d seconds\n", program,
                        seat->window == None ? "no window" : "a window, but written no record", SEAT_PATIENCE);
            seat_close(seat);
            fail();
        }
        seat_nap(seat);
    }
    // No window manager gives the keyboard to anyone.
    XSetInputFocus(seat->display, seat->window, RevertToPointerRoot, CurrentTime);
    XSync(seat->display, False);
}

Seat *seat_open(const char *program, const char *const *words)
{
    XSetErrorHandler(ignore_error);
    Seat *seat = memory_new(1, sizeof *seat);
    seat->scene = "";
    strcpy(seat->home, "/tmp/stridescope-window-XXXXXX");
    assert_non_null(mkdtemp(seat->home));
    snprintf(seat->record, sizeof seat->record, "%s/record", seat->home);
    snprintf(seat->said, sizeof seat->said, "%s/said", seat->home);
    seat->display = XOpenDisplay(display_name);
    check(seat->display != NULL, "the X server %s does not answer", display_name);
    seat->own = XCreateSimpleWindow(seat->display, DefaultRootWindow(seat->display), -20, -20, 4, 4, 0, 0, 0);
    begin(seat, program, words);
    return seat;
}

void seat_open_again(Seat *seat, const char *program, const char *const *words)
{
    assert_true(ended(seat));
    remove(seat->record);
    seat->window = None, seat->frame = 0;
    begin(seat, program, words);
}

int seat_wait_exit(Seat *seat)
{
    for (double end = seat_now() + SEAT_PATIENCE; !ended(seat); seat_nap(seat))
        if (seat_now() > end) seat_fail(seat, "the program did not end");
    return exit_status(seat);
}

int seat_run_blind(const char *program, const char *const *words, double seconds, char **said)
{
    char path[] = "/tmp/stridescope-blind-XXXXXX", *arguments[MOST_WORDS] = { 0 };
    arguments_of(arguments, program, words);
    int out = mkstemp(path);
    assert_true(out >= 0);
    pid_t child = fork();
    if (child == 0) {
        die_with_parent();
        dup2(open("/dev/null", O_RDONLY), 0), dup2(out, 1), dup2(out, 2);
        unsetenv("DISPLAY");
        unsetenv("WAYLAND_DISPLAY");
        unsetenv("SDL_VIDEODRIVER");
        execvp(program, arguments);
        _exit(127);
    }
    int status = 0;
    bool done = false;
    for (double end = seat_now() + seconds; !done && seat_now() < end;) {
        done = waitpid(child, &status, WNOHANG) == child;
        nanosleep(&(struct timespec){ 0, 5000000 }, NULL);
    }
    if (!done) {
        kill(child, SIGKILL);
        waitpid(child, NULL, 0);
    }
    *said = memory_new(4096, 1);
    ssize_t got = pread(out, *said, 4095, 0);
    (*said)[got > 0 ? got : 0] = '\0';
    close(out);
    unlink(path);
    return !done ? -1 : WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

static void remove_folder(const char *path)
{
    pid_t child = fork();
    if (child == 0) {
        execlp("rm", "rm", "-rf", path, (char *)NULL);
        _exit(127);
    }
    waitpid(child, NULL, 0);
}

void seat_close(Seat *seat)
{
    if (!seat) return;
    if (!ended(seat)) {
        kill(seat->program, SIGKILL);
        waitpid(seat->program, &seat->status, 0);
    }
    if (seat->display) XCloseDisplay(seat->display);
    remove_folder(seat->home);
    free(seat->clipboard);
    free(seat->dragged);
    arena_clear(&seat->arena);
    free(seat);
}

char *seat_said(Seat *seat)
{
    Bytes bytes = { 0 };
    Error err;
    if (!file_read(seat->said, 1 << 20, &bytes, &err)) return memory_text("");
    char *said = memory_new(bytes.length + 1, 1);
    if (bytes.length) memcpy(said, bytes.data, bytes.length);
    bytes_clear(&bytes);
    return said;
}

const char *seat_home(const Seat *seat)
{
    return seat->home;
}

double seat_cpu(const Seat *seat)
{
    char path[40], line[1024] = "";
    snprintf(path, sizeof path, "/proc/%ld/stat", (long)seat->program);
    FILE *file = fopen(path, "r");
    check(file != NULL, "%s cannot be read", path);
    size_t got = fread(line, 1, sizeof line - 1, file);
    fclose(file);
    line[got] = '\0';
    // After the name in brackets come the state and 10 numbers, then user and system time in ticks: proc(5).
    char *rest = strrchr(line, ')');
    unsigned long user = 0, sys = 0;
    check(rest && sscanf(rest + 1, " %*c %*d %*d %*d %*d %*d %*u %*u %*u %*u %*u %lu %lu", &user, &sys) == 2,
          "%s is not understood", path);
    return (double)(user + sys) / (double)sysconf(_SC_CLK_TCK);
}
