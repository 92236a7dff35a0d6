/* web/decode_json.c and web/decode_scan.c: a body by its field table. */
#include "web_test.h"

#include <stdio.h>

#include "web/decode.h"

struct address {
    const char *postcode, *line1, *line2;
};
struct line {
    product_id product;
    int64_t quantity;
    bool has_quantity;
};
enum method { METHOD_POINT, METHOD_CARD };
struct body {
    int64_t amount;
    const char *name, *note, *password;
    bool gift, has_gift, has_note;
    enum method method;
    struct address address;
    struct int_list ids;
    struct object_list items;
};

static const char *const METHODS[] = {"POINT", "CARD", NULL};
static const struct field ADDRESS_FIELDS[] = {
    {.name = "postcode",
     .type = FIELD_LINE,
     .required = true,
     .min = 5,
     .max = 5,
     .offset = offsetof(struct address, postcode)},
    {.name = "line1",
     .type = FIELD_LINE,
     .required = true,
     .min = 1,
     .max = 100,
     .offset = offsetof(struct address, line1)},
    {.name = "line2",
     .type = FIELD_LINE,
     .min = 0,
     .max = 100,
     .offset = offsetof(struct address, line2)},
};
static const struct field_set ADDRESS = FIELD_SET(struct address, ADDRESS_FIELDS);
static const struct field LINE_FIELDS[] = {
    {.name = "productId",
     .type = FIELD_INT,
     .required = true,
     .min = 1,
     .max = ID_MAX,
     .offset = offsetof(struct line, product)},
    {.name = "quantity",
     .type = FIELD_INT,
     .required = true,
     .min = 1,
     .max = 999,
     .offset = offsetof(struct line, quantity),
     .has = HAS(struct line, has_quantity)},
};
static const struct field_set LINE = FIELD_SET(struct line, LINE_FIELDS);
static const struct field BODY_FIELDS[] = {
    {.name = "amount",
     .type = FIELD_INT,
     .min = -10,
     .max = 1000,
     .offset = offsetof(struct body, amount)},
    {.name = "name", .type = FIELD_LINE, .min = 2, .max = 5, .offset = offsetof(struct body, name)},
    {.name = "note",
     .type = FIELD_TEXT,
     .min = 0,
     .max = 20,
     .offset = offsetof(struct body, note),
     .has = HAS(struct body, has_note)},
    {.name = "password",
     .type = FIELD_SECRET,
     .min = 3,
     .max = 10,
     .offset = offsetof(struct body, password)},
    {.name = "gift",
     .type = FIELD_BOOL,
     .offset = offsetof(struct body, gift),
     .has = HAS(struct body, has_gift)},
    {.name = "method",
     .type = FIELD_ENUM,
     .offset = offsetof(struct body, method),
     .names = METHODS},
    {.name = "address",
     .type = FIELD_OBJECT,
     .offset = offsetof(struct body, address),
     .of = &ADDRESS},
    {.name = "ids", .type = FIELD_INTS, .min = 1, .max = 3, .offset = offsetof(struct body, ids)},
    {.name = "items",
     .type = FIELD_OBJECTS,
     .min = 1,
     .max = 2,
     .offset = offsetof(struct body, items),
     .of = &LINE},
};
static const struct field_set BODY = FIELD_SET(struct body, BODY_FIELDS);

static struct body good(struct call *call, const char *json)
{
    struct body body;
    forget_problems(call);
    if (decode_json(call, &BODY, slice_of(json), &body) != E_OK)
        fail_msg("refused: %s at \"%s\"", json,
                 call->problems.first != NULL ? call->problems.first->field : "?");
    assert_int_equal(call->problems.count, 0);
    return body;
}

static void bad_bytes(struct call *call, struct slice json, const char *field,
                      enum problem_code code)
{
    struct body body;
    memset(&body, 0x5a, sizeof body);
    struct body before = body;
    forget_problems(call);
    if (decode_json(call, &BODY, json, &body) != E_INVALID_REQUEST)
        fail_msg("accepted: %.*s", (int)json.size, json.data);
    assert_memory_equal(&body, &before, sizeof body);
    assert_problem(call, field, code);
}

static void bad(struct call *call, const char *json, const char *field, enum problem_code code)
{
    bad_bytes(call, slice_of(json), field, code);
}

static void fills_every_type(void **state)
{
    struct body body =
        good(*state,
             "{\"amount\":-10,\"name\":\" \\u3000가나 \",\"note\":\"a\\r\\nb\\rc\\td\","
             "\"password\":\" a\\nb \",\"gift\":true,\"method\":\"CARD\","
             "\"address\":{\"postcode\":\"06236\",\"line1\":\"길 1\"},\"ids\":[3,1,3],"
             "\"items\":[{\"productId\":7,\"quantity\":999},{\"productId\":8,\"quantity\":1}]}\n");
    assert_int_equal(body.amount, -10);
    assert_string_equal(body.name, "가나");
    assert_string_equal(body.note, "a\nb\nc\td");
    assert_string_equal(body.password, " a\nb ");
    assert_true(body.gift && body.has_gift && body.has_note);
    assert_int_equal(body.method, METHOD_CARD);
    assert_string_equal(body.address.postcode, "06236");
    assert_null(body.address.line2);
    assert_int_equal(body.ids.count, 3);
    assert_int_equal(body.ids.items[2], 3);
    const struct line *lines = body.items.items;
    assert_int_equal(body.items.count, 2);
    assert_int_equal(lines[0].product.v, 7);
    assert_int_equal(lines[0].quantity, 999);
    assert_true(lines[1].has_quantity);
}

static void leaves_out_what_is_optional(void **state)
{
    struct body body = good(*state, "");
    assert_int_equal(body.amount, 0);
    assert_null(body.name);
    assert_false(body.has_gift);
    body = good(*state, " {\"note\":\"\"} \r\n\t");
    assert_true(body.has_note);
    assert_string_equal(body.note, "");
}

static void refuses_what_is_no_object(void **state)
{
    static const char *const texts[] = {" ",
                                        "{",
                                        "}",
                                        "{}}",
                                        "{} x",
                                        "{}{}",
                                        "{\"amount\":1.}",
                                        "{\"amount\":NaN}",

                                        "{\"amount\":1,}",
                                        "{'amount':1}",
                                        "{\"amount\" 1}",
                                        "{amount:1}",
                                        "{\"amount\":01}",
                                        "{\"amount\":+1}",
                                        "{\"amount\":}",
                                        "// c\n{}",
                                        "{\"ids\":[1,]}",
                                        "{\"name\":\"a",
                                        "{\"name\":\"\\x41b\"}",
                                        "\xEF\xBB\xBF{}",
                                        "{\"amount\":-}",
                                        "{\"amount\":1-2}",
                                        "{\"amount\":--1}",
                                        "{,}",
                                        "{\"ids\":[,1]}",
                                        "{\"gift\":TRUE}",
                                        "{\"gift\":true\f}",
                                        "{\"amount\":1 2}",
                                        "{\"ids\":[1}",
                                        "{\"gift\":tru}",
                                        "{\"name\":\"\\u12\"}",
                                        "\\",
                                        "\"\\"};
    for (size_t i = 0; i < COUNT_OF(texts); i++)
        bad(*state, texts[i], "", P_MALFORMED);
    bad(*state, "[]", "", P_INVALID_TYPE);
    bad(*state, "null", "", P_INVALID_TYPE);
    bad(*state, "12", "", P_INVALID_TYPE);
    bad(*state, "\"a\"", "", P_INVALID_TYPE);
}

static void takes_integers_only(void **state)
{
    static const char *const others[] = {"1.5",  "1e3",  "1.0", "1E2", "-0.0", "\"1\"",
                                         "null", "true", "[]",  "{}",  "1e400"};
    for (size_t i = 0; i < COUNT_OF(others); i++) {
        char json[64];
        snprintf(json, sizeof json, "{\"amount\":%s}", others[i]);
        bad(*state, json, "amount", P_INVALID_TYPE);
    }
    static const char *const beyond[] = {"1001",
                                         "-11",
                                         "9223372036854775807",
                                         "-9223372036854775808",
                                         "9223372036854775808",
                                         "18446744073709551615"};
    for (size_t i = 0; i < COUNT_OF(beyond); i++) {
        char json[64];
        snprintf(json, sizeof json, "{\"amount\":%s}", beyond[i]);
        bad(*state, json, "amount", P_OUT_OF_RANGE);
        struct call *call = *state;
        assert_int_equal(call->problems.first->low, -10);
        assert_int_equal(call->problems.first->high, 1000);
    }
    assert_int_equal(good(*state, "{\"amount\":1000}").amount, 1000);
}

static void takes_no_number_beyond_64_bits(void **state)
{
    static const char *const beyond[] = {"99999999999999999999", "-99999999999999999999",
                                         "18446744073709551616",
                                         "100000000000000000000000000000000000000000000"};
    for (size_t i = 0; i < COUNT_OF(beyond); i++) {
        char json[96];
        snprintf(json, sizeof json, "{\"items\":[{\"productId\":1,\"quantity\":%s}]}", beyond[i]);
        bad(*state, json, "items[0].quantity", P_OUT_OF_RANGE);
    }
}

static void checks_texts(void **state)
{
    bad(*state, "{\"name\":\"가\"}", "name", P_TOO_SHORT);
    bad(*state, "{\"name\":\"   가 \"}", "name", P_TOO_SHORT);
    bad(*state, "{\"name\":\"가나다라마바\"}", "name", P_TOO_LONG);
    assert_string_equal(good(*state, "{\"name\":\"가나다라마\"}").name, "가나다라마");
    bad(*state, "{\"name\":\"a\\nb\"}", "name", P_INVALID_TEXT);
    bad(*state, "{\"name\":\"a\\u0085b\"}", "name", P_INVALID_TEXT);
    bad(*state, "{\"name\":\"a\\u2028b\"}", "name", P_INVALID_TEXT);
    bad(*state, "{\"name\":\"a\\u007fb\"}", "name", P_INVALID_TEXT);
    bad(*state, "{\"note\":\"a\\u0001b\"}", "note", P_INVALID_TEXT);
    static const char *const WANTED_NOWHERE[] = {"202a", "202e", "2066", "2069", "fffe",
                                                 "ffff", "fdd0", "fffb", "0085", "009f"};
    for (size_t i = 0; i < COUNT_OF(WANTED_NOWHERE); i++) {
        char body[40];
        snprintf(body, sizeof body, "{\"note\":\"a\\u%sb\"}", WANTED_NOWHERE[i]);
        bad(*state, body, "note", P_INVALID_TEXT);
    }
    /* Marks of direction, joiners and what writes from right to left are texts. */
    assert_string_equal(good(*state, "{\"note\":\"a\\u200f\\u200d\\u0627\"}").note,
                        "a\u200f\u200d\u0627");
    /* What cannot be seen is nothing where something is wanted. */
    bad(*state, "{\"name\":\"\\u3164\\u200b\\u00a0\"}", "name", P_TOO_SHORT);
    assert_string_equal(good(*state, "{\"note\":\"\\u3164\"}").note, "\u3164");
    bad(*state, "{\"name\":\"a\tb\"}", "name", P_INVALID_TEXT);
    bad(*state, "{\"name\":null}", "name", P_INVALID_TYPE);
    bad(*state, "{\"name\":12}", "name", P_INVALID_TYPE);
    bad(*state, "{\"password\":\"ab\"}", "password", P_TOO_SHORT);
    bad(*state, "{\"method\":\"CASH\"}", "method", P_INVALID_VALUE);
    bad(*state, "{\"method\":1}", "method", P_INVALID_TYPE);
    bad(*state, "{\"gift\":1}", "gift", P_INVALID_TYPE);
    bad(*state, "{\"gift\":\"true\"}", "gift", P_INVALID_TYPE);
}

static void refuses_nul_everywhere(void **state)
{
    bad(*state, "{\"name\":\"ab\\u0000\"}", "name", P_INVALID_TEXT);
    bad(*state, "{\"name\":\"\\u0000ab\"}", "name", P_INVALID_TEXT);
    bad(*state, "{\"password\":\"abc\\u0000\"}", "password", P_INVALID_TEXT);
    bad(*state, "{\"name\\u0000\":\"abc\"}", "", P_INVALID_TEXT);
    bad(*state, "{\"address\":{\"line1\\u0000x\":\"abc\"}}", "address", P_INVALID_TEXT);
    bad(*state, "{\"items\":[{},{\"x\":[1,\"\\u0000\"]}]}", "items[1].x[1]", P_INVALID_TEXT);
    /* An escaped backslash is no escape; one more is. */
    assert_string_equal(good(*state, "{\"note\":\"\\\\u0000\"}").note, "\\u0000");
    bad(*state, "{\"note\":\"\\\\\\u0000\"}", "note", P_INVALID_TEXT);
    bad_bytes(*state, (struct slice){"{\"note\":\"a\0b\"}", 14}, "note", P_INVALID_TEXT);
    bad_bytes(*state, (struct slice){"{}\0", 3}, "", P_MALFORMED);
    bad_bytes(*state, (struct slice){"{\"note\0\":\"a\"}", 13}, "", P_INVALID_TEXT);
}

static void refuses_broken_unicode(void **state)
{
    bad(*state, "{\"name\":\"ab\xff\"}", "name", P_INVALID_TEXT);
    bad(*state, "{\"name\":\"\xed\xa0\x80zz\"}", "name", P_INVALID_TEXT);
    bad(*state, "{\"\xc0\x80\":1}", "", P_INVALID_TEXT);
    bad(*state, "{\"name\":\"ab\\ud800\"}", "name", P_INVALID_TEXT);
    bad(*state, "{\"name\":\"ab\\udc00\"}", "name", P_INVALID_TEXT);
    bad(*state, "{\"name\":\"ab\\ud800\\u0041\"}", "name", P_INVALID_TEXT);
    bad(*state, "{\"\xff", "", P_INVALID_TEXT);
    assert_string_equal(good(*state, "{\"name\":\"a\\ud83d\\uDE00b\"}").name, "a😀b");
}

static void names_every_problem(void **state)
{
    struct call *call = *state;
    bad(call,
        "{\"amount\":1.5,\"color\":1,\"address\":{\"postcode\":\"1\",\"x\":0},"
        "\"ids\":[0,\"a\",1],\"items\":[{\"productId\":1,\"quantity\":1000},{\"quantity\":null}]}",
        "amount", P_INVALID_TYPE);
    assert_problem(call, "color", P_UNKNOWN_FIELD);
    assert_problem(call, "address.postcode", P_TOO_SHORT);
    assert_problem(call, "address.line1", P_REQUIRED);
    assert_problem(call, "address.x", P_UNKNOWN_FIELD);
    assert_problem(call, "ids[0]", P_OUT_OF_RANGE);
    assert_problem(call, "ids[1]", P_INVALID_TYPE);
    assert_problem(call, "items[0].quantity", P_OUT_OF_RANGE);
    assert_problem(call, "items[1].productId", P_REQUIRED);
    assert_problem(call, "items[1].quantity", P_INVALID_TYPE);
    assert_int_equal(call->problems.count, 10);
    bad(call, "{\"\":1}", "", P_UNKNOWN_FIELD);
    bad(call, "{\"items\":[1]}", "items[0]", P_INVALID_TYPE);
}

static void cuts_a_long_name(void **state)
{
    struct call *call = *state;
    struct strbuf buf = strbuf_make(call->arena, 1024);
    strbuf_puts(&buf, "{\"");
    for (int i = 0; i < 100; i++)
        strbuf_puts(&buf, "가");
    strbuf_puts(&buf, "\":1}");
    struct slice json;
    assert_int_equal(strbuf_finish(&buf, &json), E_OK);
    struct body body;
    assert_int_equal(decode_json(call, &BODY, json, &body), E_INVALID_REQUEST);
    size_t size = strlen(call->problems.first->field);
    assert_int_equal(size, 63);
    assert_true(utf8_valid(call->problems.first->field, size));
}

static void bounds_lists(void **state)
{
    bad(*state, "{\"ids\":[]}", "ids", P_TOO_FEW);
    bad(*state, "{\"ids\":[1,2,3,4]}", "ids", P_TOO_MANY);
    bad(*state, "{\"ids\":{}}", "ids", P_INVALID_TYPE);
    bad(*state, "{\"items\":[]}", "items", P_TOO_FEW);
    bad(*state, "{\"items\":[{},{},{}]}", "items", P_TOO_MANY);
    bad(*state, "{\"items\":{}}", "items", P_INVALID_TYPE);
}

static void refuses_a_name_twice(void **state)
{
    bad(*state, "{\"amount\":1,\"amount\":2}", "", P_DUPLICATE);
    bad(*state, "{\"amount\":1,\"\\u0061mount\":2}", "", P_DUPLICATE);
    bad(*state, "{\"items\":[{\"productId\":1,\"productId\":1,\"quantity\":1}]}", "", P_DUPLICATE);
}

static char *nested(size_t depth, char *text)
{
    memset(text, '[', depth);
    memset(text + depth, ']', depth);
    text[2 * depth] = '\0';
    return text;
}

static void bounds_nesting(void **state)
{
    static char deep[40000];
    char json[64], inner[32];
    snprintf(json, sizeof json, "{\"ids\":%s}", nested(JSON_DEPTH_MAX - 1, inner));
    bad(*state, json, "ids[0]", P_INVALID_TYPE);
    snprintf(json, sizeof json, "{\"ids\":%s}", nested(JSON_DEPTH_MAX, inner));
    bad(*state, json, "ids[0][0][0][0][0][0][0]", P_TOO_DEEP);
    bad(*state, nested(19000, deep), "[0][0][0][0][0][0][0][0]", P_TOO_DEEP);
}

static void bounds_containers(void **state)
{
    static char wide[3 * JSON_CONTAINERS_MAX + 64];
    char *to = wide;
    memcpy(to, "{\"ids\":[", 8);
    to += 8;
    for (int i = 0; i < JSON_CONTAINERS_MAX; i++, to += 3)
        memcpy(to, "[],", 3);
    memcpy(to - 1, "]}", 3);
    bad(*state, wide, "", P_TOO_MANY);
}

static void bounds_names(void **state)
{
    static char many[20 * JSON_NAMES_MAX];
    for (int surplus = 0; surplus <= 1; surplus++) {
        size_t at = 0;
        for (int i = 0; i < JSON_NAMES_MAX + surplus; i++)
            at +=
                (size_t)snprintf(many + at, sizeof many - at, "%s\"n%d\":1", i > 0 ? "," : "{", i);
        many[at] = '}';
        many[at + 1] = '\0';
        bad(*state, many, surplus ? "" : "n0", surplus ? P_TOO_MANY : P_UNKNOWN_FIELD);
    }
}

/* Every prefix of a body, and every body with one byte changed, is decoded or refused. */
static void survives_damage(void **state)
{
    static const char json[] =
        "{\"amount\":-1,\"name\":\"\\ud83d\\uDE00가\",\"ids\":[1,2],\"items\":[{\"productId\":1,"
        "\"quantity\":2}],\"address\":{\"postcode\":\"06236\",\"line1\":\"x\"}}";
    struct call *call = *state;
    struct body body;
    for (size_t size = 0; size < sizeof json; size++) {
        char *copy = malloc(size > 0 ? size : 1);
        assert_non_null(copy);
        memcpy(copy, json, size);
        enum err e = decode_json(call, &BODY, (struct slice){copy, size}, &body);
        assert_true(e == (size == 0 || size == sizeof json - 1 ? E_OK : E_INVALID_REQUEST));
        for (int c = 0; size > 0 && c < 256; c++) {
            copy[size - 1] = (char)c;
            e = decode_json(call, &BODY, (struct slice){copy, size}, &body);
            assert_true(e == E_OK || e == E_INVALID_REQUEST);
        }
        free(copy);
        forget_problems(call);
        arena_reset(call->arena);
    }
}

static void runs_out_of_memory(void **state)
{
    static const char json[] =
        "{\"amount\":1,\"name\":\"abc\",\"ids\":[1],\"items\":[{\"productId\":1,"
        "\"quantity\":2}]}";
    struct call *call = *state;
    enum err e = E_NO_MEMORY;
    for (uint64_t nth = 1; nth < 60 && e != E_OK; nth++) {
        struct body body;
        arena_fail_at(call->arena, nth);
        e = decode_json(call, &BODY, slice_of(json), &body);
        assert_true(e == E_OK || e == E_NO_MEMORY);
    }
    arena_fail_at(call->arena, 0);
    assert_int_equal(e, E_OK);
    /* A problem that cannot be kept is a refusal all the same. */
    struct body body;
    arena_fail_at(call->arena, 5); /* behind the tree's three and the struct's one */
    assert_int_equal(decode_json(call, &BODY, slice_of("{\"amount\":null}"), &body),
                     E_INVALID_REQUEST);
}

static void lets_unknown_fields_pass_where_the_set_is_open(void **state)
{
    struct call *call = *state;
    static const struct field_set OPEN = FIELD_SET_OPEN(struct address, ADDRESS_FIELDS);
    struct address address;
    assert_int_equal(decode_json(call, &OPEN,
                                 slice_of("{\"postcode\":\"12345\",\"line1\":\"x\","
                                          "\"more\":{\"and\":[1,null]},\"line3\":\"\"}"),
                                 &address),
                     E_OK);
    assert_string_equal(address.line1, "x");
    assert_int_equal(
        decode_json(call, &OPEN, slice_of("{\"postcode\":\"12345\",\"more\":1}"), &address),
        E_INVALID_REQUEST);
    assert_problem(call, "line1", P_REQUIRED);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        WEB_TEST(fills_every_type),
        WEB_TEST(leaves_out_what_is_optional),
        WEB_TEST(refuses_what_is_no_object),
        WEB_TEST(takes_integers_only),
        WEB_TEST(takes_no_number_beyond_64_bits),
        WEB_TEST(checks_texts),
        WEB_TEST(refuses_nul_everywhere),
        WEB_TEST(refuses_broken_unicode),
        WEB_TEST(lets_unknown_fields_pass_where_the_set_is_open),
        WEB_TEST(names_every_problem),
        WEB_TEST(cuts_a_long_name),
        WEB_TEST(bounds_lists),
        WEB_TEST(refuses_a_name_twice),
        WEB_TEST(bounds_nesting),
        WEB_TEST(bounds_containers),
        WEB_TEST(bounds_names),
        WEB_TEST(survives_damage),
        WEB_TEST(runs_out_of_memory),
    };
    return cmocka_run_group_tests_name("web/decode_json", tests, NULL, NULL);
}
