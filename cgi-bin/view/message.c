#include "view/message.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/str.h"
#include "view/message_table.h"

/* Longest id of the catalogues, with room to spare; a longer one is unknown. */
#define ID_SIZE 128
/* Longest text a placeholder may be put into. */
#define TEXT_LIMIT 2000

static const char *const LANG_CODES[LANG_COUNT] = {[LANG_KO] = "ko", [LANG_EN] = "en"};

const char *lang_code(enum lang lang)
{
    return LANG_CODES[lang];
}

/* ---- Accept-Language ---- */

/* "q=0.8" in thousandths; a range without a weight has 1000, a malformed weight 0. */
static int quality(const char *parameters, size_t size)
{
    struct slice text = str_trim((struct slice){parameters, size});
    if (text.size == 0)
        return 1000;
    if (text.size < 3 || (text.data[0] != 'q' && text.data[0] != 'Q') || text.data[1] != '=')
        return 0;
    int value = 0, unit = 1000;
    for (size_t i = 2; i < text.size && unit > 0; i++) {
        char c = text.data[i];
        if (c == '.')
            continue;
        if (c < '0' || c > '9')
            return 0;
        value += (c - '0') * unit;
        unit /= 10;
    }
    return value > 1000 ? 1000 : value;
}

/* Whether a range ("en-GB") is about a language: its primary subtag is the language's code. */
static bool range_is(struct slice range, const char *code)
{
    size_t n = strlen(code);
    return range.size >= n && strncasecmp(range.data, code, n) == 0 &&
           (range.size == n || range.data[n] == '-');
}

struct wish {
    int quality; /* -1: not named */
    int place;
};

static void take_range(struct slice item, int place, struct wish wishes[LANG_COUNT],
                       struct wish *rest)
{
    const char *semicolon = memchr(item.data, ';', item.size);
    size_t name_size = semicolon != NULL ? (size_t)(semicolon - item.data) : item.size;
    struct slice range = str_trim((struct slice){item.data, name_size});
    int q = semicolon == NULL ? 1000 : quality(semicolon + 1, item.size - name_size - 1);
    if (range.size == 1 && range.data[0] == '*') {
        *rest = (struct wish){q, place};
        return;
    }
    for (int lang = 0; lang < LANG_COUNT; lang++)
        if (range_is(range, LANG_CODES[lang]) && q > wishes[lang].quality)
            wishes[lang] = (struct wish){q, place};
}

enum lang lang_choose(const char *accept_language)
{
    if (accept_language == NULL)
        return LANG_KO;
    struct wish wishes[LANG_COUNT], rest = {0, 0};
    for (int lang = 0; lang < LANG_COUNT; lang++)
        wishes[lang] = (struct wish){-1, 0};
    const char *at = accept_language;
    for (int place = 1;; place++) {
        size_t size = strcspn(at, ",");
        take_range((struct slice){at, size}, place, wishes, &rest);
        if (at[size] == '\0')
            break;
        at += size + 1;
    }
    int best = LANG_KO;
    for (int lang = 0; lang < LANG_COUNT; lang++) {
        if (wishes[lang].quality < 0)
            wishes[lang] = rest;
        if (wishes[lang].quality > wishes[best].quality ||
            (wishes[lang].quality == wishes[best].quality && wishes[lang].quality > 0 &&
             wishes[lang].place < wishes[best].place))
            best = lang;
    }
    return (enum lang)best;
}

/* ---- look-up ---- */

static int compare_row(const void *key, const void *row)
{
    return strcmp(key, ((const struct message_row *)row)->id);
}

const char *message(enum lang lang, const char *prefix, const char *id)
{
    char key[ID_SIZE];
    size_t prefix_size = strlen(prefix), id_size = strlen(id);
    if (prefix_size + id_size >= sizeof(key))
        return id;
    memcpy(key, prefix, prefix_size);
    memcpy(key + prefix_size, id, id_size + 1);
    const struct message_row *row =
        bsearch(key, message_rows, (size_t)message_row_count, sizeof(message_rows[0]), compare_row);
    return row != NULL ? row->text[lang] : id;
}

const char *message_error(enum lang lang, enum err e)
{
    return message(lang, "error.", err_code(e));
}

const char *message_problem(struct arena *arena, enum lang lang, const struct problem *problem)
{
    const char *text = message(lang, "problem.", problem_code_text(problem->code));
    struct strbuf out = strbuf_make(arena, TEXT_LIMIT);
    for (const char *at = text; *at != '\0';) {
        if (at[0] == '{' && (at[1] == '0' || at[1] == '1') && at[2] == '}') {
            strbuf_printf(&out, "%" PRId64, at[1] == '0' ? problem->low : problem->high);
            at += 3;
            continue;
        }
        strbuf_add(&out, at, 1);
        at++;
    }
    struct slice done;
    return strbuf_finish(&out, &done) == E_OK ? done.data : NULL;
}

const char *message_day(struct arena *arena, enum lang lang, struct date day)
{
    static const char MONTHS[12][4] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                       "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    char text[INSTANT_TEXT_SIZE];
    if (day.month < 1 || day.month > 12)
        return arena_strdup(arena, date_text(day, text));
    if (lang == LANG_EN)
        return arena_printf(arena, "%d %s", day.day, MONTHS[day.month - 1]);
    return arena_printf(arena, "%d월 %d일", day.month, day.day);
}

/* Seoul's day and "09:30" of a time; false for a time that has none. */
static bool split(instant t, struct date *ret_day, char ret_clock[6])
{
    char text[INSTANT_TEXT_SIZE];
    const char *clock = strchr(instant_rfc3339(t, text), 'T');
    if (clock == NULL)
        return false;
    *ret_day = instant_seoul_date(t);
    memcpy(ret_clock, clock + 1, 5);
    ret_clock[5] = '\0';
    return true;
}

const char *message_time(struct arena *arena, enum lang lang, instant t)
{
    struct date day;
    char clock[6];
    if (!split(t, &day, clock))
        return "";
    const char *text = message_day(arena, lang, day);
    if (text == NULL)
        return NULL;
    if (lang == LANG_EN)
        return arena_printf(arena, "%s %d, %s", text, day.year, clock);
    return arena_printf(arena, "%d년 %s %s", day.year, text, clock);
}

const char *message_until(struct arena *arena, enum lang lang, instant from, instant t)
{
    struct date first, day;
    char clock[6];
    if (!split(from, &first, clock) || !split(t, &day, clock) || first.year != day.year)
        return message_time(arena, lang, t);
    if (first.month == day.month && first.day == day.day)
        return arena_strdup(arena, clock);
    const char *text = message_day(arena, lang, day);
    if (text == NULL)
        return NULL;
    return arena_printf(arena, lang == LANG_EN ? "%s, %s" : "%s %s", text, clock);
}

int message_count(void)
{
    return message_row_count;
}

const char *message_id(int index)
{
    return message_rows[index].id;
}
