/* GET /api/product, /api/category, /api/popular/product: finding products (C5-C8, R1). */
#include "support/test.h"

#define CARD                                                                                       \
    "productId:int name:text price:int discount:int stock:int status:text category:text "          \
    "sellerId:int imageUrl:text?"

static struct answer list(const char *query)
{
    struct answer a = ask("GET", text("/api/product?%s", query), NULL);
    assert_answer(a, 200, "SUCCESS");
    assert_shape(a, "data", "items:list nextCursor:text?");
    return a;
}

static long long create(const struct person *seller, const char *name, const char *category,
                        long long price, long long stock)
{
    struct answer a = call("POST", "/api/product", seller->token,
                           "{\"name\":\"%s\",\"price\":%lld,\"stock\":%lld,\"category\":\"%s\"}",
                           name, price, stock, category);
    assert_answer(a, 201, "SUCCESS");
    return answer_int(a, "data.productId");
}

static void c5_list_tells_what_is_left_at_query_time(void **state)
{
    (void)state;
    struct person seller = seller_new(), buyer = customer_new();
    const char *category = unique();
    const long long product = create(&seller, "남은 것", category, 1000, 5);
    struct answer a = list(text("category=%s", category));
    assert_int_equal(answer_count(a, "data.items"), 1);
    assert_shape(a, "data.items.0", CARD);
    assert_int(a, "data.items.0.productId", product);
    assert_int(a, "data.items.0.stock", 5);
    assert_answer(order_pending(buyer.token, product, 2), 201, "SUCCESS");
    assert_int(list(text("category=%s", category)), "data.items.0.stock", 3);
}

static void c6_sold_out_is_listed_and_discontinued_is_not(void **state)
{
    (void)state;
    struct person seller = seller_new();
    const char *category = unique();
    const long long empty = create(&seller, "다 팔린 것", category, 1000, 0);
    const long long ended = create(&seller, "끝난 것", category, 1000, 5);
    const long long deleted = create(&seller, "지운 것", category, 1000, 5);
    assert_answer(call("PATCH", text("/api/product/%lld", ended), seller.token,
                       "{\"status\":\"DISCONTINUED\"}"),
                  200, "SUCCESS");
    assert_answer(ask("DELETE", text("/api/product/%lld", deleted), seller.token), 204, "");
    struct answer a = list(text("category=%s", category));
    assert_int_equal(answer_count(a, "data.items"), 1);
    assert_int(a, "data.items.0.productId", empty);
    assert_text(a, "data.items.0.status", "SOLD_OUT");
}

static void c7_search_finds_syllables_inside_names(void **state)
{
    (void)state;
    struct person seller = seller_new();
    const char *mark = unique();
    const long long product = create(&seller, text("%s 제주 감귤 주스", mark), unique(), 1000, 5);
    /* "제주", as most systems type it and as some take it apart (NFD). */
    const char *words[] = {mark, text("%s%%20%%EC%%A0%%9C%%EC%%A3%%BC", mark),
                           text("%s%%20%%E1%%84%%8C%%E1%%85%%A6%%E1%%84%%8C%%E1%%85%%AE", mark)};
    for (size_t i = 0; i < COUNT(words); i++) {
        struct answer a = list(text("q=%s", words[i]));
        assert_int_equal(answer_count(a, "data.items"), 1);
        assert_int(a, "data.items.0.productId", product);
    }
    /* "감귤" alone finds it among others. */
    struct answer a = list("q=%EA%B0%90%EA%B7%A4&limit=100");
    bool found = false;
    for (size_t i = 0; i < answer_count(a, "data.items"); i++)
        found |= answer_int(a, text("data.items.%zu.productId", i)) == product;
    assert_true(found);
    assert_int_equal(answer_count(list(text("q=%s-nothing", mark)), "data.items"), 0);
    /* What would be a pattern is a plain character. */
    assert_int_equal(answer_count(list(text("q=%s%%25", mark)), "data.items"), 0);
    assert_int_equal(answer_count(list(text("q=%s_", mark)), "data.items"), 0);
}

static void c7_search_ignores_case_and_keeps_to_the_category(void **state)
{
    (void)state;
    struct person seller = seller_new();
    const char *mark = unique(), *category = unique();
    const long long product = create(&seller, text("%s CaMeRa", mark), category, 1000, 5);
    create(&seller, text("%s camera", mark), unique(), 1000, 5);
    struct answer a = list(text("q=%s%%20camera", mark));
    assert_int_equal(answer_count(a, "data.items"), 2);
    a = list(text("q=%s%%20camera&category=%s", mark, category));
    assert_int_equal(answer_count(a, "data.items"), 1);
    assert_int(a, "data.items.0.productId", product);
}

/* Pages through a category and checks that each product comes once, in the wanted order. */
static void check_pages(const char *category, const char *filter, const long long *wanted,
                        size_t count)
{
    const char *query = text("%s%s&limit=2", filter, category);
    struct answer a = list(query);
    size_t seen = 0;
    for (;;) {
        for (size_t i = 0; i < answer_count(a, "data.items"); i++, seen++) {
            assert_true(seen < count);
            assert_int(a, text("data.items.%zu.productId", i), wanted[seen]);
        }
        if (strcmp(answer_raw(a, "data.nextCursor"), "null") == 0)
            break;
        a = list(text("%s&cursor=%s", query, answer_text(a, "data.nextCursor")));
    }
    assert_int_equal(seen, count);
}

static void c5_every_order_is_paged_without_gap_or_repeat(void **state)
{
    (void)state;
    struct person seller = seller_new();
    const char *category = unique();
    /* Prices that repeat across the end of a page. */
    static const long long PRICES[5] = {3000, 1000, 3000, 3000, 2000};
    long long p[5];
    for (size_t i = 0; i < 5; i++)
        p[i] = create(&seller, text("%s 차례", category), category, PRICES[i], 1);
    const long long newest[] = {p[4], p[3], p[2], p[1], p[0]};
    const long long cheap[] = {p[1], p[4], p[0], p[2], p[3]};
    /* A search turns every order into a descending one. */
    const long long cheap_found[] = {p[1], p[4], p[3], p[2], p[0]};
    const long long dear[] = {p[3], p[2], p[0], p[4], p[1]};
    check_pages(category, "category=", newest, 5);
    check_pages(category, "sort=newest&category=", newest, 5);
    check_pages(category, "sort=price_asc&category=", cheap, 5);
    check_pages(category, "sort=price_desc&category=", dear, 5);
    check_pages(category, "sort=popular&category=", newest, 5);
    check_pages(category, "q=", newest, 5);
    check_pages(category, "sort=price_asc&q=", cheap_found, 5);
    check_pages(category, "sort=price_desc&q=", dear, 5);
    check_pages(category, "sort=popular&q=", newest, 5);
}

static void c5_price_order_is_by_what_the_buyer_pays(void **state)
{
    (void)state;
    struct person seller = seller_new();
    const char *category = unique();
    const long long plain = create(&seller, "정가", category, 5000, 1);
    const long long cut = create(&seller, "할인", category, 9000, 1);
    assert_answer(
        call("PATCH", text("/api/product/%lld", cut), seller.token, "{\"discount\":8000}"), 200,
        "SUCCESS");
    struct answer a = list(text("sort=price_asc&category=%s", category));
    assert_int(a, "data.items.0.productId", cut);
    assert_int(a, "data.items.1.productId", plain);
}

static void c7_prices_bound_the_list_by_what_the_buyer_pays(void **state)
{
    (void)state;
    struct person seller = seller_new();
    const char *category = unique();
    static const long long PRICES[6] = {3000, 1000, 9000, 3000, 2000, 5000};
    long long p[6];
    for (size_t i = 0; i < 6; i++)
        p[i] = create(&seller, text("%s 값", category), category, PRICES[i], 1);
    assert_answer(
        call("PATCH", text("/api/product/%lld", p[2]), seller.token, "{\"discount\":7000}"), 200,
        "SUCCESS");
    /* 2000 to 3000, both included: p[2] is 2000 after its discount. */
    const long long newest[] = {p[4], p[3], p[2], p[0]};
    const long long cheap[] = {p[2], p[4], p[0], p[3]}, dear[] = {p[3], p[0], p[4], p[2]};
    const long long cheap_found[] = {p[4], p[2], p[3], p[0]};
#define RANGE "minPrice=2000&maxPrice=3000&"
    check_pages(category, RANGE "category=", newest, 4);
    check_pages(category, RANGE "sort=popular&category=", newest, 4);
    check_pages(category, RANGE "sort=price_asc&category=", cheap, 4);
    check_pages(category, RANGE "sort=price_desc&category=", dear, 4);
    check_pages(category, RANGE "q=", newest, 4);
    check_pages(category, RANGE "sort=popular&q=", newest, 4);
    check_pages(category, RANGE "sort=price_asc&q=", cheap_found, 4);
    check_pages(category, RANGE "sort=price_desc&q=", dear, 4);
    check_pages(category, text(RANGE "category=%s&q=", category), newest, 4);
    check_pages(category, "minPrice=5000&category=", &p[5], 1);
    check_pages(category, "maxPrice=1000&category=", &p[1], 1);
    check_pages(category, "maxPrice=1000&q=", &p[1], 1);
    check_pages(category, "minPrice=3001&maxPrice=4999&category=", p, 0);
}

static void c5_default_page_is_20_and_the_list_goes_on(void **state)
{
    (void)state;
    struct answer a = list("");
    assert_true(answer_count(a, "data.items") <= 20);
    if (strcmp(answer_raw(a, "data.nextCursor"), "null") == 0)
        return;
    struct answer b = list(text("cursor=%s", answer_text(a, "data.nextCursor")));
    assert_true(answer_int(b, "data.items.0.productId") < answer_int(a, "data.items.19.productId"));
}

static void list_parameters_are_checked(void **state)
{
    (void)state;
    struct answer first = list("limit=1");
    static const struct {
        const char *query, *field, *code;
    } CASES[] = {
        {"sort=cheapest", "sort", "INVALID_VALUE"},
        {"limit=0", "limit", "OUT_OF_RANGE"},
        {"limit=101", "limit", "OUT_OF_RANGE"},
        {"cursor=AAAA", "cursor", "INVALID_VALUE"},
        {"minPrice=abc", "minPrice", "INVALID_TYPE"},
        {"maxPrice=1.5", "maxPrice", "INVALID_TYPE"},
        {"minPrice=-1", "minPrice", "OUT_OF_RANGE"},
        {"maxPrice=1000000001", "maxPrice", "OUT_OF_RANGE"},
        {"minPrice=99999999999999999999", "minPrice", "OUT_OF_RANGE"},
        {"minPrice=2000&maxPrice=1999", "minPrice", "ABOVE_MAXIMUM"},
        {"minPrice=1&minPrice=2", "minPrice", "DUPLICATE"},
        {"q=%00", "", "MALFORMED"},
        {"q=%ff", "", "MALFORMED"},
        {"limit=1&limit=2", "limit", "DUPLICATE"},
    };
    for (size_t i = 0; i < COUNT(CASES); i++)
        assert_invalid(ask("GET", text("/api/product?%s", CASES[i].query), NULL), CASES[i].field,
                       CASES[i].code);
    if (strcmp(answer_raw(first, "data.nextCursor"), "null") != 0) {
        const char *cursor = answer_text(first, "data.nextCursor");
        assert_invalid(ask("GET", text("/api/product?sort=price_asc&cursor=%s", cursor), NULL),
                       "cursor", "INVALID_VALUE");
    }
}

static void unknown_product_is_404(void **state)
{
    (void)state;
    assert_answer(ask("GET", "/api/product/999999999999", NULL), 404, "PRODUCT_NOT_FOUND");
    assert_answer(ask("GET", "/api/product/0", NULL), 404, "ENTITY_NOT_FOUND");
    assert_answer(ask("GET", "/api/product/1e3", NULL), 404, "ENTITY_NOT_FOUND");
    assert_answer(ask("GET", "/api/product/-1", NULL), 404, "ENTITY_NOT_FOUND");
}

/* How many products the shop counts in a category; 0 when it does not name it. */
static long long products_in(const char *category)
{
    struct answer a = ask("GET", "/api/category", NULL);
    assert_answer(a, 200, "SUCCESS");
    assert_shape(a, "data", "items:list");
    for (size_t i = 0; i < answer_count(a, "data.items"); i++) {
        const char *way = text("data.items.%zu", i);
        assert_shape(a, way, "category:text products:int");
        if (strcmp(answer_text(a, text("%s.category", way)), category) == 0)
            return answer_int(a, text("%s.products", way));
    }
    return 0;
}

static void c7_categories_in_use_are_counted(void **state)
{
    (void)state;
    struct person seller = seller_new();
    const char *category = unique(), *other = unique();
    assert_int_equal(products_in(category), 0);
    const long long a = create(&seller, "하나", category, 1000, 1);
    const long long b = create(&seller, "둘", category, 1000, 0);
    assert_int_equal(products_in(category), 2);
    assert_answer(
        call("PATCH", text("/api/product/%lld", a), seller.token, "{\"category\":\"%s\"}", other),
        200, "SUCCESS");
    assert_int_equal(products_in(category), 1);
    assert_int_equal(products_in(other), 1);
    assert_answer(ask("DELETE", text("/api/product/%lld", b), seller.token), 204, "");
    assert_int_equal(products_in(category), 0);
    assert_answer(
        call("PATCH", text("/api/product/%lld", a), seller.token, "{\"status\":\"DISCONTINUED\"}"),
        200, "SUCCESS");
    assert_int_equal(products_in(other), 0);
}

static void c8_demo_shop_holds_at_least_five_products(void **state)
{
    (void)state;
    struct answer a = list("limit=100");
    assert_true(answer_count(a, "data.items") >= 5);
}

static void r1_popular_products_are_a_ranked_five_of_three_days(void **state)
{
    (void)state;
    struct answer a = ask("GET", "/api/popular/product", NULL);
    assert_answer(a, 200, "SUCCESS");
    assert_shape(a, "data", "from:text to:text refreshedAt:time? items:list");
    assert_int_equal(db_number("SELECT ('%s'::date - '%s'::date)", answer_text(a, "data.to"),
                               answer_text(a, "data.from")),
                     2);
    const size_t count = answer_count(a, "data.items");
    assert_true(count <= 5);
    for (size_t i = 0; i < count; i++) {
        assert_shape(a, text("data.items.%zu", i),
                     "rank:int productId:int name:text price:int imageUrl:text? quantity:int");
        assert_int(a, text("data.items.%zu.rank", i), i + 1);
        if (i > 0)
            assert_true(answer_int(a, text("data.items.%zu.quantity", i - 1)) >=
                        answer_int(a, text("data.items.%zu.quantity", i)));
    }
}

static void other_methods_are_405_with_allow(void **state)
{
    (void)state;
    struct answer a = call("PUT", "/api/product", NULL, "{}");
    assert_answer(a, 405, "METHOD_NOT_ALLOWED");
    assert_string_equal(header(a, "Allow"), "GET, POST");
    a = call("POST", "/api/product/1", NULL, "{}");
    assert_answer(a, 405, "METHOD_NOT_ALLOWED");
    assert_string_equal(header(a, "Allow"), "GET, PATCH, DELETE");
    a = call("POST", "/api/category", NULL, "{}");
    assert_answer(a, 405, "METHOD_NOT_ALLOWED");
    assert_string_equal(header(a, "Allow"), "GET");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        PROVES(c5_list_tells_what_is_left_at_query_time),
        PROVES(c6_sold_out_is_listed_and_discontinued_is_not),
        PROVES(c7_search_finds_syllables_inside_names),
        PROVES(c7_search_ignores_case_and_keeps_to_the_category),
        PROVES(c5_every_order_is_paged_without_gap_or_repeat),
        PROVES(c5_price_order_is_by_what_the_buyer_pays),
        PROVES(c7_prices_bound_the_list_by_what_the_buyer_pays),
        PROVES(c5_default_page_is_20_and_the_list_goes_on),
        PROVES(list_parameters_are_checked),
        PROVES(unknown_product_is_404),
        PROVES(c7_categories_in_use_are_counted),
        PROVES(c8_demo_shop_holds_at_least_five_products),
        PROVES(r1_popular_products_are_a_ranked_five_of_three_days),
        PROVES(other_methods_are_405_with_allow),
    };
    return RUN_TESTS(tests);
}
