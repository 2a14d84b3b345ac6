// `stridescope size SCENE`: the size alone on the first line, for scripts; below it how it comes about, for people.
#include "cli/cli.h"

#include <stdio.h>

int cli_size(int argc, char **argv)
{
    Scene scene;
    Text report = { 0 };
    int status;
    if (argc < 2) {
        Error err;
        error_set(&err, 0, "size needs a scene, as in stridescope size 'convt2d in=16 k=3 s=2 p=1 op=1'");
        return cli_fail(&err);
    }
    if (!cli_scene(&scene, argc - 1, argv + 1, &status)) return status;
    size_report(&report, &scene.spec);
    fputs(report.data, stdout);
    text_clear(&report);
    scene_clear(&scene);
    return STATUS_DONE;
}
