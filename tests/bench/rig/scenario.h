/* What is measured: each scenario is what so many clients ask, and what it is held against. */
#ifndef JANGTEO_TESTS_BENCH_SCENARIO_H
#define JANGTEO_TESTS_BENCH_SCENARIO_H

#include "bench/rig/drive.h"
#include "bench/rig/fill.h"

/* What a scenario is held against in the same run. */
enum limit {
    LIMIT_NONE,
    LIMIT_FILE,   /* nginx: a file of the size and encoding of the scenario's answer */
    LIMIT_HELLO,  /* nginx and a FastCGI program that says hello */
    LIMIT_QUERY,  /* the same with one prepared query of 20 products, as JSON */
    LIMIT_PGBENCH /* the scenario's own script */
};

struct bench {
    struct filled filled;
    int port; /* the shop's */
    char (*tokens)[TOKEN_SIZE];
    int64_t token_count;
    int64_t coupon; /* the template of the scenario that runs */
    size_t clients; /* of the run that is under way */
};

struct scenario {
    const char *name;
    drive_ask *ask;
    drive_heard *heard; /* NULL: any 200 */
    enum limit limit;
    const char *path;    /* LIMIT_FILE: whose answer the file is */
    const char *pgbench; /* LIMIT_PGBENCH: a file in tests/bench/sql */
    int requests;        /* that make one of what is counted */
    int64_t coupons;     /* a template with so many slots is made before each run; 0: none */
};
extern const struct scenario SCENARIOS[];
extern const size_t SCENARIO_COUNT;

#endif
