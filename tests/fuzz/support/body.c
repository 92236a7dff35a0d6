#include "fuzz/support/body.h"

#include "base/ids.h"
#include "fuzz/support/fuzz.h"

enum kind { KIND_POINT, KIND_CARD, KIND_COUNT };
static const char *const KINDS[] = {"POINT", "CARD", NULL};

struct inner {
    int64_t number;
    const char *line;
};
struct body {
    int64_t number, other;
    const char *line, *free_line, *text, *secret;
    bool flag, has_line, has_inner;
    enum kind kind;
    struct inner inner;
    struct int_list ids;
    struct object_list items;
};
_Static_assert(sizeof(struct body) <= BODY_SIZE_MAX, "no room for the body");

static const struct field INNER_TABLE[] = {
    {.name = "number",
     .type = FIELD_INT,
     .required = true,
     .min = 1,
     .max = 999,
     .offset = offsetof(struct inner, number)},
    {.name = "line",
     .type = FIELD_LINE,
     .min = 1,
     .max = 10,
     .offset = offsetof(struct inner, line)},
};
static const struct field_set INNER = FIELD_SET(struct inner, INNER_TABLE);

static const struct field BODY_TABLE[] = {
    {.name = "number",
     .type = FIELD_INT,
     .required = true,
     .min = -10,
     .max = 1000,
     .offset = offsetof(struct body, number)},
    {.name = "other",
     .type = FIELD_INT,
     .min = INT64_MIN,
     .max = INT64_MAX,
     .offset = offsetof(struct body, other)},
    {.name = "line",
     .type = FIELD_LINE,
     .min = 2,
     .max = 20,
     .offset = offsetof(struct body, line),
     .has = HAS(struct body, has_line)},
    {.name = "free",
     .type = FIELD_LINE,
     .min = 0,
     .max = 20,
     .offset = offsetof(struct body, free_line)},
    {.name = "text",
     .type = FIELD_TEXT,
     .min = 1,
     .max = 50,
     .offset = offsetof(struct body, text)},
    {.name = "secret",
     .type = FIELD_SECRET,
     .min = 3,
     .max = 10,
     .offset = offsetof(struct body, secret)},
    {.name = "flag", .type = FIELD_BOOL, .offset = offsetof(struct body, flag)},
    {.name = "kind", .type = FIELD_ENUM, .offset = offsetof(struct body, kind), .names = KINDS},
    {.name = "inner",
     .type = FIELD_OBJECT,
     .offset = offsetof(struct body, inner),
     .has = HAS(struct body, has_inner),
     .of = &INNER},
    {.name = "ids", .type = FIELD_INTS, .min = 1, .max = 5, .offset = offsetof(struct body, ids)},
    {.name = "items",
     .type = FIELD_OBJECTS,
     .min = 1,
     .max = 4,
     .offset = offsetof(struct body, items),
     .of = &INNER},
};
const struct field_set BODY_FIELDS = FIELD_SET(struct body, BODY_TABLE);
const struct field_set BODY_FIELDS_OPEN = FIELD_SET_OPEN(struct body, BODY_TABLE);

static bool is_control(char c, bool lines)
{
    return ((unsigned char)c < 0x20 && !(lines && (c == '\n' || c == '\t'))) || c == 0x7f;
}

/* A text of `min` to `max` characters; one that is to be seen holds no control character. */
static void text_holds(const char *text, size_t min, size_t max, bool seen, bool lines)
{
    if (text == NULL)
        return;
    const size_t size = strlen(text);
    HOLDS(utf8_valid(text, size));
    HOLDS(utf8_length(text, size) >= min && utf8_length(text, size) <= max);
    for (size_t i = 0; seen && i < size; i++)
        HOLDS(!is_control(text[i], lines));
    HOLDS(!seen || min == 0 || !utf8_blank(text, size));
}

static void inner_holds(const struct inner *inner)
{
    HOLDS(inner->number >= 1 && inner->number <= 999);
    text_holds(inner->line, 1, 10, true, false);
}

void body_holds(const void *taken)
{
    const struct body *body = taken;
    HOLDS(body->number >= -10 && body->number <= 1000);
    HOLDS(body->kind < KIND_COUNT);
    HOLDS(body->has_line == (body->line != NULL));
    text_holds(body->line, 2, 20, true, false);
    text_holds(body->free_line, 0, 20, true, false);
    text_holds(body->text, 1, 50, true, true);
    text_holds(body->secret, 3, 10, false, false);
    if (body->has_inner)
        inner_holds(&body->inner);
    HOLDS(body->ids.count <= 5 && body->items.count <= 4);
    for (size_t i = 0; i < body->ids.count; i++)
        HOLDS(body->ids.items[i] >= 1 && body->ids.items[i] <= ID_MAX);
    for (size_t i = 0; i < body->items.count; i++)
        inner_holds((const struct inner *)body->items.items + i);
}
