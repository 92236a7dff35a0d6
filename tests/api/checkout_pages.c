/* /cart and /checkout: lines that will go, order sheets on pages (B5, H1, H2, K6, O1-O5). */
#include "support/coupon.h"
#include "support/sheet.h"
#include "support/test.h"

#define DELIVERY                                                                                   \
    "shipping.recipient=%%EA%%B9%%80&shipping.phone=010-2345-6789&"                                \
    "shipping.address.postcode=04524&shipping.address.line1=sejong&paymentMethod=POINT"

static void assert_says(struct answer a, long status, const char *words)
{
    assert_int_equal(a.status, status);
    if (strstr(a.body, words) == NULL)
        fail_msg("%s does not say %s", a.asked, words);
}

static struct answer post(const char *token, const char *path, const char *form)
{
    return ASK(.method = "POST", .path = path, .token = token, .body = form,
               .type = "application/x-www-form-urlencoded");
}

/* The sheet that an answer leads to. */
static long long sheet_of(struct answer a)
{
    assert_int_equal(a.status, 303);
    const char *location = header_starting(a, "Location", "/checkout?sheet=");
    assert_non_null(location);
    return strtoll(location + strlen("/checkout?sheet="), NULL, 10);
}

static long long sheet_made(const char *token, const char *source)
{
    return sheet_of(post(token, "/checkout/sheet", source));
}

static struct answer show(const char *token, long long sheet, const char *source)
{
    return ask("GET", text("/checkout?sheet=%lld&%s", sheet, source), token);
}

static struct answer place(const char *token, long long sheet, const char *source)
{
    return post(token, "/checkout", text("sheet=%lld&%s&" DELIVERY, sheet, source));
}

static long long orders_of(const struct person *p)
{
    return db_number("select count(*) from orders where member_id = %lld", p->member);
}

static void h1_the_cart_makes_a_sheet_and_the_sheet_an_order(void **state)
{
    (void)state;
    struct person p = customer_new(), seller = seller_new();
    charge(&p, 100000);
    const char *source = text("items=%lld", cart_line(p.token, product_new(&seller, 20000, 5), 2));
    long long sheet = sheet_made(p.token, source);
    struct answer a = show(p.token, sheet, source);
    assert_says(a, 200, "43,000원 결제하기");
    assert_says(a, 200, text("name=\"sheet\" id=\"sheet-id\" value=\"%lld\"", sheet));
    assert_says(a, 200, "결제 후 57,000원 남음");
    a = place(p.token, sheet, source);
    assert_int_equal(a.status, 303);
    assert_non_null(header_starting(a, "Location", "/orders/2"));
    assert_int_equal(balance_of(&p), 57000);
    /* What was ordered is not ordered again, neither by the form nor by its address. */
    a = place(p.token, sheet, source);
    assert_non_null(header_starting(a, "Location", "/orders"));
    assert_non_null(header_starting(show(p.token, sheet, source), "Location", "/orders"));
    assert_int_equal(orders_of(&p), 1);
}

static void b5_a_line_that_will_go_says_when(void **state)
{
    (void)state;
    struct person p = customer_new(), seller = seller_new();
    long long line = cart_line(p.token, product_new(&seller, 20000, 5), 1);
    assert_null(strstr(ask("GET", "/cart", p.token).body, "장바구니에서 빠져요"));
    db_do("update cart_item set added_at = now() - interval '6 days 12 hours' "
          "where cart_item_id = %lld",
          line);
    assert_says(ask("GET", "/cart", p.token), 200, "장바구니에서 빠져요");
}

static void h1_buying_now_leaves_the_cart_alone(void **state)
{
    (void)state;
    struct person seller = seller_new();
    const char *guest = guest_new();
    const char *source = text("product=%lld&quantity=2", product_new(&seller, 20000, 5));
    long long sheet = sheet_of(ask("GET", text("/checkout?%s", source), guest));
    struct answer a = show(guest, sheet, source);
    assert_says(a, 200, "비회원으로 주문합니다");
    assert_null(strstr(a.body, "coupon-choice"));
    assert_non_null(header_starting(ask("GET", "/checkout", guest), "Location", "/cart?none"));
    assert_non_null(header_starting(ask("GET", "/checkout", NULL), "Location", "/cart"));
    assert_int_equal(post(NULL, "/checkout/sheet", source).status, 403);
}

static void k6_a_coupon_is_chosen_and_the_best_one_proposed(void **state)
{
    (void)state;
    struct person p = customer_new(), seller = seller_new();
    charge(&p, 100000);
    const char *source = text("product=%lld&quantity=1", product_new(&seller, 20000, 5));
    long long small = coupon_issued(p.token, FIXED_3000);
    long long big = coupon_issued(p.token, "\"type\":\"FIXED\",\"value\":5000,\"quantity\":1");
    struct answer a = show(p.token, sheet_made(p.token, source), source);
    const char *first = strstr(a.body, text("name=\"coupon\" value=\"%lld\"", big));
    const char *second = strstr(a.body, text("name=\"coupon\" value=\"%lld\"", small));
    assert_true(first != NULL && second != NULL && first < second);
    assert_says(a, 200, "가장 많이 할인");
    long long sheet = sheet_made(p.token, text("%s&coupon=%lld", source, big));
    assert_says(show(p.token, sheet, source), 200, "18,000원 결제하기");
    assert_int_equal(place(p.token, sheet, source).status, 303);
    assert_int_equal(balance_of(&p), 82000);
    /* One that is gone is said at once, and the sheet goes without. */
    a = post(p.token, "/checkout/sheet", text("%s&coupon=%lld", source, big));
    assert_says(a, 409, "사용할 수 없는 쿠폰입니다");
    assert_says(a, 409, "23,000원 결제하기");
    struct person other = customer_new();
    assert_says(post(other.token, "/checkout/sheet", text("%s&coupon=%lld", source, small)), 404,
                "쿠폰을 찾을 수 없습니다");
}

static void h1_what_changed_is_shown_and_asked_again(void **state)
{
    (void)state;
    struct person p = customer_new(), seller = seller_new();
    charge(&p, 100000);
    long long product = product_new(&seller, 20000, 5);
    const char *source = text("product=%lld&quantity=1", product);
    long long sheet = sheet_made(p.token, source);
    assert_answer(
        call("PATCH", text("/api/product/%lld", product), seller.token, "{\"price\":21000}"), 200,
        "SUCCESS");
    struct answer a = place(p.token, sheet, source);
    assert_says(a, 409, "주문서의 금액이 바뀌었습니다");
    assert_says(a, 409, "23,000원에서 24,000원으로");
    assert_says(a, 409, "value=\"sejong\"");
    assert_int_equal(orders_of(&p), 0);
    sheet = db_number("select max(sheet_id) from order_sheet where member_id = %lld", p.member);
    assert_says(a, 409, text("id=\"sheet-id\" value=\"%lld\"", sheet));
    assert_int_equal(place(p.token, sheet, source).status, 303);
    assert_int_equal(balance_of(&p), 76000);
}

static void h2_an_expired_sheet_is_made_anew_with_one_click(void **state)
{
    (void)state;
    struct person p = customer_new(), seller = seller_new();
    charge(&p, 100000);
    const char *source = text("product=%lld&quantity=1", product_new(&seller, 20000, 5));
    long long sheet = sheet_made(p.token, source);
    sheet_let_expire(sheet);
    struct answer a = show(p.token, sheet, source);
    assert_says(a, 410, "새 주문서 만들기");
    assert_says(a, 410, "action=\"/checkout/sheet\"");
    a = place(p.token, sheet, source);
    assert_says(a, 410, "주문서를 새로 만들었습니다");
    assert_says(a, 410, "value=\"sejong\"");
    assert_int_equal(orders_of(&p), 0);
}

static void o3_what_is_missing_is_said_beside_its_field(void **state)
{
    (void)state;
    struct person p = customer_new(), seller = seller_new();
    const char *source = text("product=%lld&quantity=1", product_new(&seller, 20000, 5));
    long long sheet = sheet_made(p.token, source);
    struct answer a = post(
        p.token, "/checkout",
        text("sheet=%lld&%s&shipping.recipient=%%3Cb%%3Ex&paymentMethod=POINT", sheet, source));
    assert_says(a, 400, "postcode-problem");
    assert_says(a, 400, "value=\"&lt;b&gt;x\"");
    assert_says(place(p.token, sheet, source), 400, "포인트 잔액이 부족합니다");
}

static void h1_another_s_sheet_is_not_shown(void **state)
{
    (void)state;
    struct person p = customer_new(), other = customer_new(), seller = seller_new();
    charge(&other, 100000);
    const char *source = text("product=%lld&quantity=1", product_new(&seller, 20000, 5));
    long long sheet = sheet_made(p.token, source);
    assert_true(sheet_of(show(other.token, sheet, source)) != sheet);
    assert_true(sheet_of(place(other.token, sheet, source)) != sheet);
    assert_int_equal(orders_of(&other), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        PROVES(h1_the_cart_makes_a_sheet_and_the_sheet_an_order),
        PROVES(b5_a_line_that_will_go_says_when),
        PROVES(h1_buying_now_leaves_the_cart_alone),
        PROVES(k6_a_coupon_is_chosen_and_the_best_one_proposed),
        PROVES(h1_what_changed_is_shown_and_asked_again),
        PROVES(h2_an_expired_sheet_is_made_anew_with_one_click),
        PROVES(o3_what_is_missing_is_said_beside_its_field),
        PROVES(h1_another_s_sheet_is_not_shown),
    };
    return RUN_TESTS(tests);
}
