/* Programs that a bench runs, and what processes take of the memory. */
#ifndef JANGTEO_TESTS_BENCH_PROCESS_H
#define JANGTEO_TESTS_BENCH_PROCESS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

/* Runs a program to its end; keeps the beginning of what it prints. False unless it ended well. */
bool process_run(const char *const *argv, char *ret_output, size_t size);
/* Starts one that serves until process_stop; 0 when it could not be started. */
pid_t process_start(const char *const *argv);
void process_stop(pid_t pid);

struct memory {
    int64_t ours_kb, database_kb; /* proportional set sizes, summed */
};
/* Of the processes under `root`, those of PostgreSQL apart from all others. */
struct memory process_memory(pid_t root);

#endif
