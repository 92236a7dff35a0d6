#include <fcgiapp.h>
#include <malloc.h>
#include <signal.h>
#include <sodium.h>
#include <stdlib.h>
#include <string.h>

#include "app/describe.h"
#include "app/serve.h"
#include "base/log.h"
#include "base/metric.h"

#define EXIT_WRONG_SETTING 2
#define THREADS_DEFAULT 4
/* A heap a thread would each keep what its busiest moment took; what a request takes from malloc is
 * little, so that threads hardly meet. */
#define HEAPS_MAX 2

/* What the runner sets for a program, beside the settings. */
struct place {
    const char *conninfo, *templates;
    size_t threads;
};

static bool read_place(struct place *ret_place)
{
    const char *threads = getenv("JANGTEO_THREADS");
    int64_t count = THREADS_DEFAULT;
    struct place place = {
        .conninfo = getenv("JANGTEO_DB"),
        .templates = getenv("JANGTEO_TEMPLATES"),
    };
    if (place.conninfo == NULL || place.templates == NULL) {
        log_write(LOG_ERROR, "%s must be set",
                  place.conninfo == NULL ? "JANGTEO_DB" : "JANGTEO_TEMPLATES");
        return false;
    }
    if (threads != NULL && !str_to_int(threads, strlen(threads), 1, THREADS_MAX, &count)) {
        log_write(LOG_ERROR, "JANGTEO_THREADS must be a number from 1 to %d", THREADS_MAX);
        return false;
    }
    place.threads = (size_t)count;
    *ret_place = place;
    return true;
}

static void wake_up(int signal_number)
{
    (void)signal_number; /* its coming is all: accept() returns */
}

/* Before FCGX_Init, which leaves alone what is no longer the default. What tells a program to end
 * waits for the main thread to take it. */
static void set_up_signals(void)
{
    struct sigaction ignore = {.sa_handler = SIG_IGN};
    struct sigaction wake = {.sa_handler = wake_up}; /* no SA_RESTART: accept() is to end */
    sigset_t blocked = serve_ends();
    sigaction(SIGPIPE, &ignore, NULL);
    sigaction(SIGUSR1, &ignore, NULL);
    sigaction(SERVE_WAKE_SIGNAL, &wake, NULL);
    sigaddset(&blocked, SERVE_WAKE_SIGNAL);
    pthread_sigmask(SIG_BLOCK, &blocked, NULL);
}

int app_main(const struct program *program)
{
    static struct settings settings;
    struct place place;
    char message[500];
    const char *describe = getenv("JANGTEO_DESCRIBE");
    if (describe != NULL)
        return describe_program(program, strcmp(describe, "pages") == 0, stdout) ? EXIT_SUCCESS
                                                                                 : EXIT_FAILURE;
    log_open(program->name);
    if (!settings_load(&settings, message, sizeof message)) {
        log_write(LOG_ERROR, "%s", message);
        return EXIT_WRONG_SETTING;
    }
    if (!read_place(&place))
        return EXIT_WRONG_SETTING;
    set_up_signals();
    (void)mallopt(M_ARENA_MAX, HEAPS_MAX);
    (void)metric_open(getenv("JANGTEO_METRICS"), program->name);
    if (sodium_init() < 0 || FCGX_Init() != 0 || FCGX_IsCGI()) {
        log_write(LOG_ERROR, "cannot start: no FastCGI socket on descriptor 0");
        return EXIT_FAILURE;
    }
    tpl_root(place.templates);
    if (program->start != NULL && program->start(&settings) != E_OK) {
        log_write(LOG_ERROR, "cannot start: the program's own preparation failed");
        return EXIT_FAILURE;
    }
    return serve_until_stopped(program, &settings, place.conninfo, place.threads) ? EXIT_SUCCESS
                                                                                  : EXIT_FAILURE;
}
