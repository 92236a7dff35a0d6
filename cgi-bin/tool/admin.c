/* jangteo-admin: the daily chores of who looks after a shop, over the shop's own use cases. The
 * database: JANGTEO_DB; the laws: JANGTEO_LAWS; settings as everywhere. nginx/admin sets them. */
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/config.h"
#include "base/log.h"
#include "tool/admin/admin.h"

#define ARENA_LIMIT ((size_t)64 << 20)

static const struct command {
    const char *name;
    int least, most; /* arguments */
    bool asks_database;
    int (*run)(const struct chore *chore);
    const char *usage, *meaning;
} COMMANDS[] = {
    {"create-admin", 1, 2, true, create_admin, "create-admin EMAIL [NAME] [--stdin]",
     "makes an admin; the password is made and shown once, or read from standard input"},
    {"reset-password", 1, 1, true, reset_password, "reset-password EMAIL [--stdin]",
     "gives a member a new password, likewise, and ends all their sessions"},
    {"events", 0, 0, true, show_events, "events",
     "how many events wait or are parked, and the newest parked ones"},
    {"resend", 1, 1, true, resend, "resend ID | DATA_PLATFORM | DELIVERY",
     "sends an event again, or a destination's parked ones (the oldest 1000)"},
    {"audit", 0, 0, true, audit, "audit", "holds every law against the books now"},
    {"expire", 0, 0, true, expire, "expire",
     "ends the orders that were not paid in time, as the worker does"},
    {"settings", 0, 0, false, show_settings, "settings", "what the shop runs with"},
};

static void print_help(FILE *out)
{
    fputs("usage: jangteo-admin COMMAND …\n\n", out);
    for (size_t i = 0; i < sizeof COMMANDS / sizeof COMMANDS[0]; i++)
        fprintf(out, "  %s\n      %s\n", COMMANDS[i].usage, COMMANDS[i].meaning);
    fputs("\nExit status: 0 done; 1 refused, or the books do not balance; 2 a wrong call or "
          "setting;\n"
          "3 not done, the database could not be used.\n",
          out);
}

int complain(enum err e)
{
    switch (e) {
    case E_INVALID_REQUEST:
    case E_EMAIL_TAKEN:
    case E_MEMBER_NOT_FOUND:
    case E_NOT_FOUND:
        return REFUSED; /* said already */
    default:
        (void)fprintf(stderr, "jangteo-admin: not done: %s\n", err_code(e));
        return NOT_DONE;
    }
}

static const struct command *find(const char *name)
{
    for (size_t i = 0; i < sizeof COMMANDS / sizeof COMMANDS[0]; i++)
        if (strcmp(COMMANDS[i].name, name) == 0)
            return &COMMANDS[i];
    return NULL;
}

static int run_on_database(const struct command *command, struct chore *chore)
{
    const char *conninfo = getenv("JANGTEO_DB");
    if (conninfo == NULL) {
        (void)fputs("jangteo-admin: JANGTEO_DB is not set: the database to work on\n", stderr);
        return WRONG_CALL;
    }
    chore->db = db_new(conninfo);
    if (chore->db == NULL)
        return complain(E_NO_MEMORY);
    db_serve(chore->db, chore->call);
    const int status = command->run(chore);
    db_serve(chore->db, NULL);
    db_free(chore->db);
    return status;
}

static int run(const struct command *command, struct chore *chore)
{
    static struct settings settings;
    char message[400];
    if (!settings_load(&settings, message, sizeof message)) {
        (void)fprintf(stderr, "%s\n", message);
        return WRONG_CALL;
    }
    struct call call = {.arena = arena_new(ARENA_LIMIT), .settings = &settings, .now = clock_now()};
    if (call.arena == NULL || sodium_init() < 0)
        return complain(E_NO_MEMORY);
    chore->call = &call;
    const int status =
        command->asks_database ? run_on_database(command, chore) : command->run(chore);
    chore->call = NULL;
    arena_free(call.arena);
    return status;
}

/* Takes --stdin out of the arguments; gives how many are left. */
static int take_options(char **argv, int argc, const char *args[], int most, bool *ret_stdin)
{
    int count = 0;
    for (int i = 2; i < argc; i++)
        if (strcmp(argv[i], "--stdin") == 0)
            *ret_stdin = true;
        else if (count <= most)
            args[count++] = argv[i];
    return count;
}

int main(int argc, char **argv)
{
    const char *args[4] = {NULL};
    struct chore chore = {.args = args};
    log_open("jangteo-admin");
    if (argc > 1 && (strcmp(argv[1], "--help") == 0 || strcmp(argv[1], "help") == 0)) {
        print_help(stdout);
        return DONE;
    }
    const struct command *command = argc > 1 ? find(argv[1]) : NULL;
    if (command == NULL) {
        print_help(stderr);
        return WRONG_CALL;
    }
    const int count = take_options(argv, argc, args, command->most, &chore.reads_password);
    const bool may_read = command->run == create_admin || command->run == reset_password;
    if (count < command->least || count > command->most || (chore.reads_password && !may_read)) {
        (void)fprintf(stderr, "usage: jangteo-admin %s\n", command->usage);
        return WRONG_CALL;
    }
    const int status = run(command, &chore);
    /* A full disk or a closed pipe must not pass for a complete output. */
    return fflush(stdout) != 0 || ferror(stdout) ? NOT_DONE : status;
}
