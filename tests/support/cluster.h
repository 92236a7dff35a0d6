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
    pid_t postmaster; /* a child of ours, which ends with us; 0: it does not run */
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
bool cluster_start(struct cluster *cluster);
/* A signal to all of its processes; those that SIGKILL hits are gone when it returns. */
void cluster_signal(struct cluster *cluster, int signal);
/* A standby becomes the primary; it returns once that was asked for. */
void cluster_promote(const struct cluster *cluster);
/* Ends it in order, if it runs. */
void cluster_stop(struct cluster *cluster);

/* Should this program be killed, somebody else kills what is left of the cluster: its postmaster
 * ends with us, but processes that stand still end for nobody. Before any thread. */
void cluster_guard(struct cluster *cluster);

/* Whether its server says yes to a question (or carries a command out), as postgres in the database
 * postgres; false when it cannot be reached. */
bool cluster_says(const struct cluster *cluster, const char *question);
/* The same, again and again for some seconds. */
bool cluster_comes_to_say(const struct cluster *cluster, const char *question, int seconds);
/* Its process of a kind, by what it calls itself ("walreceiver"); 0: none. */
pid_t cluster_process(const struct cluster *cluster, const char *title);

/* Runs a program and waits for it; whether it ended well. Its output is added to the
 * file `log` (NULL: to none; "": it is shown). The list of arguments begins with the program's name
 * and ends with NULL. */
bool run_command(const char *log, const char *const argv[]);

#endif
