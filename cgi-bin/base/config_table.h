/* The settings as a table: what reads, prints and documents them walks the same rows. Only
 * base/config*.c includes this. */
#ifndef JANGTEO_BASE_CONFIG_TABLE_H
#define JANGTEO_BASE_CONFIG_TABLE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum setting_kind { KIND_INT, KIND_SPAN, KIND_TEXT, KIND_FLAG, KIND_RATE };

struct setting {
    enum setting_kind kind;
    size_t offset; /* in struct settings */
    const char *env, *def;
    int64_t low, high;
    const char *meaning;
};

const struct setting *settings_table(size_t *ret_count);

/* What a text must be beyond its length. */
struct text_rule {
    const char *env;
    bool secret; /* its value is shown to nobody */
    bool (*valid)(const char *text);
    const char *wanted; /* "must be …" */
};

/* NULL when a setting has none. */
const struct text_rule *text_rule_of(const char *env);

/* Writes an http(s) origin as browsers send it in Origin: lower case, no default port, no trailing
 * slash. False when `text` is none, or longer than `size`. */
bool origin_normalize(const char *text, char *ret_origin, size_t size);

#define SPAN_TEXT_SIZE 32
/* "24h": the largest unit that gives a whole number. Returns `buf`. */
const char *span_text(int64_t us, char buf[SPAN_TEXT_SIZE]);

#endif
