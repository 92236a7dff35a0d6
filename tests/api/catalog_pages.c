/* /products and /products/{id} as pages: what is chosen stays chosen, what is wrong is said
 * (C5-C7). */
#include "support/test.h"

#define SELF "/products?sort=price_asc"

static struct answer page(const char *path)
{
    return ask("GET", path, NULL);
}

static void assert_says(struct answer a, long status, const char *words)
{
    assert_int_equal(a.status, status);
    if (strstr(a.body, words) == NULL)
        fail_msg("%s does not say %s", a.asked, words);
}

static void assert_silent(struct answer a, const char *words)
{
    if (strstr(a.body, words) != NULL)
        fail_msg("%s says %s", a.asked, words);
}

/* Three products of 1,000, 2,000 and 3,000 won, in a category of their own. */
static const char *shelf_new(void)
{
    struct person seller = seller_new();
    const char *category = unique();
    for (int i = 1; i <= 3; i++)
        assert_answer(call("POST", "/api/product", seller.token,
                           "{\"name\":\"%s 값 %d\",\"price\":%d,\"stock\":9,\"category\":\"%s\"}",
                           category, i, i * 1000, category),
                      201, "SUCCESS");
    return category;
}

static void c7_a_range_stays_while_the_list_changes(void **state)
{
    (void)state;
    const char *category = shelf_new();
    struct answer a = page(text(SELF "&category=%s&minPrice=1500&maxPrice=3000&limit=1", category));
    assert_says(a, 200, text("%s 값 2", category));
    assert_silent(a, text("%s 값 1<", category));
#define RANGE "&amp;minPrice=1500&amp;maxPrice=3000"
    assert_says(a, 200, text("sort=popular&amp;category=%s" RANGE, category));
    assert_says(a, 200, text("sort=price_asc" RANGE "&amp;category=%s", category));
    assert_says(a, 200, text("sort=price_asc&amp;category=%s" RANGE "&amp;cursor=", category));
    assert_says(a, 200, "form=\"search\" name=\"minPrice\" value=\"1500\"");
    assert_says(a, 200, text("name=\"category\" value=\"%s\"", category));
    assert_says(a, 200, "1,500원 ~ 3,000원");
    /* What takes it off leads to the same list without it. */
    assert_says(a, 200, text("<a class=\"chip\" href=\"" SELF "&amp;category=%s\"", category));
    a = page(text("/products?q=%s&maxPrice=1000", category));
    assert_says(a, 200, "1,000원 이하");
    assert_says(a, 200, text("%s 값 1<", category));
    assert_silent(a, text("%s 값 2<", category));
    assert_says(page(text("/products?category=%s&minPrice=2000&maxPrice=", category)), 200,
                "2,000원 이상");
}

static void c7_wrong_prices_are_said_beside_their_field(void **state)
{
    (void)state;
    const char *category = shelf_new();
    static const struct {
        const char *query, *problem, *kept;
    } CASES[] = {
        {"minPrice=3000&maxPrice=1000", "id=\"min-price-problem\">최고 가격보다 높아요", "3000"},
        {"minPrice=many", "id=\"min-price-problem\">", "many"},
        {"maxPrice=-5", "id=\"max-price-problem\">", "-5"},
        {"maxPrice=1000000001", "id=\"max-price-problem\">", "1000000001"},
        {"minPrice=%22%3E%3Cb%3E", "id=\"min-price-problem\">", "&quot;&gt;&lt;b&gt;"},
        {"minPrice=1&minPrice=2", "id=\"min-price-problem\">", "1"},
    };
    for (size_t i = 0; i < COUNT(CASES); i++) {
        struct answer a = page(text("/products?category=%s&%s", category, CASES[i].query));
        assert_says(a, 400, CASES[i].problem);
        assert_says(a, 400, text("value=\"%s\"", CASES[i].kept));
        assert_says(a, 400, "aria-invalid=\"true\"");
        assert_silent(a, "prices-set");
        assert_says(a, 400, text("%s 값 1<", category));
    }
}

static void c7_a_category_keeps_the_search(void **state)
{
    (void)state;
    const char *category = shelf_new();
    struct answer a = page(text("/products?q=%s", category));
    assert_says(a, 200, text("q=%s&amp;category=%s", category, category));
    a = page(text("/products?q=%s&category=%s", category, category));
    assert_says(a, 200, text("%s 값 3<", category));
    assert_says(a, 200, text("name=\"q\" value=\"%s\"", category));
}

static void c5_a_products_page_says_what_is_left(void **state)
{
    (void)state;
    struct person seller = seller_new();
    const long long product = product_new(&seller, 20000, 7);
    struct answer a = page(text("/products/%lld", product));
    assert_says(a, 200, text("data-stock=\"7\" data-product=\"%lld\"", product));
    assert_answer(call("PATCH", text("/api/product/%lld", product), seller.token,
                       "{\"status\":\"DISCONTINUED\"}"),
                  200, "SUCCESS");
    assert_silent(page(text("/products/%lld", product)), "data-stock");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        PROVES(c7_a_range_stays_while_the_list_changes),
        PROVES(c7_wrong_prices_are_said_beside_their_field),
        PROVES(c7_a_category_keeps_the_search),
        PROVES(c5_a_products_page_says_what_is_left),
    };
    return RUN_TESTS(tests);
}
