/* What the decoders share: where a value stands, what is wrong with it, how it gets into its
 * struct. Used by web/decode_*.c only. */
#ifndef JANGTEO_WEB_DECODE_VALUE_H
#define JANGTEO_WEB_DECODE_VALUE_H

#include "web/decode.h"

/* A place in a body: a named field, or (name.data NULL) an item of a list, within another place.
 * Chained on the stack; written out only when there is something to say about it. */
struct place {
    const struct place *up; /* NULL: the body itself */
    struct slice name;
    size_t index;
};

/* "items[0].quantity"; longer ones are cut. Returns `buf`. */
#define PLACE_TEXT_SIZE 640
const char *place_text(const struct place *place, char buf[PLACE_TEXT_SIZE]);
struct place place_field(const struct place *up, const struct field *field);

/* One run of a decoder. `refused` stands even where a problem could not be kept. */
struct decoding {
    struct call *call;
    bool refused;
};

void decode_refuse(struct decoding *run, const struct place *place, enum problem_code code);
void decode_refuse_bounds(struct decoding *run, const struct place *place, enum problem_code code,
                          int64_t low, int64_t high);
/* E_INVALID_REQUEST if anything was refused. */
enum err decode_verdict(const struct decoding *run) MUST;

/* Where a field's value goes in the struct at `base`. */
void *decode_target(void *base, const struct field *field);
/* Sets the field's `has`, if anybody asks. */
void decode_mark_sent(void *base, const struct field *field);

/* Each checks a value against its field and stores it, or refuses it. */
void decode_put_int(struct decoding *run, const struct place *place, const struct field *field,
                    int64_t value, void *base);
void decode_put_name(struct decoding *run, const struct place *place, const struct field *field,
                     struct slice name, void *base);
/* FIELD_LINE, FIELD_TEXT, FIELD_SECRET. Errors: E_NO_MEMORY. */
enum err decode_put_text(struct decoding *run, const struct place *place, const struct field *field,
                         struct slice text, void *base) MUST;
/* Checks the number of a list's items. */
bool decode_count_fits(struct decoding *run, const struct place *place, const struct field *field,
                       size_t count);

/* Before a body is parsed: what no text of ours may hold, told with its place. NUL in strings and
 * names, lone surrogates, broken UTF-8, raw control characters, nesting, number of containers. */
void decode_scan_json(struct decoding *run, struct slice body);

#endif
