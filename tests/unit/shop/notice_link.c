/* Where notices lead (N2). */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "shop/notice/notice_rules.h"

static void n2_every_notice_leads_to_a_page_of_the_shop(void **state)
{
    (void)state;
    for (enum notice_kind kind = 0; kind < NOTICE_KINDS; kind++) {
        const char *link = notice_link_pattern(kind);
        const char *star = strchr(link, '*');
        assert_true(link[0] == '/' && link[1] != '/'); /* never another host */
        assert_true(star == NULL || strchr(star + 1, '*') == NULL);
    }
    assert_string_equal(notice_link_pattern(NOTICE_ORDER_PAID), "/orders/*");
    assert_string_equal(notice_link_pattern(NOTICE_ORDER_RECEIVED), "/seller/orders");
    assert_string_equal(notice_link_pattern(NOTICE_COUPON_ISSUED), "/me/coupons");
    assert_string_equal(notice_link_pattern(NOTICE_STOCK_LOW), "/seller/products/*/stock");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(n2_every_notice_leads_to_a_page_of_the_shop),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
