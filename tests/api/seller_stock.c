/* A seller changes stock by hand: on the product's page of stock, and from its row in the list (S1,
 * S2). */
#include "support/desk.h"
#include "support/test.h"

#define HOSTILE "%22%3E%3Cscript%3Ealert(1)%3C%2Fscript%3E%7B%7B7*7%7D%7D"
#define HOSTILE_SHOWN "&quot;&gt;&lt;script&gt;alert(1)&lt;/script&gt;{{7*7}}"

static const char *stock_path(long long id)
{
    return text("/seller/products/%lld/stock", id);
}

/* A refusal of a form: its status, and that the page holds `what`. */
static void assert_refused(struct answer a, long status, const char *what)
{
    assert_int_equal(a.status, status);
    if (strstr(a.body, what) == NULL)
        fail_msg("%s does not show %s", a.asked, what);
}

static void s1_s2_stock_is_adjusted_once_and_its_history_shown(void **state)
{
    (void)state;
    struct person seller = seller_new();
    const long long id = product_new(&seller, 1000, 5);
    const char *path = stock_path(id);
    const char *form = text("delta=7&reason=%s&idempotency_key=key-%s", HOSTILE, unique());
    assert_string_equal(place(post(path, seller.token, form)), text("%s?saved=true", path));
    assert_string_equal(place(post(path, seller.token, form)), text("%s?saved=true", path));
    assert_stock(id, 12, 0);
    struct answer a = page(path, seller.token);
    assert_shows(a, HOSTILE_SHOWN);
    assert_shows(a, ">+7<");
    assert_string_equal(place(post(path, seller.token, "delta=-2")), text("%s?saved=true", path));
    assert_shows(page(path, seller.token), ">−2<");
    assert_shows(page(text("%s?limit=1", path), seller.token), "rel=\"next\"");
}

static void s2_stock_below_nothing_is_refused(void **state)
{
    (void)state;
    struct person seller = seller_new();
    const long long id = product_new(&seller, 1000, 5);
    struct answer a = post(stock_path(id), seller.token, "delta=-6&reason=broken");
    assert_refused(a, 409, "value=\"-6\"");
    assert_refused(a, 409, "value=\"broken\"");
    assert_refused(post(stock_path(id), seller.token, "delta=0"), 400, "id=\"delta-problem\"");
    assert_stock(id, 5, 0);
}

static void s2_stock_adjusted_in_the_list_leads_back_to_its_place(void **state)
{
    (void)state;
    struct person seller = seller_new();
    const long long id = product_new(&seller, 1000, 5), other = product_new(&seller, 1000, 5);
    const char *form = text("delta=-2&list.status=ON_SALE&list.q=a%%26%%22b&list.cursor=%%26x&"
                            "idempotency_key=key-%s",
                            unique());
    struct answer a = post(stock_path(id), seller.token, form);
    const char *back = text("/seller/products?status=ON_SALE&q=a%%26%%22b&cursor=%%26x"
                            "&adjusted=%lld#product-%lld",
                            id, id);
    assert_string_equal(place(a), back);
    assert_string_equal(place(post(stock_path(id), seller.token, form)), back);
    assert_stock(id, 3, 0);
    assert_stock(other, 5, 0);

    /* It says so once: at the row, or above a list that does not show the product. */
    const char *said = "role=\"status\">재고를 조정했습니다.";
    a = page(text("/seller/products?adjusted=%lld", id), seller.token);
    assert_shows(a, text("<tr id=\"product-%lld\">", id));
    assert_shows(a, said);
    assert_null(strstr(strstr(a.body, said) + 1, said));
    assert_null(strstr(a.body, "<p class=\"notice\""));
    assert_shows(page(text("/seller/products?status=SOLD_OUT&adjusted=%lld", id), seller.token),
                 "<p class=\"notice\" role=\"status\">");
    assert_int_equal(page("/seller/products?adjusted=x", seller.token).status, 400);
}

static void s2_refused_adjustment_stands_open_in_the_list(void **state)
{
    (void)state;
    struct person seller = seller_new(), stranger = seller_new();
    const long long id = product_new(&seller, 1000, 5);
    const char *open = "<details class=\"menu adjust\" open>";
    struct answer a = post(stock_path(id), seller.token, "delta=-6&list.status=ALL");
    assert_refused(a, 409, open);
    assert_refused(a, 409, "value=\"-6\"");
    assert_refused(a, 409, "role=\"alert\"");
    a = post(stock_path(id), seller.token, "delta=" HOSTILE "&list.status=ALL");
    assert_refused(a, 400, open);
    assert_refused(a, 400, HOSTILE_SHOWN);
    assert_refused(a, 400, text("id=\"delta-%lld-problem\"", id));
    a = post(stock_path(id), seller.token, "delta=-6&list.status=SOLD_OUT");
    assert_refused(a, 409, "<p class=\"notice notice-bad\" role=\"alert\">");
    assert_int_equal(post(stock_path(id), seller.token, "delta=-6&list.cursor=x").status, 400);
    assert_int_equal(post(stock_path(id), stranger.token, "delta=1&list.status=ALL").status, 403);
    assert_int_equal(post(stock_path(999999999), seller.token, "delta=1&list.status=ALL").status,
                     404);
    assert_stock(id, 5, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        PROVES(s1_s2_stock_is_adjusted_once_and_its_history_shown),
        PROVES(s2_stock_below_nothing_is_refused),
        PROVES(s2_stock_adjusted_in_the_list_leads_back_to_its_place),
        PROVES(s2_refused_adjustment_stands_open_in_the_list),
    };
    return RUN_TESTS(tests);
}
