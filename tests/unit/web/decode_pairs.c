/* web/decode_form.c and web/decode_pairs.c: forms and queries by their field tables. */
#include "web_test.h"

#include "web/decode.h"

struct address {
    const char *postcode, *line2;
};
struct form {
    int64_t amount, step;
    const char *name, *note, *password, *title;
    bool gift, has_gift, has_name, has_address;
    int sort;
    struct address address, other;
    struct int_list ids;
    struct page_query page;
};

static const char *const SORTS[] = {"newest", "price_asc", NULL};
static const struct field ADDRESS_FIELDS[] = {
    {.name = "postcode",
     .type = FIELD_LINE,
     .required = true,
     .min = 5,
     .max = 5,
     .offset = offsetof(struct address, postcode)},
    {.name = "line2", .type = FIELD_LINE, .max = 100, .offset = offsetof(struct address, line2)},
};
static const struct field_set ADDRESS = FIELD_SET(struct address, ADDRESS_FIELDS);
static const struct field FORM_FIELDS[] = {
    {.name = "amount",
     .type = FIELD_INT,
     .required = true,
     .min = 1,
     .max = 1000,
     .offset = offsetof(struct form, amount)},
    {.name = "step", .type = FIELD_INT, .min = -5, .max = 5, .offset = offsetof(struct form, step)},
    {.name = "name",
     .type = FIELD_LINE,
     .min = 2,
     .max = 5,
     .offset = offsetof(struct form, name),
     .has = HAS(struct form, has_name)},
    {.name = "note", .type = FIELD_TEXT, .max = 20, .offset = offsetof(struct form, note)},
    {.name = "password",
     .type = FIELD_SECRET,
     .min = 3,
     .max = 10,
     .offset = offsetof(struct form, password)},
    {.name = "title", .type = FIELD_LINE, .max = 9, .offset = offsetof(struct form, title)},
    {.name = "gift",
     .type = FIELD_BOOL,
     .offset = offsetof(struct form, gift),
     .has = HAS(struct form, has_gift)},
    {.name = "sort", .type = FIELD_ENUM, .offset = offsetof(struct form, sort), .names = SORTS},
    {.name = "address",
     .type = FIELD_OBJECT,
     .required = true,
     .offset = offsetof(struct form, address),
     .of = &ADDRESS},
    {.name = "other",
     .type = FIELD_OBJECT,
     .offset = offsetof(struct form, other),
     .of = &ADDRESS,
     .has = HAS(struct form, has_address)},
    {.name = "ids", .type = FIELD_INTS, .min = 1, .max = 4, .offset = offsetof(struct form, ids)},
    PAGE_FIELDS(struct form, page),
};
static const struct field_set FORM = FIELD_SET(struct form, FORM_FIELDS);

static enum err decode(struct call *call, const char *text, struct form *form)
{
    const struct pair *pairs;
    size_t count;
    forget_problems(call);
    assert_int_equal(decode_form(call, slice_of(text), &pairs, &count), E_OK);
    return decode_pairs(call, &FORM, pairs, count, form);
}

/* Decodes `text` behind what is required anyway. */
static enum err decode_more(struct call *call, const char *text, struct form *form)
{
    return decode(call, arena_printf(call->arena, "amount=1&address.postcode=06236&%s", text),
                  form);
}

static void bad(struct call *call, const char *text, const char *field, enum problem_code code)
{
    struct form form;
    if (decode_more(call, text, &form) != E_INVALID_REQUEST)
        fail_msg("accepted: %s", text);
    assert_problem(call, field, code);
    assert_int_equal(call->problems.count, 1);
    assert_int_equal(form.amount, 1); /* what could be decoded is there */
}

static void splits_and_decodes(void **state)
{
    struct call *call = *state;
    const struct pair *pairs;
    size_t count;
    assert_int_equal(
        decode_form(call, slice_of("a=1+2&&b&%ea%b0%80=%26%3d=&=x&a=3&"), &pairs, &count), E_OK);
    assert_int_equal(count, 5);
    assert_string_equal(pairs[0].value, "1 2");
    assert_string_equal(pairs[1].name, "b");
    assert_string_equal(pairs[1].value, "");
    assert_string_equal(pairs[2].name, "가");
    assert_string_equal(pairs[2].value, "&==");
    assert_string_equal(pairs[3].name, "");
    assert_string_equal(pairs[4].value, "3");
    assert_int_equal(decode_form(call, (struct slice){NULL, 0}, &pairs, &count), E_OK);
    assert_int_equal(count, 0);
}

static void refuses_what_is_no_form(void **state)
{
    static const struct {
        const char *text, *field;
        enum problem_code code;
    } rows[] = {
        {"a=%", "a", P_MALFORMED},        {"a=%4", "a", P_MALFORMED},
        {"a=%zz", "a", P_MALFORMED},      {"a=b%00c", "a", P_MALFORMED},
        {"%00=1", "", P_MALFORMED},       {"a=%ff", "a", P_INVALID_TEXT},
        {"%c0%80=1", "", P_INVALID_TEXT}, {"a=\xff", "a", P_INVALID_TEXT},
    };
    struct call *call = *state;
    const struct pair *pairs;
    size_t count;
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        forget_problems(call);
        assert_int_equal(decode_form(call, slice_of(rows[i].text), &pairs, &count),
                         E_INVALID_REQUEST);
        assert_problem(call, rows[i].field, rows[i].code);
    }
    assert_int_equal(decode_form(call, (struct slice){"a=b\0c", 5}, &pairs, &count),
                     E_INVALID_REQUEST);
}

static void bounds_the_number_of_pairs(void **state)
{
    struct call *call = *state;
    char text[2 * PAIRS_MAX + 1];
    const struct pair *pairs;
    size_t count;
    for (size_t i = 0; i < sizeof text; i++)
        text[i] = i % 2 == 0 ? 'a' : '&';
    struct slice most = {text, 2 * PAIRS_MAX - 1}, more = {text, sizeof text};
    assert_int_equal(decode_form(call, most, &pairs, &count), E_OK);
    assert_int_equal(count, PAIRS_MAX);
    assert_int_equal(decode_form(call, more, &pairs, &count), E_INVALID_REQUEST);
    assert_problem(call, "", P_TOO_MANY);
}

static void fills_every_type(void **state)
{
    struct form form;
    assert_int_equal(
        decode_more(*state,
                    "step=-5&name=+%EA%B0%80%EB%82%98+&note=a%0D%0Ab&password=+ab+&gift=on&"
                    "sort=price_asc&address.line2=x&other.postcode=12345&ids=1,2&ids=+3&csrf=abc&"
                    "limit=100&cursor=abc&title=",
                    &form),
        E_OK);
    assert_int_equal(form.step, -5);
    assert_string_equal(form.name, "가나");
    assert_string_equal(form.note, "a\nb");
    assert_string_equal(form.password, " ab ");
    assert_true(form.gift && form.has_gift && form.has_name && form.has_address);
    assert_int_equal(form.sort, 1);
    assert_string_equal(form.address.line2, "x");
    assert_string_equal(form.other.postcode, "12345");
    assert_null(form.title);
    assert_int_equal(form.ids.count, 3);
    assert_int_equal(form.ids.items[1], 2);
    assert_int_equal(form.ids.items[2], 3);
    assert_int_equal(form.page.limit, 100);
    assert_string_equal(form.page.cursor, "abc");
}

static void takes_empty_for_not_sent(void **state)
{
    struct form form;
    assert_int_equal(decode_more(*state,
                                 "step=&name=+&note=&password=&gift=&sort=&other.postcode=+&"
                                 "other.line2=&ids=&limit=&cursor=",
                                 &form),
                     E_OK);
    assert_null(form.name);
    assert_false(form.has_name || form.has_gift || form.has_address);
    assert_null(form.password);
    assert_int_equal(form.ids.count, 0);
    assert_int_equal(form.page.limit, 0);
}

static void names_what_is_missing(void **state)
{
    struct call *call = *state;
    struct form form;
    assert_int_equal(decode(call, "amount=", &form), E_INVALID_REQUEST);
    assert_problem(call, "amount", P_REQUIRED);
    assert_problem(call, "address.postcode", P_REQUIRED);
    assert_int_equal(call->problems.count, 2);
    bad(call, "other.line2=x", "other.postcode", P_REQUIRED);
}

static void refuses_field_by_field(void **state)
{
    bad(*state, "step=6", "step", P_OUT_OF_RANGE);
    bad(*state, "step=99999999999999999999", "step", P_OUT_OF_RANGE);
    bad(*state, "step=1.5", "step", P_INVALID_TYPE);
    bad(*state, "step=1e1", "step", P_INVALID_TYPE);
    bad(*state, "step=%2B1", "step", P_INVALID_TYPE);
    bad(*state, "step=01", "step", P_INVALID_TYPE);
    bad(*state, "step=-", "step", P_INVALID_TYPE);
    bad(*state, "step=0x1", "step", P_INVALID_TYPE);
    bad(*state, "step=1&step=1", "step", P_DUPLICATE);
    bad(*state, "name=a", "name", P_TOO_SHORT);
    bad(*state, "name=abcdef", "name", P_TOO_LONG);
    bad(*state, "name=a%0Ab", "name", P_INVALID_TEXT);
    bad(*state, "note=%1B", "note", P_INVALID_TEXT);
    bad(*state, "note=%E2%80%AE", "note", P_INVALID_TEXT);
    bad(*state, "name=%E3%85%A4%E3%85%A4", "name", P_TOO_SHORT);
    bad(*state, "password=ab", "password", P_TOO_SHORT);
    bad(*state, "gift=yes", "gift", P_INVALID_TYPE);
    bad(*state, "sort=Newest", "sort", P_INVALID_VALUE);
    bad(*state, "other.postcode=1", "other.postcode", P_TOO_SHORT);
    bad(*state, "ids=0", "ids[0]", P_OUT_OF_RANGE);
    bad(*state, "ids=1,,2", "ids[1]", P_INVALID_TYPE);
    bad(*state, "ids=1&ids=2,x", "ids[2]", P_INVALID_TYPE);
    bad(*state, "ids=1,2,3,4,5", "ids", P_TOO_MANY);
    bad(*state, "limit=0", "limit", P_OUT_OF_RANGE);
    bad(*state, "limit=101", "limit", P_OUT_OF_RANGE);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        WEB_TEST(splits_and_decodes),         WEB_TEST(refuses_what_is_no_form),
        WEB_TEST(bounds_the_number_of_pairs), WEB_TEST(fills_every_type),
        WEB_TEST(takes_empty_for_not_sent),   WEB_TEST(names_what_is_missing),
        WEB_TEST(refuses_field_by_field),
    };
    return cmocka_run_group_tests_name("web/decode_pairs", tests, NULL, NULL);
}
