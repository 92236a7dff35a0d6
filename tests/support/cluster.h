/* PostgreSQL clusters of a trial's own, outside any stack: on a file system that loses its power,
 * or two of them, a primary and its standby. A stack uses them through DATABASE_URL. They listen on
 * Unix sockets only and trust whoever reaches those. For a test's own thread. */
#ifndef JANGTEO_TESTS_SUPPORT_CLUSTER_H
#define JANGTEO_TESTS_SUPPORT_CLUSTER_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

struct cluster {
    char name[16];
    char data[80];    /* its data folder */
    char sockets[80]; /* the folder of its socket, and its log */
};

/* Names a cluster whose data lie below a folder (which postgres may enter) and whose sockets lie
 * below another; nothing is made. */
void cluster_name(struct cluster *cluster, const char *name, const char *data_folder,
                  const char *socket_folder);
/* Makes it, empty but for the role and the database jangteo, with further settings, a line each. */
void cluster_make(struct cluster *cluster, const char *settings);
/* Makes it as a standby of another that runs. */
void cluster_copy(struct cluster *cluster, const struct cluster *primary);
/* Starts it and waits until it answers, recovering first if it must. False when it ends instead,
 * or does not answer within a minute and a half. */
bool cluster_start(const struct cluster *cluster);
/* kill -9 of all its processes, and waits until they are gone. */
void cluster_kill(const struct cluster *cluster);
/* A standby becomes the primary; it returns once that was asked for. */
void cluster_promote(const struct cluster *cluster);
/* Ends it in order, if it runs. */
void cluster_stop(const struct cluster *cluster);

/* Whether its server says yes to a question (or carries a command out), as postgres in the database
 * postgres; false when it cannot be reached. */
bool cluster_says(const struct cluster *cluster, const char *question);
/* The same, again and again for some seconds. */
bool cluster_comes_to_say(const struct cluster *cluster, const char *question, int seconds);
/* Its process of a kind, by what it calls itself ("walreceiver"); 0: none. */
pid_t cluster_process(const struct cluster *cluster, const char *title);

/* Runs a program and waits for it; whether it ended well. Its output goes to `log` (NULL: nowhere).
 * The list of arguments begins with the program's name and ends with NULL. */
bool run_command(const char *log, const char *const argv[]);

#endif
