/* shop/member/member_rules.c, session_rules.c: what a member's data may be, how long a session
 * lives. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/call.h"
#include "shop/member/member_rules.h"
#include "shop/member/session_rules.h"

static int setup(void **state)
{
    struct call *call = calloc(1, sizeof *call);
    if (call == NULL)
        return -1;
    call->arena = arena_new(1 << 16);
    *state = call;
    return call->arena != NULL ? 0 : -1;
}

static int teardown(void **state)
{
    struct call *call = *state;
    arena_free(call->arena);
    free(call);
    return 0;
}

/* A text and what it becomes; NULL: it is refused. */
struct sample {
    const char *text, *wanted;
};

typedef enum err normalise(struct arena *arena, const char *text, const char **ret_text);

static void check_samples(struct call *call, normalise *function, const struct sample *samples,
                          size_t count)
{
    for (size_t i = 0; i < count; i++) {
        const char *got = NULL;
        enum err e = function(call->arena, samples[i].text, &got);
        if (samples[i].wanted == NULL) {
            if (e != E_INVALID_REQUEST || got != NULL)
                fail_msg("%s was taken", samples[i].text);
        } else if (e != E_OK || strcmp(got, samples[i].wanted) != 0) {
            fail_msg("%s became %s", samples[i].text, e == E_OK ? got : err_code(e));
        }
    }
}

static void email_is_checked_and_lowered(void **state)
{
    static const struct sample SAMPLES[] = {
        {"Kim.Hana@Example.COM", "kim.hana@example.com"},
        {"a@b.kr", "a@b.kr"},
        {"o'neil+tag_1%x@sub.mail-1.co.kr", "o'neil+tag_1%x@sub.mail-1.co.kr"},
        {"", NULL},
        {"@example.com", NULL},
        {"kim", NULL},
        {"kim@", NULL},
        {"kim@localhost", NULL},
        {"kim@example.", NULL},
        {"kim@.example.com", NULL},
        {"kim@exa..mple.com", NULL},
        {"kim@-a.com", NULL},
        {"kim@a-.com", NULL},
        {"kim@a.com-", NULL},
        {"kim@example.c", NULL},
        {".kim@example.com", NULL},
        {"kim.@example.com", NULL},
        {"ki..m@example.com", NULL},
        {"k im@example.com", NULL},
        {"kim@exam ple.com", NULL},
        {"kim@@example.com", NULL},
        {"kim@example.com@x.kr", NULL},
        {"김@example.com", NULL},
        {"kim@예.kr", NULL},
        {"<script>@example.com", NULL},
    };
    check_samples(*state, email_normalise, SAMPLES, COUNT_OF(SAMPLES));
}

static void email_has_limits(void **state)
{
    struct call *call = *state;
    char text[300];
    const char *got;
    memset(text, 'a', sizeof text);
    memcpy(text + 64, "@b.kr", 6);
    assert_int_equal(email_normalise(call->arena, text, &got), E_OK);
    memset(text, 'a', sizeof text);
    memcpy(text + 65, "@b.kr", 6);
    assert_int_equal(email_normalise(call->arena, text, &got), E_INVALID_REQUEST);
    memset(text, 'a', sizeof text);
    memcpy(text, "a@", 2);
    memcpy(text + 2 + 64, ".kr", 4);
    assert_int_equal(email_normalise(call->arena, text, &got), E_INVALID_REQUEST);
    for (int i = 2; i < 255; i++)
        text[i] = i % 5 == 0 ? '.' : 'b';
    text[255] = '\0';
    assert_int_equal(email_normalise(call->arena, text, &got), E_INVALID_REQUEST);
    text[254] = '\0';
    assert_int_equal(email_normalise(call->arena, text, &got), E_OK);
}

static void phone_becomes_digits(void **state)
{
    static const struct sample SAMPLES[] = {
        {"010-1234-5678", "01012345678"},
        {"01012345678", "01012345678"},
        {"011-123-4567", "0111234567"},
        {"02-123-4567", "021234567"},
        {"02-1234-5678", "0212345678"},
        {"0212345678", "0212345678"},
        {"031-123-4567", "0311234567"},
        {"070-1234-5678", "07012345678"},
        {"", NULL},
        {"010", NULL},
        {"1012345678", NULL},
        {"0010123456", NULL},
        {"02-12-34567", NULL},
        {"010-1234-567", NULL},
        {"010-12345678", NULL},
        {"01-01234-5678", NULL},
        {"010--1234-5678", NULL},
        {"-01012345678", NULL},
        {"01012345678-", NULL},
        {"010-1234-56-78", NULL},
        {"010 1234 5678", NULL},
        {"010-1234-56789", NULL},
        {"0212345", NULL},
        {"02123456789", NULL},
        {"010-12345-678", NULL},
        {"+82-10-1234-5678", NULL},
        {"010-1234-567a", NULL},
        {"٠١٠١٢٣٤", NULL},
    };
    check_samples(*state, phone_normalise, SAMPLES, COUNT_OF(SAMPLES));
}

static void registration_number_has_a_checksum(void **state)
{
    static const struct sample SAMPLES[] = {
        {"220-81-62517", "2208162517"}, {"2208162517", "2208162517"},
        {"124-81-00998", "1248100998"}, {"220-81-62518", NULL},
        {"220-81-26517", NULL},         {"220-8162517", NULL},
        {"22-081-62517", NULL},         {"220816251", NULL},
        {"22081625170", NULL},          {"000-00-00000", NULL},
        {"220-816-2517", NULL},         {"abcdefghij", NULL},
    };
    check_samples(*state, registration_number_normalise, SAMPLES, COUNT_OF(SAMPLES));
}

static const char *const COMMON[] = {
#include "shop/member/common_passwords.def"
};

static void the_shops_own_words_are_no_passwords(void **state)
{
    (void)state;
    static const char *const BAD[] = {"jangteo1",     "Jangteo2026!", "JANGTEO-jangteo",
                                      "장터장터장터", "장터12345",    "!!jangteo장터!!",
                                      "my jangteo"};
    static const char *const GOOD[] = {"jangteo-demo", "초록 장터 우산", "jangte0-12345",
                                       "plum-kettle"};
    for (size_t i = 0; i < sizeof BAD / sizeof BAD[0]; i++)
        assert_true(password_is_common(BAD[i]));
    for (size_t i = 0; i < sizeof GOOD / sizeof GOOD[0]; i++)
        assert_false(password_is_common(GOOD[i]));
}

static void common_passwords_are_known(void **state)
{
    (void)state;
    assert_true(COUNT_OF(COMMON) >= 3000);
    for (size_t i = 0; i < COUNT_OF(COMMON); i++) {
        assert_true(strlen(COMMON[i]) >= MEMBER_PASSWORD_MIN);
        if (i > 0 && strcmp(COMMON[i - 1], COMMON[i]) >= 0)
            fail_msg("%s does not stand in order", COMMON[i]);
        assert_true(password_is_common(COMMON[i]));
    }
    assert_true(password_is_common("PassWord"));
    assert_true(password_is_common("12345678"));
    assert_true(password_is_common("qwer1234"));
    assert_false(password_is_common("plum-kettle-91"));
    assert_false(password_is_common("비밀번호비밀번호"));
    assert_false(password_is_common(""));
    char endless[2 * MEMBER_PASSWORD_MAX];
    memset(endless, '1', sizeof endless);
    endless[sizeof endless - 1] = '\0';
    assert_false(password_is_common(endless));
}

static struct member_registration good_registration(void)
{
    return (struct member_registration){
        .email = "Hana@Example.com",
        .password = "plum-kettle-91",
        .name = "김하나",
        .phone = "010-1234-5678",
        .address = {"06236", "서울 강남구 테헤란로 1", ""},
    };
}

static void registration_is_normalised(void **state)
{
    struct call *call = *state;
    struct member_registration reg = good_registration();
    assert_int_equal(member_check_registration(call, &reg), E_OK);
    assert_string_equal(reg.email, "hana@example.com");
    assert_string_equal(reg.phone, "01012345678");
    assert_null(reg.address.line2);
    assert_int_equal(call->problems.count, 0);
}

static void registration_names_every_problem(void **state)
{
    struct call *call = *state;
    struct member_registration reg = good_registration();
    reg.email = "hana";
    reg.password = "password1";
    reg.phone = "1";
    reg.address.postcode = "0623a";
    assert_int_equal(member_check_registration(call, &reg), E_INVALID_REQUEST);
    assert_int_equal(call->problems.count, 4);
    assert_int_equal(problem_of(&call->problems, "email")->code, P_INVALID_FORMAT);
    assert_int_equal(problem_of(&call->problems, "password")->code, P_TOO_COMMON);
    assert_int_equal(problem_of(&call->problems, "phone")->code, P_INVALID_FORMAT);
    assert_int_equal(problem_of(&call->problems, "address.postcode")->code, P_INVALID_FORMAT);
}

static void change_wants_both_passwords(void **state)
{
    struct call *call = *state;
    struct member_change change = {.password = "plum-kettle-91"};
    assert_int_equal(member_check_change(call, &change), E_INVALID_REQUEST);
    assert_int_equal(problem_of(&call->problems, "currentPassword")->code, P_REQUIRED);
    call->problems = (struct problems){0};
    change = (struct member_change){.current_password = "old"};
    assert_int_equal(member_check_change(call, &change), E_INVALID_REQUEST);
    assert_int_equal(problem_of(&call->problems, "password")->code, P_REQUIRED);
    call->problems = (struct problems){0};
    change = (struct member_change){.name = "둘"};
    assert_int_equal(member_check_change(call, &change), E_OK);
}

static void seller_is_checked(void **state)
{
    struct call *call = *state;
    struct seller_registration reg = {
        .business_name = "하나상회",
        .registration_number = "220-81-62518",
        .contact = "02-123-4567",
        .category = "식품",
        .address = {"1234", "서울", NULL},
    };
    assert_int_equal(seller_check_registration(call, &reg), E_INVALID_REQUEST);
    assert_int_equal(problem_of(&call->problems, "registrationNumber")->code, P_INVALID_FORMAT);
    assert_int_equal(problem_of(&call->problems, "address.postcode")->code, P_INVALID_FORMAT);
}

static void change_is_checked_field_by_field(void **state)
{
    struct call *call = *state;
    struct member_change change = {
        .phone = "1",
        .password = "password1",
        .current_password = "old",
        .address = {"0623", "서울", ""},
        .has_address = true,
    };
    assert_int_equal(member_check_change(call, &change), E_INVALID_REQUEST);
    assert_int_equal(call->problems.count, 3);
    assert_int_equal(problem_of(&call->problems, "phone")->code, P_INVALID_FORMAT);
    assert_int_equal(problem_of(&call->problems, "password")->code, P_TOO_COMMON);
    assert_int_equal(problem_of(&call->problems, "address.postcode")->code, P_INVALID_FORMAT);
    assert_null(change.address.line2);
}

static void memory_that_runs_out_is_said(void **state)
{
    struct call *call = *state;
    struct member_change change = {.phone = "010-1234-5678"};
    struct seller_registration seller = {.registration_number = "220-81-62517",
                                         .address = {"06236", "서울", NULL}};
    for (uint64_t nth = 1; nth <= 2; nth++) {
        struct member_registration reg = good_registration();
        arena_fail_at(call->arena, nth);
        assert_int_equal(member_check_registration(call, &reg), E_NO_MEMORY);
    }
    arena_fail_at(call->arena, 1);
    assert_int_equal(member_check_change(call, &change), E_NO_MEMORY);
    arena_fail_at(call->arena, 1);
    assert_int_equal(seller_check_registration(call, &seller), E_NO_MEMORY);
}

static void session_ends_idle_or_old(void **state)
{
    (void)state;
    const instant start = {INT64_C(1800000000000000)};
    const instant end = session_expiry(start);
    assert_int_equal(end.us - start.us, SPAN_DAYS(30).us);
    assert_true(session_alive(start, end, start));
    assert_true(
        session_alive(start, end, instant_sub(instant_add(start, SPAN_DAYS(14)), SPAN_MS(1))));
    assert_false(session_alive(start, end, instant_add(start, SPAN_DAYS(14))));
    const instant late = instant_add(start, SPAN_DAYS(29));
    assert_true(session_alive(late, end, instant_sub(end, SPAN_MS(1))));
    assert_false(session_alive(late, end, end));
}

static void seen_moves_in_steps(void **state)
{
    (void)state;
    const instant seen = {INT64_C(1800000000000000)};
    assert_false(session_seen_is_old(seen, instant_add(seen, SPAN_SECONDS(299))));
    assert_true(session_seen_is_old(seen, instant_add(seen, SPAN_SECONDS(300))));
}

static void m1_postcode_is_five_digits(void **state)
{
    (void)state;
    assert_true(postcode_valid("06236"));
    static const char *const WRONG[] = {"", "0623", "062366", "0623a", "06 36", "０6236", "-6236"};
    for (size_t i = 0; i < sizeof WRONG / sizeof WRONG[0]; i++)
        assert_false(postcode_valid(WRONG[i]));
}

#define TEST(function) cmocka_unit_test_setup_teardown(function, setup, teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(m1_postcode_is_five_digits),
        TEST(email_is_checked_and_lowered),
        TEST(email_has_limits),
        TEST(phone_becomes_digits),
        TEST(registration_number_has_a_checksum),
        TEST(common_passwords_are_known),
        TEST(the_shops_own_words_are_no_passwords),
        TEST(registration_is_normalised),
        TEST(registration_names_every_problem),
        TEST(change_wants_both_passwords),
        TEST(seller_is_checked),
        TEST(change_is_checked_field_by_field),
        TEST(memory_that_runs_out_is_said),
        TEST(session_ends_idle_or_old),
        TEST(seen_moves_in_steps),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
