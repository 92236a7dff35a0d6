/* Notices: every kind has its texts in both languages, and leads somewhere. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "shop/claim/claim_rules.h"
#include "shop/notice/notice_json.h"

#define NUMBER "20261120-F000000001"

static struct arena *arena;

static int set_up(void **state)
{
    (void)state;
    arena = arena_new(1 << 20);
    return arena == NULL ? -1 : 0;
}

static int tear_down(void **state)
{
    (void)state;
    arena_free(arena);
    return 0;
}

static struct notice_text text_of(enum lang lang, const struct notice *notice)
{
    struct notice_text text;
    assert_int_equal(notice_text_of(arena, lang, notice, &text), E_OK);
    return text;
}

static void n2_every_kind_has_its_texts_in_both_languages(void **state)
{
    (void)state;
    for (enum notice_kind kind = 0; kind < NOTICE_KINDS; kind++) {
        const struct notice notice = {kind, NUMBER, "유리 물병", "PREPARING", 12000};
        struct notice_text texts[LANG_COUNT];
        for (enum lang lang = 0; lang < LANG_COUNT; lang++) {
            texts[lang] = text_of(lang, &notice);
            assert_string_not_equal(texts[lang].title, NOTICE_KIND_NAMES[kind]);
            assert_string_not_equal(texts[lang].body, NOTICE_KIND_NAMES[kind]);
            assert_null(strchr(texts[lang].body, '{'));
            assert_int_equal(texts[lang].link[0], '/');
            assert_null(strchr(texts[lang].link, '*'));
        }
        assert_string_not_equal(texts[LANG_KO].title, texts[LANG_EN].title);
        assert_string_equal(texts[LANG_KO].link, texts[LANG_EN].link);
    }
    assert_null(NOTICE_KIND_NAMES[NOTICE_KINDS]);
}

static void n2_a_name_from_right_to_left_turns_nothing_round(void **state)
{
    (void)state;
    const struct notice notice = {NOTICE_STOCK_LOW, "7", "مرحبا 1", NULL, 3};
    assert_string_equal(text_of(LANG_KO, &notice).body, "\u2068مرحبا 1\u2069: 3개 남았습니다.");
}

static void n2_text_says_what_happened(void **state)
{
    (void)state;
    const struct notice paid = {.kind = NOTICE_ORDER_PAID, .subject = NUMBER, .amount = 1234500};
    assert_string_equal(text_of(LANG_KO, &paid).body,
                        "1,234,500원이 결제되어 주문이 확정되었습니다. 주문 번호 " NUMBER);
    assert_string_equal(text_of(LANG_EN, &paid).body,
                        "₩1,234,500 has been paid and your order is confirmed. Order " NUMBER);
    assert_string_equal(text_of(LANG_EN, &paid).link, "/orders/" NUMBER);
    const struct notice moved = {NOTICE_LINE_CHANGED, NUMBER, "유리 {1} 물병", "DISPATCHED", 0};
    assert_string_equal(text_of(LANG_KO, &moved).body,
                        "유리 {1} 물병: 출고완료. 주문 번호 " NUMBER);
    const struct notice low = {NOTICE_STOCK_LOW, "17", "면 수건", NULL, NOTICE_STOCK_LOW_AT};
    assert_string_equal(text_of(LANG_EN, &low).body, "면 수건: 5 left.");
    assert_string_equal(text_of(LANG_EN, &low).link, "/seller/products/17/stock");
}

/* The longest name there can be, and nothing at all. */
static void n2_text_takes_any_value(void **state)
{
    (void)state;
    char name[301];
    for (size_t i = 0; i < 300; i += 3)
        memcpy(name + i, "가", 4);
    for (enum notice_kind kind = 0; kind < NOTICE_KINDS; kind++) {
        (void)text_of(LANG_KO, &(struct notice){kind, NUMBER, name, "RETURNED", INT64_MAX});
        (void)text_of(LANG_KO, &(struct notice){.kind = kind});
    }
}

static void n2_sellers_hear_of_cancels_returns_and_exchanges(void **state)
{
    (void)state;
    for (enum item_status status = 0; status < ITEM_STATUS_COUNT; status++) {
        const char *name = ITEM_STATUS_NAMES[status];
        assert_int_equal(claim_told_to_seller(status), strncmp(name, "CANCEL", 6) == 0 ||
                                                           strncmp(name, "RETURN", 6) == 0 ||
                                                           strncmp(name, "EXCHANGE", 8) == 0);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(n2_every_kind_has_its_texts_in_both_languages),
        cmocka_unit_test(n2_a_name_from_right_to_left_turns_nothing_round),
        cmocka_unit_test(n2_text_says_what_happened),
        cmocka_unit_test(n2_text_takes_any_value),
        cmocka_unit_test(n2_sellers_hear_of_cancels_returns_and_exchanges),
    };
    return cmocka_run_group_tests_name("unit/shop/notice_rules", tests, set_up, tear_down);
}
