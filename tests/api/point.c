/* /api/point: charge, use, balance, ledger (P1-P7, M6). */
#include "support/test.h"

static struct answer charge_of(const char *token, const char *body)
{
    return call("PATCH", "/api/point/charge", token, "%s", body);
}

static struct answer use_of(const char *token, const char *body)
{
    return call("PATCH", "/api/point/use", token, "%s", body);
}

static void p1_charge_updates_the_balance_at_once(void **state)
{
    (void)state;
    struct person p = customer_new();
    struct answer a = charge_of(p.token, "{\"amount\":1000}");
    assert_answer(a, 200, "SUCCESS");
    assert_shape(a, "data", "memberId:int amount:int balance:int");
    assert_int(a, "data.memberId", p.member);
    assert_int(a, "data.amount", 1000);
    assert_int(a, "data.balance", 1000);
    a = charge_of(p.token, text("{\"memberId\":%lld,\"amount\":500}", p.member));
    assert_int(a, "data.balance", 1500);
    assert_int_equal(balance_of(&p), 1500);
}

static void p2_charge_must_be_positive_bounded_and_a_multiple_of_100(void **state)
{
    (void)state;
    struct person p = customer_new();
    static const struct {
        const char *amount, *code;
    } CASES[] = {
        {"0", "OUT_OF_RANGE"},
        {"-100", "OUT_OF_RANGE"},
        {"1000100", "OUT_OF_RANGE"},
        {"9223372036854775807", "OUT_OF_RANGE"},
        {"99999999999999999999999", "OUT_OF_RANGE"},
        {"150", "NOT_MULTIPLE"},
        {"1", "NOT_MULTIPLE"},
        {"1.5", "INVALID_TYPE"},
        {"1e3", "INVALID_TYPE"},
        {"100.0", "INVALID_TYPE"},
        {"\"100\"", "INVALID_TYPE"},
        {"null", "INVALID_TYPE"},
        {"true", "INVALID_TYPE"},
        {"[100]", "INVALID_TYPE"},
    };
    for (size_t i = 0; i < COUNT(CASES); i++)
        assert_invalid(charge_of(p.token, text("{\"amount\":%s}", CASES[i].amount)), "amount",
                       CASES[i].code);
    assert_invalid(charge_of(p.token, "{}"), "amount", "REQUIRED");
    assert_int_equal(balance_of(&p), 0);
    assert_answer(charge_of(p.token, "{\"amount\":1000000}"), 200, "SUCCESS");
}

static void p3_charge_never_passes_the_balance_limit(void **state)
{
    (void)state;
    struct person p = customer_new();
    charge(&p, 999900);
    assert_answer(charge_of(p.token, "{\"amount\":200}"), 400, "BALANCE_LIMIT_EXCEEDED");
    assert_int_equal(balance_of(&p), 999900);
    charge(&p, 100);
    assert_answer(charge_of(p.token, "{\"amount\":100}"), 400, "BALANCE_LIMIT_EXCEEDED");
    assert_int_equal(balance_of(&p), 1000000);
}

static void p4_balance_of_a_new_member_is_zero(void **state)
{
    (void)state;
    struct person p = customer_new();
    struct answer a = ask("GET", text("/api/point/%lld", p.member), p.token);
    assert_answer(a, 200, "SUCCESS");
    assert_shape(a, "data", "memberId:int balance:int");
    assert_int(a, "data.balance", 0);
}

static void p5_use_takes_points_and_never_more_than_there_are(void **state)
{
    (void)state;
    struct person p = customer_new();
    charge(&p, 1000);
    struct answer a = use_of(p.token, "{\"amount\":333}");
    assert_answer(a, 200, "SUCCESS");
    assert_shape(a, "data", "memberId:int amount:int balance:int");
    assert_int(a, "data.amount", 333);
    assert_int(a, "data.balance", 667);
    assert_answer(use_of(p.token, "{\"amount\":668}"), 400, "BALANCE_NOT_ENOUGH");
    assert_int_equal(balance_of(&p), 667);
    assert_answer(use_of(p.token, "{\"amount\":667}"), 200, "SUCCESS");
    assert_invalid(use_of(p.token, "{\"amount\":0}"), "amount", "OUT_OF_RANGE");
    assert_invalid(use_of(p.token, "{\"amount\":1,\"cause\":\"x\"}"), "cause", "UNKNOWN_FIELD");
}

static void p6_every_change_is_a_ledger_row(void **state)
{
    (void)state;
    struct person p = customer_new(), seller = seller_new();
    charge(&p, 100000);
    assert_answer(use_of(p.token, "{\"amount\":1500}"), 200, "SUCCESS");
    struct answer order = order_paid(p.token, product_new(&seller, 20000, 5), 1);
    assert_answer(order, 201, "SUCCESS");
    struct answer a = ask("GET", text("/api/point/%lld/history", p.member), p.token);
    assert_answer(a, 200, "SUCCESS");
    assert_shape(a, "data", "items:list nextCursor:text?");
    assert_int_equal(answer_count(a, "data.items"), 3);
    for (int i = 0; i < 3; i++)
        assert_shape(a, text("data.items.%d", i),
                     "kind:text amount:int balanceAfter:int orderNo:text* at:time");
    assert_text(a, "data.items.0.kind", "ORDER_PAYMENT");
    assert_int(a, "data.items.0.amount", -23000);
    assert_int(a, "data.items.0.balanceAfter", 75500);
    assert_text(a, "data.items.0.orderNo", answer_text(order, "data.orderNo"));
    assert_text(a, "data.items.1.kind", "USE");
    assert_int(a, "data.items.1.amount", -1500);
    assert_text(a, "data.items.2.kind", "CHARGE");
    assert_int(a, "data.items.2.amount", 100000);
    assert_false(answer_has(a, "data.items.2.orderNo"));
    assert_string_equal(answer_raw(a, "data.nextCursor"), "null");
}

static void p6_ledger_is_paged_to_its_end_without_gap_or_repeat(void **state)
{
    (void)state;
    struct person p = customer_new();
    for (int i = 1; i <= 7; i++)
        charge(&p, 100LL * i);
    const char *path = text("/api/point/%lld/history", p.member);
    struct answer a = ask("GET", text("%s?limit=3", path), p.token);
    long long expected = 7;
    for (int page = 0; page < 3; page++) {
        assert_answer(a, 200, "SUCCESS");
        const size_t count = answer_count(a, "data.items");
        for (size_t i = 0; i < count; i++, expected--)
            assert_int(a, text("data.items.%zu.amount", i), 100 * expected);
        if (page < 2)
            a = ask("GET", text("%s?limit=3&cursor=%s", path, answer_text(a, "data.nextCursor")),
                    p.token);
    }
    assert_int_equal(expected, 0);
    assert_string_equal(answer_raw(a, "data.nextCursor"), "null");
}

static void paging_parameters_are_checked(void **state)
{
    (void)state;
    struct person p = customer_new();
    static const struct {
        const char *query, *field, *code;
    } CASES[] = {
        {"limit=0", "limit", "OUT_OF_RANGE"},           {"limit=101", "limit", "OUT_OF_RANGE"},
        {"limit=ten", "limit", "INVALID_TYPE"},         {"limit=1.5", "limit", "INVALID_TYPE"},
        {"cursor=nonsense", "cursor", "INVALID_VALUE"}, {"cursor=%00", "", "MALFORMED"},
    };
    for (size_t i = 0; i < COUNT(CASES); i++)
        assert_invalid(
            ask("GET", text("/api/point/%lld/history?%s", p.member, CASES[i].query), p.token),
            CASES[i].field, CASES[i].code);
    assert_answer(ask("GET", text("/api/point/%lld/history?limit=100", p.member), p.token), 200,
                  "SUCCESS");
}

static void m6_points_of_unknown_members_are_404_before_403(void **state)
{
    (void)state;
    struct person p = customer_new(), other = customer_new();
    assert_answer(ask("GET", "/api/point/999999999999", p.token), 404, "MEMBER_NOT_FOUND");
    assert_answer(ask("GET", "/api/point/999999999999/history", p.token), 404, "MEMBER_NOT_FOUND");
    assert_answer(ask("GET", text("/api/point/%lld", other.member), p.token), 403, "FORBIDDEN");
    assert_answer(ask("GET", text("/api/point/%lld/history", other.member), p.token), 403,
                  "FORBIDDEN");
    assert_answer(charge_of(p.token, "{\"memberId\":999999999999,\"amount\":100}"), 404,
                  "MEMBER_NOT_FOUND");
    assert_answer(use_of(p.token, "{\"memberId\":999999999999,\"amount\":100}"), 404,
                  "MEMBER_NOT_FOUND");
    assert_answer(charge_of(p.token, text("{\"memberId\":%lld,\"amount\":100}", other.member)), 403,
                  "FORBIDDEN");
    assert_answer(use_of(p.token, text("{\"memberId\":%lld,\"amount\":100}", other.member)), 403,
                  "FORBIDDEN");
    assert_int_equal(balance_of(&other), 0);
}

static void m3_admin_reads_any_balance(void **state)
{
    (void)state;
    struct person admin = admin_person(), p = customer_new();
    charge(&p, 700);
    struct answer a = ask("GET", text("/api/point/%lld", p.member), admin.token);
    assert_answer(a, 200, "SUCCESS");
    assert_int(a, "data.balance", 700);
}

static void points_need_a_member(void **state)
{
    (void)state;
    struct person p = customer_new();
    const char *guest = guest_new();
    assert_answer(ask("GET", text("/api/point/%lld", p.member), NULL), 401, "UNAUTHENTICATED");
    assert_answer(ask("GET", text("/api/point/%lld", p.member), guest), 401, "UNAUTHENTICATED");
    assert_answer(charge_of(NULL, "{\"amount\":100}"), 401, "UNAUTHENTICATED");
    assert_answer(charge_of(guest, "{\"amount\":100}"), 401, "UNAUTHENTICATED");
    assert_answer(use_of(guest, "{\"amount\":100}"), 401, "UNAUTHENTICATED");
}

static void other_methods_are_405_with_allow(void **state)
{
    (void)state;
    struct person p = customer_new();
    struct answer a = ask("GET", "/api/point/charge", p.token);
    assert_answer(a, 405, "METHOD_NOT_ALLOWED");
    assert_string_equal(header(a, "Allow"), "PATCH");
    a = ask("DELETE", text("/api/point/%lld", p.member), p.token);
    assert_answer(a, 405, "METHOD_NOT_ALLOWED");
    assert_string_equal(header(a, "Allow"), "GET");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        PROVES(p1_charge_updates_the_balance_at_once),
        PROVES(p2_charge_must_be_positive_bounded_and_a_multiple_of_100),
        PROVES(p3_charge_never_passes_the_balance_limit),
        PROVES(p4_balance_of_a_new_member_is_zero),
        PROVES(p5_use_takes_points_and_never_more_than_there_are),
        PROVES(p6_every_change_is_a_ledger_row),
        PROVES(p6_ledger_is_paged_to_its_end_without_gap_or_repeat),
        PROVES(paging_parameters_are_checked),
        PROVES(m6_points_of_unknown_members_are_404_before_403),
        PROVES(m3_admin_reads_any_balance),
        PROVES(points_need_a_member),
        PROVES(other_methods_are_405_with_allow),
    };
    return RUN_TESTS(tests);
}
