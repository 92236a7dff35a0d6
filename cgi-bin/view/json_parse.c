#include "view/json_parse.h"

#include <string.h>

struct parse {
    struct arena *arena;
    const char *at, *end;
    size_t depth; /* levels that may still be opened */
    enum json_fault fault;
};

static enum err refuse(struct parse *parse, enum json_fault fault)
{
    parse->fault = fault;
    return E_INVALID_REQUEST;
}

static void skip_space(struct parse *parse)
{
    while (parse->at < parse->end && memchr(" \t\r\n", *parse->at, 4) != NULL)
        parse->at++;
}

/* Takes one character; false when another one stands there. */
static bool take(struct parse *parse, char c)
{
    if (parse->at == parse->end || *parse->at != c)
        return false;
    parse->at++;
    return true;
}

/* ---- texts ---- */

static int hex_digit(char c)
{
    static const char DIGITS[] = "0123456789abcdef0123456789ABCDEF";
    const char *found = c != '\0' ? strchr(DIGITS, c) : NULL;
    return found != NULL ? (int)((found - DIGITS) % 16) : -1;
}

/* The four digits behind "\u". */
static enum err take_unit(struct parse *parse, uint32_t *ret_unit)
{
    uint32_t unit = 0;
    if (parse->end - parse->at < 4)
        return refuse(parse, JSON_MALFORMED);
    for (int i = 0; i < 4; i++) {
        const int digit = hex_digit(*parse->at++);
        if (digit < 0)
            return refuse(parse, JSON_MALFORMED);
        unit = unit * 16 + (uint32_t)digit;
    }
    *ret_unit = unit;
    return E_OK;
}

static char *put_point(char *to, uint32_t point)
{
    if (point < 0x80) {
        *to++ = (char)point;
        return to;
    }
    const int more = point < 0x800 ? 1 : point < 0x10000 ? 2 : 3;
    static const unsigned char LEADS[] = {0, 0xc0, 0xe0, 0xf0};
    *to++ = (char)(LEADS[more] | point >> (6 * more));
    for (int i = more - 1; i >= 0; i--)
        *to++ = (char)(0x80 | (point >> (6 * i) & 0x3f));
    return to;
}

static enum err take_point(struct parse *parse, char **to)
{
    uint32_t high, low;
    TRY(take_unit(parse, &high));
    if (high < 0xd800 || high > 0xdfff) {
        *to = put_point(*to, high);
        return E_OK;
    }
    if (high > 0xdbff || !take(parse, '\\') || !take(parse, 'u'))
        return refuse(parse, JSON_MALFORMED);
    TRY(take_unit(parse, &low));
    if (low < 0xdc00 || low > 0xdfff)
        return refuse(parse, JSON_MALFORMED);
    *to = put_point(*to, 0x10000 + ((high - 0xd800) << 10) + (low - 0xdc00));
    return E_OK;
}

static enum err take_escape(struct parse *parse, char **to)
{
    static const char LETTERS[] = "\"\\/bfnrt", MEANT[] = "\"\\/\b\f\n\r\t";
    if (take(parse, 'u'))
        return take_point(parse, to);
    const char *found =
        parse->at < parse->end && *parse->at != '\0' ? strchr(LETTERS, *parse->at) : NULL;
    if (found == NULL)
        return refuse(parse, JSON_MALFORMED);
    parse->at++;
    *(*to)++ = MEANT[found - LETTERS];
    return E_OK;
}

/* Behind the opening quote. What is written is never longer than what was read. */
static enum err take_text(struct parse *parse, struct slice *ret_text)
{
    const char *close = parse->at;
    while (close < parse->end && *close != '"')
        close += *close == '\\' ? 2 : 1;
    if (close >= parse->end || !utf8_valid(parse->at, (size_t)(close - parse->at)))
        return refuse(parse, JSON_MALFORMED);
    char *text = arena_alloc(parse->arena, (size_t)(close - parse->at) + 1), *to = text;
    TRY_NEW(text);
    while (parse->at < close) {
        if ((unsigned char)*parse->at < 0x20)
            return refuse(parse, JSON_MALFORMED);
        if (take(parse, '\\'))
            TRY(take_escape(parse, &to));
        else
            *to++ = *parse->at++;
    }
    parse->at++;
    *ret_text = (struct slice){text, (size_t)(to - text)};
    return E_OK;
}

/* ---- numbers and words ---- */

static size_t take_digits(struct parse *parse)
{
    const char *from = parse->at;
    while (parse->at < parse->end && *parse->at >= '0' && *parse->at <= '9')
        parse->at++;
    return (size_t)(parse->at - from);
}

static int64_t whole_number(const char *digits, size_t count, bool negative)
{
    int64_t number = 0;
    for (size_t i = 0; i < count; i++) {
        const int64_t digit = negative ? '0' - digits[i] : digits[i] - '0';
        if (__builtin_mul_overflow(number, 10, &number) ||
            __builtin_add_overflow(number, digit, &number))
            return negative ? INT64_MIN : INT64_MAX;
    }
    return number;
}

static enum err take_number(struct parse *parse, struct json_node *node)
{
    const bool negative = take(parse, '-');
    const char *digits = parse->at;
    const size_t count = take_digits(parse);
    if (count == 0 || (count > 1 && digits[0] == '0'))
        return refuse(parse, JSON_MALFORMED);
    node->kind = JSON_INT;
    node->number = whole_number(digits, count, negative);
    if (take(parse, '.')) {
        node->kind = JSON_NUMBER;
        if (take_digits(parse) == 0)
            return refuse(parse, JSON_MALFORMED);
    }
    if (take(parse, 'e') || take(parse, 'E')) {
        node->kind = JSON_NUMBER;
        if (!take(parse, '+'))
            (void)take(parse, '-');
        if (take_digits(parse) == 0)
            return refuse(parse, JSON_MALFORMED);
    }
    return E_OK;
}

static enum err take_word(struct parse *parse, struct json_node *node)
{
    static const struct {
        const char *word;
        enum json_kind kind;
        int64_t number;
    } WORDS[] = {{"null", JSON_NULL, 0}, {"true", JSON_BOOL, 1}, {"false", JSON_BOOL, 0}};
    for (size_t i = 0; i < sizeof WORDS / sizeof WORDS[0]; i++) {
        const size_t size = strlen(WORDS[i].word);
        if ((size_t)(parse->end - parse->at) < size || memcmp(parse->at, WORDS[i].word, size) != 0)
            continue;
        parse->at += size;
        node->kind = WORDS[i].kind;
        node->number = WORDS[i].number;
        return E_OK;
    }
    return refuse(parse, JSON_MALFORMED);
}

/* ---- containers ---- */

static uint32_t hash_of(struct slice name)
{
    uint32_t hash = 2166136261U;
    for (size_t i = 0; i < name.size; i++)
        hash = (hash ^ (unsigned char)name.data[i]) * 16777619U;
    return hash ^ hash >> 15;
}

static bool same(struct slice a, struct slice b)
{
    return a.size == b.size && memcmp(a.data, b.data, a.size) == 0;
}

/* A table of the names, twice as large as they are many: few are met by each. */
static enum err check_names(struct parse *parse, const struct json_node *object)
{
    if (object->count < 2)
        return E_OK;
    const size_t places = object->count * 2;
    const struct json_node **table = arena_array(parse->arena, places, sizeof(void *));
    TRY_NEW(table);
    for (const struct json_node *member = object->first; member != NULL; member = member->next) {
        size_t at = hash_of(member->name) % places;
        for (; table[at] != NULL; at = (at + 1) % places)
            if (same(table[at]->name, member->name))
                return refuse(parse, JSON_DUPLICATE);
        table[at] = member;
    }
    return E_OK;
}

static enum err take_value(struct parse *parse, struct json_node *node);

static enum err take_child(struct parse *parse, bool named, struct json_node **ret_child)
{
    struct json_node *child = NEW(parse->arena, struct json_node);
    TRY_NEW(child);
    skip_space(parse);
    if (named) {
        if (!take(parse, '"'))
            return refuse(parse, JSON_MALFORMED);
        TRY(take_text(parse, &child->name));
        skip_space(parse);
        if (!take(parse, ':'))
            return refuse(parse, JSON_MALFORMED);
    }
    TRY(take_value(parse, child));
    *ret_child = child;
    return E_OK;
}

/* Behind the opening bracket. */
static enum err take_children(struct parse *parse, struct json_node *node, char close)
{
    const struct json_node **end = &node->first;
    if (parse->depth == 0)
        return refuse(parse, JSON_TOO_DEEP);
    parse->depth--;
    skip_space(parse);
    for (bool more = !take(parse, close); more;) {
        struct json_node *child;
        TRY(take_child(parse, node->kind == JSON_OBJECT, &child));
        *end = child;
        end = &child->next;
        node->count++;
        skip_space(parse);
        more = take(parse, ',');
        if (!more && !take(parse, close))
            return refuse(parse, JSON_MALFORMED);
    }
    parse->depth++;
    return node->kind == JSON_OBJECT ? check_names(parse, node) : E_OK;
}

static enum err take_value(struct parse *parse, struct json_node *node)
{
    skip_space(parse);
    if (take(parse, '{')) {
        node->kind = JSON_OBJECT;
        return take_children(parse, node, '}');
    }
    if (take(parse, '[')) {
        node->kind = JSON_ARRAY;
        return take_children(parse, node, ']');
    }
    if (take(parse, '"')) {
        node->kind = JSON_STRING;
        return take_text(parse, &node->text);
    }
    if (parse->at < parse->end && (*parse->at == '-' || (*parse->at >= '0' && *parse->at <= '9')))
        return take_number(parse, node);
    return take_word(parse, node);
}

/* ---- the whole ---- */

enum err json_parse(struct arena *arena, struct slice text, size_t depth,
                    const struct json_node **ret_root, enum json_fault *ret_fault)
{
    struct parse parse = {
        .arena = arena, .at = text.data, .end = text.data + text.size, .depth = depth};
    struct json_node *root = NEW(arena, struct json_node);
    TRY_NEW(root);
    enum err e = take_value(&parse, root);
    skip_space(&parse);
    if (e == E_OK && parse.at < parse.end)
        e = refuse(&parse, JSON_MALFORMED);
    *ret_fault = parse.fault;
    if (e == E_OK)
        *ret_root = root;
    return e;
}

const struct json_node *json_member(const struct json_node *object, const char *name)
{
    const struct slice wanted = {name, strlen(name)};
    const struct json_node *member = object->kind == JSON_OBJECT ? object->first : NULL;
    while (member != NULL && !same(member->name, wanted))
        member = member->next;
    return member;
}
