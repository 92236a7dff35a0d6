#include "support/exposition.h"

#include <ctype.h>
#include <search.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <setjmp.h>

#include <cmocka.h>

#include "support/http.h"

enum { METRICS_MAX = 200, NAME_MAX_SIZE = 100, LINE_MAX_SIZE = 600 };

static char fault[LINE_MAX_SIZE + 100];

/* One run over a text. */
struct reader {
    char names[METRICS_MAX][NAME_MAX_SIZE]; /* of metrics met so far; the last is the present one */
    size_t name_count;
    char type[20]; /* of the present one; "" between HELP and TYPE */
    void *series;  /* those met so far, a tree of tsearch() */
    /* the histogram under way: its labels, and its last bucket */
    char histogram[LINE_MAX_SIZE];
    double bound, bucket;
};

static const char *say(const char *what, const char *line)
{
    (void)snprintf(fault, sizeof fault, "%s: %.*s", what, (int)strcspn(line, "\n"), line);
    return fault;
}

/* Length of a metric's or label's name at the start of `text`; 0 when there is none. */
static size_t name_length(const char *text)
{
    size_t n = 0;
    while (isalnum((unsigned char)text[n]) || text[n] == '_')
        n++;
    return isdigit((unsigned char)text[0]) ? 0 : n;
}

/* Length of {name="value",…}; 0 when it is none. */
static size_t labels_length(const char *text)
{
    const char *at = text;
    if (*at != '{')
        return 0;
    do {
        const size_t n = name_length(++at);
        at += n;
        if (n == 0 || strncmp(at, "=\"", 2) != 0)
            return 0;
        for (at += 2; *at != '"'; at++) {
            if (*at == '\\' && strchr("\\\"n", *++at) == NULL)
                return 0;
            if ((unsigned char)*at < ' ')
                return 0;
        }
        at++;
    } while (*at == ',');
    return *at == '}' ? (size_t)(at + 1 - text) : 0;
}

static const char *read_help(struct reader *reader, const char *line)
{
    const size_t n = name_length(line + 7);
    char name[NAME_MAX_SIZE];
    (void)snprintf(name, sizeof name, "%.*s", (int)n, line + 7);
    if (n == 0 || line[7 + n] != ' ' || n >= sizeof name)
        return say("HELP of nothing", line);
    for (size_t i = 0; i < reader->name_count; i++)
        if (strcmp(reader->names[i], name) == 0)
            return say("a metric in two places", line);
    if (reader->name_count == METRICS_MAX)
        return say("too many metrics", line);
    memcpy(reader->names[reader->name_count++], name, sizeof name);
    reader->type[0] = reader->histogram[0] = '\0';
    return NULL;
}

static const char *read_type(struct reader *reader, const char *line)
{
    char name[NAME_MAX_SIZE], type[20], more;
    if (sscanf(line, "# TYPE %99s %19[a-z]%c", name, type, &more) != 3 || more != '\n' ||
        reader->name_count == 0 || strcmp(name, reader->names[reader->name_count - 1]) != 0 ||
        reader->type[0] != '\0')
        return say("a TYPE that follows no HELP", line);
    if (strcmp(type, "counter") != 0 && strcmp(type, "gauge") != 0 &&
        strcmp(type, "histogram") != 0)
        return say("an unknown type", line);
    memcpy(reader->type, type, sizeof type);
    return NULL;
}

/* Labels without le, and the bound that it names. */
static bool split_bound(const char *labels, char rest[LINE_MAX_SIZE], double *ret_bound)
{
    const char *le = strstr(labels, "le=\"");
    if (le == NULL)
        return false;
    (void)snprintf(rest, LINE_MAX_SIZE, "%.*s", (int)(le - labels), labels);
    *ret_bound = strtod(le + 4, NULL); /* knows +Inf too */
    return true;
}

static const char *read_histogram(struct reader *reader, const char *suffix, const char *labels,
                                  double value, const char *line)
{
    char rest[LINE_MAX_SIZE];
    double bound;
    if (strcmp(suffix, "_bucket") == 0) {
        if (!split_bound(labels, rest, &bound))
            return say("a bucket without a bound", line);
        const bool same = strcmp(rest, reader->histogram) == 0;
        if (same && (bound <= reader->bound || value < reader->bucket))
            return say("a bucket that does not rise", line);
        memcpy(reader->histogram, rest, sizeof rest);
        reader->bound = bound;
        reader->bucket = value;
        return NULL;
    }
    if (strcmp(suffix, "_sum") != 0 && strcmp(suffix, "_count") != 0)
        return say("no part of a histogram", line);
    if (reader->bound < 1e300)
        return say("a histogram that does not end at +Inf", line);
    return strcmp(suffix, "_count") == 0 && value != reader->bucket
               ? say("a count that is not the last bucket", line)
               : NULL;
}

static const char *read_sample(struct reader *reader, const char *line)
{
    const char *metric = reader->name_count > 0 ? reader->names[reader->name_count - 1] : "?";
    const size_t n = name_length(line), own = strlen(metric);
    const size_t labels = labels_length(line + n);
    char suffix[NAME_MAX_SIZE], inner[LINE_MAX_SIZE], *end;
    if (n < own || strncmp(line, metric, own) != 0 || reader->type[0] == '\0')
        return say("a series apart from its HELP and TYPE", line);
    if (line[n] != ' ' && labels == 0)
        return say("labels that are none", line);
    const double value = strtod(line + n + labels + 1, &end);
    if (line[n + labels] != ' ' || *end != '\n' || end == line + n + labels + 1)
        return say("no number", line);
    (void)snprintf(suffix, sizeof suffix, "%.*s", (int)(n - own), line + own);
    (void)snprintf(inner, sizeof inner, "%.*s", (int)labels, line + n);
    if (strcmp(reader->type, "histogram") == 0)
        return read_histogram(reader, suffix, inner, value, line);
    if (suffix[0] != '\0')
        return say("another name than its metric's", line);
    return strcmp(reader->type, "counter") == 0 && value < 0 ? say("a counter below 0", line)
                                                             : NULL;
}

static int compare_series(const void *a, const void *b)
{
    return strcmp(a, b);
}

static const char *remember(struct reader *reader, const char *line)
{
    const size_t n = name_length(line), size = n + labels_length(line + n);
    char *series = strndup(line, size);
    char *const *kept = series != NULL ? tsearch(series, &reader->series, compare_series) : NULL;
    if (kept != NULL && *kept == series)
        return NULL;
    free(series);
    return kept != NULL ? say("a series that comes twice", line) : "out of memory";
}

const char *exposition_fault(const char *text)
{
    struct reader *reader = calloc(1, sizeof *reader);
    const char *found = reader == NULL ? "out of memory" : NULL;
    for (const char *line = text; *line != '\0' && found == NULL;) {
        const char *end = strchr(line, '\n');
        if (end == NULL)
            found = say("a line without an end", line);
        else if (strncmp(line, "# HELP ", 7) == 0)
            found = read_help(reader, line);
        else if (strncmp(line, "# TYPE ", 7) == 0)
            found = read_type(reader, line);
        else if ((found = read_sample(reader, line)) == NULL)
            found = remember(reader, line);
        line = end != NULL ? end + 1 : "";
    }
    if (reader != NULL)
        tdestroy(reader->series, free);
    free(reader);
    return found;
}

/* Adds up the values of lines that begin so. */
static double sum(const char *text, const char *prefix, bool whole)
{
    const size_t size = strlen(prefix);
    double total = 0;
    for (const char *line = text; line != NULL && *line != '\0'; line = strchr(line, '\n')) {
        line += *line == '\n';
        if (strncmp(line, prefix, size) != 0 || (whole && line[size] != ' '))
            continue;
        const size_t n = name_length(line);
        total += strtod(line + n + labels_length(line + n), NULL);
    }
    return total;
}

double exposition_value(const char *text, const char *series)
{
    return sum(text, series, true);
}

double exposition_sum(const char *text, const char *prefix)
{
    return sum(text, prefix, false);
}

const char *metrics_now(void)
{
    struct answer a = ask("GET", "/metrics", NULL);
    assert_int_equal(a.status, 200);
    const char *wrong = exposition_fault(a.body);
    if (wrong != NULL)
        fail_msg("%s", wrong);
    return a.body;
}
