/* jangteo-settings: the settings, checked, for the shell that starts the shop and for the README.
 *
 *   jangteo-settings check   says nothing when all are right
 *   jangteo-settings shell   NAME='value' lines, for eval
 *   jangteo-settings table   the Markdown table of all settings
 *
 * A wrong value: exit status 2 and one sentence on standard error. */
#include <stdio.h>
#include <string.h>

#include "base/config.h"

static int usage(void)
{
    fputs("usage: jangteo-settings check|shell|table\n", stderr);
    return 2;
}

/* A full disk or a closed pipe must not pass for a complete output. */
static int finish(void)
{
    if (fflush(stdout) != 0 || ferror(stdout)) {
        fputs("jangteo-settings: cannot write the settings.\n", stderr);
        return 1;
    }
    return 0;
}

int main(int argc, char **argv)
{
    if (argc != 2)
        return usage();
    const char *verb = argv[1];
    if (strcmp(verb, "table") == 0) {
        settings_print_table(stdout);
        return finish();
    }
    bool shell = strcmp(verb, "shell") == 0;
    if (!shell && strcmp(verb, "check") != 0)
        return usage();
    struct settings settings;
    char message[512];
    if (!settings_load(&settings, message, sizeof message)) {
        fprintf(stderr, "%s\n", message);
        return 2;
    }
    if (shell)
        settings_print_shell(&settings, stdout);
    return finish();
}
