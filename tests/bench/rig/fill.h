/* The data set that scenarios run over, brought in with COPY. It keeps every law of the audit. */
#ifndef JANGTEO_TESTS_BENCH_FILL_H
#define JANGTEO_TESTS_BENCH_FILL_H

#include <stdbool.h>
#include <stdint.h>

#include <libpq-fe.h>

struct scale {
    const char *name;
    int64_t sellers, products, members;
    int64_t orders; /* of the past, paid by points and completed, a line each */
};
extern const struct scale SCALE_SMALL, SCALE_LARGE;

/* What was filled: ids count up from the first. */
struct filled {
    const struct scale *scale;
    int64_t first_seller, first_product, first_member;
};

enum { TOKEN_SIZE = 44 };
/* The session token of the `index`th member, from 0. */
void fill_token(int64_t index, char ret_token[TOKEN_SIZE]);
/* Words that the names of products are made of; a shopper searches for them. */
extern const char *const FILL_WORDS[16];

/* Runs statements whose rows nobody wants; false, with the words of the database on stderr, when it
 * refuses. */
bool fill_run(PGconn *conn, const char *sql);
/* Fills a migrated database that holds no product; shows how far it is. False with a word on stderr
 * when the database refuses. */
bool fill(PGconn *conn, const struct scale *scale, struct filled *ret_filled);

#endif
