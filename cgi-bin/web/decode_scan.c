/* A look at a JSON text before it is parsed (view/json_parse.h), which says whether it is well
 * formed: here brackets and commas only serve to name the place of what is found. */
#include <string.h>

#include "web/decode_value.h"

struct level {
    bool is_object, name_next;
    struct slice name; /* of the member that is being read */
    size_t index;      /* of the item that is being read */
};

struct scan {
    struct decoding *run;
    const char *at, *end;
    struct level levels[JSON_DEPTH_MAX];
    size_t depth, containers, names;
};

/* Refuses the value that is being read, `depth` levels down. */
static void scan_refuse(struct scan *scan, size_t depth, enum problem_code code)
{
    struct place places[JSON_DEPTH_MAX];

    for (size_t i = 0; i < depth; i++) {
        const struct level *level = &scan->levels[i];
        places[i] = (struct place){.up = i > 0 ? &places[i - 1] : NULL,
                                   .name = level->is_object ? level->name : (struct slice){0},
                                   .index = level->index};
    }
    decode_refuse(scan->run, depth > 0 ? &places[depth - 1] : NULL, code);
}

static int hex_digit(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    if (c >= 'a' && c <= 'f')
        return c - 'a' + 10;
    if (c >= 'A' && c <= 'F')
        return c - 'A' + 10;
    return -1;
}

/* The code unit of "\uXXXX" at `at`; -1 when there is none. */
static int code_unit(const char *at, const char *end)
{
    if (end - at < 6 || at[0] != '\\' || at[1] != 'u')
        return -1;
    int unit = 0;
    for (int i = 2; i < 6; i++) {
        int digit = hex_digit(at[i]);
        if (digit < 0)
            return -1;
        unit = unit * 16 + digit;
    }
    return unit;
}

/* Passes the escape at `at`; false when it stands for no character of a text. */
static bool escape_pass(const char **at, const char *end)
{
    int unit = code_unit(*at, end);

    if (unit < 0) { /* "\n", or broken: the parser will tell */
        *at += end - *at >= 2 ? 2 : 1;
        return true;
    }
    *at += 6;
    if (unit < 0xD800 || unit > 0xDFFF)
        return unit != 0;
    int low = code_unit(*at, end);
    if (unit > 0xDBFF || low < 0xDC00 || low > 0xDFFF)
        return false;
    *at += 6;
    return true;
}

/* Passes the string at scan->at and gives what stands between its quotes; false when that is no
 * text. */
static bool string_pass(struct scan *scan, struct slice *ret_raw)
{
    const char *start = ++scan->at;
    bool good = true;

    while (scan->at < scan->end && *scan->at != '"') {
        if (*scan->at == '\\') {
            good &= escape_pass(&scan->at, scan->end);
        } else {
            good &= (unsigned char)*scan->at >= 0x20;
            scan->at++;
        }
    }
    *ret_raw = (struct slice){start, (size_t)(scan->at - start)};
    if (scan->at < scan->end)
        scan->at++;
    return good && utf8_valid(ret_raw->data, ret_raw->size);
}

static void scan_string(struct scan *scan)
{
    struct level *top = scan->depth > 0 ? &scan->levels[scan->depth - 1] : NULL;
    bool is_name = top != NULL && top->is_object && top->name_next;
    struct slice raw;
    bool good = string_pass(scan, &raw);

    /* A name that is no text cannot be named: the object around it is. */
    if (!good)
        scan_refuse(scan, scan->depth - (is_name ? 1 : 0), P_INVALID_TEXT);
    if (is_name)
        top->name = good ? raw : (struct slice){"", 0};
}

/* False when the scan ends here. */
static bool scan_open(struct scan *scan)
{
    if (scan->depth == JSON_DEPTH_MAX) {
        scan_refuse(scan, scan->depth, P_TOO_DEEP);
        return false;
    }
    if (++scan->containers > JSON_CONTAINERS_MAX) {
        decode_refuse_bounds(scan->run, NULL, P_TOO_MANY, 0, JSON_CONTAINERS_MAX);
        return false;
    }
    bool is_object = *scan->at == '{';
    scan->levels[scan->depth++] =
        (struct level){.is_object = is_object, .name_next = is_object, .name = {"", 0}};
    return true;
}

/* False when the scan ends here. */
static bool scan_mark(struct scan *scan)
{
    struct level *top = scan->depth > 0 ? &scan->levels[scan->depth - 1] : NULL;

    if (top == NULL)
        return true;
    if (*scan->at == ':') {
        if (top->name_next && ++scan->names > JSON_NAMES_MAX) {
            decode_refuse_bounds(scan->run, NULL, P_TOO_MANY, 0, JSON_NAMES_MAX);
            return false;
        }
        top->name_next = false;
    } else if (*scan->at == ',') {
        top->index++;
        top->name_next = top->is_object;
    } else {
        scan->depth--;
    }
    return true;
}

/* What may stand outside of strings. */
static bool may_stand_bare(char c)
{
    static const char allowed[] = " \t\r\n{}[]:,+-.0123456789abcdefghijklmnopqrstuvwxyz"
                                  "ABCDEFGHIJKLMNOPQRSTUVWXYZ";
    return memchr(allowed, c, sizeof allowed - 1) != NULL;
}

void decode_scan_json(struct decoding *run, struct slice body)
{
    struct scan scan = {.run = run, .at = body.data, .end = body.data + body.size};

    while (scan.at < scan.end) {
        if (*scan.at == '"') {
            scan_string(&scan);
            continue;
        }
        if (!may_stand_bare(*scan.at)) {
            decode_refuse(run, NULL, P_MALFORMED);
            return;
        }
        if (*scan.at == '{' || *scan.at == '[') {
            if (!scan_open(&scan))
                return;
        } else if (strchr(":,}]", *scan.at) != NULL && !scan_mark(&scan)) {
            return;
        }
        scan.at++;
    }
}
