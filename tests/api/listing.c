/* What search engines are told: which pages they may list and under what address, what a product's
 * page says of itself in their terms, and where the products are. */
#include <json-c/json.h>
#include <stdio.h>

#include "support/test.h"

#define NOINDEX "<meta name=\"robots\" content=\"noindex\">"
#define BLOCK "<script type=\"application/ld+json\">"

/* What a seller may write, and a script element could stumble over. */
#define NAME "</script><script>alert(1)</script><!-- \\\"'& {{X}}"
#define DESCRIPTION "]]> <!--<script>\\n\\u2028\\u2029 </SCRIPT > \\\\u003c '\\\" 끝"

static struct answer page(const char *path)
{
    struct answer a = ask("GET", path, NULL);
    assert_int_equal(a.status, 200);
    return a;
}

static long long create(const struct person *seller, const char *category, long long stock)
{
    struct answer a = call("POST", "/api/product", seller->token,
                           "{\"name\":\"%s\",\"description\":\"%s\",\"category\":\"%s\","
                           "\"price\":12000,\"discount\":2000,\"stock\":%lld}",
                           NAME, DESCRIPTION, category, stock);
    assert_answer(a, 201, "SUCCESS");
    return answer_int(a, "data.productId");
}

/* What stands in the page's data block, which must be its only one and end where it seems to. */
static struct answer data_of(struct answer a)
{
    const char *begin = strstr(a.body, BLOCK);
    assert_non_null(begin);
    begin += strlen(BLOCK);
    assert_null(strstr(begin, BLOCK));
    const char *end = strchr(begin, '<');
    assert_non_null(end);
    assert_int_equal(strncmp(end, "</script>", 9), 0);
    struct answer data = a;
    data.body = text("%.*s", (int)(end - begin), begin);
    assert_null(strpbrk(data.body, "<>&"));
    assert_null(strstr(data.body, "\u2028"));
    assert_null(strstr(data.body, "\u2029"));
    struct json_tokener *reader = json_tokener_new_ex(32);
    json_tokener_set_flags(reader, JSON_TOKENER_STRICT);
    data.json = json_tokener_parse_ex(reader, data.body, (int)strlen(data.body));
    assert_int_equal(json_tokener_get_error(reader), json_tokener_success);
    json_tokener_free(reader);
    return data;
}

/* ---- products ---- */

static void c7_product_tells_of_itself_whatever_its_name(void **state)
{
    (void)state;
    struct person seller = seller_new();
    const char *category = text("분류&<%s>", unique());
    const long long id = create(&seller, category, 5);
    struct answer shown = ask("GET", text("/api/product/%lld", id), NULL);
    struct answer a = page(text("/products/%lld", id));
    struct answer data = data_of(a);
    assert_text(data, "@graph.0.@type", "Product");
    assert_string_equal(answer_text(data, "@graph.0.name"), answer_text(shown, "data.name"));
    assert_string_equal(answer_text(data, "@graph.0.description"),
                        answer_text(shown, "data.description"));
    assert_string_equal(answer_text(data, "@graph.0.category"), category);
    assert_int(data, "@graph.0.offers.price", 10000);
    assert_text(data, "@graph.0.offers.priceCurrency", "KRW");
    assert_text(data, "@graph.0.offers.availability", "https://schema.org/InStock");
    assert_true(answer_has(data, "@graph.0.offers.seller.name"));
    assert_false(answer_has(data, "@graph.0.image"));
    assert_int_equal(answer_count(data, "@graph.1.itemListElement"), 4);
    assert_string_equal(answer_text(data, "@graph.1.itemListElement.3.item"),
                        text("%s/products/%lld", shop_origin(), id));
    json_object_put(data.json);
    assert_null(strstr(a.body, "<script>alert"));
    assert_non_null(strstr(a.body, "<meta property=\"product:price:amount\" content=\"10000\">"));
    assert_non_null(strstr(a.body, "<meta property=\"og:type\" content=\"product\">"));
    assert_answer(ask("DELETE", text("/api/product/%lld", id), seller.token), 204, NULL);
}

static void c6_product_says_whether_it_can_be_had(void **state)
{
    (void)state;
    struct person seller = seller_new();
    const long long id = create(&seller, "시험", 0);
    const char *path = text("/products/%lld", id);
    struct answer data = data_of(page(path));
    assert_text(data, "@graph.0.offers.availability", "https://schema.org/OutOfStock");
    json_object_put(data.json);
    assert_answer(
        call("PATCH", text("/api/product/%lld", id), seller.token, "{\"status\":\"DISCONTINUED\"}"),
        200, "SUCCESS");
    data = data_of(page(path));
    assert_text(data, "@graph.0.offers.availability", "https://schema.org/Discontinued");
    json_object_put(data.json);
    assert_answer(ask("DELETE", text("/api/product/%lld", id), seller.token), 204, NULL);
}

static void c7_picture_of_a_product_has_a_whole_address(void **state)
{
    (void)state;
    const long long id = db_number("select min(product_id) from product "
                                   "where picture_id is not null and status = 'ON_SALE'");
    struct answer a = page(text("/products/%lld", id));
    struct answer data = data_of(a);
    const char *image = answer_text(data, "@graph.0.image");
    assert_non_null(strstr(a.body, text("<meta property=\"og:image\" content=\"%s\">", image)));
    const char *origin = shop_origin();
    assert_int_equal(strncmp(image, origin, strlen(origin)), 0);
    assert_int_equal(ask("GET", image + strlen(origin), NULL).status, 200);
    json_object_put(data.json);
}

/* ---- which pages ---- */

static void pages_for_everybody_are_listed_under_one_address(void **state)
{
    (void)state;
    static const char *const PAGES[][2] = {
        {"/", "/"},
        {"/products", "/products"},
        {"/products?sort=price_asc", "/products"},
        {"/products?category=%EB%94%94%EC%A7%80%ED%84%B8&sort=popular",
         "/products?category=%EB%94%94%EC%A7%80%ED%84%B8"},
        {"/products/1", "/products/1"},
        {"/products/1?notice=added", "/products/1"},
        {"/coupons", "/coupons"},
    };
    for (size_t i = 0; i < COUNT(PAGES); i++) {
        struct answer a = page(PAGES[i][0]);
        const char *link =
            text("<link rel=\"canonical\" href=\"%s%s\">", shop_origin(), PAGES[i][1]);
        if (strstr(a.body, link) == NULL)
            fail_msg("%s has no %s", PAGES[i][0], link);
        assert_null(strstr(a.body, NOINDEX));
        assert_non_null(strstr(a.body, "<meta property=\"og:title\" content=\""));
        assert_null(strstr(a.body, "<meta name=\"description\" content=\"\">"));
    }
}

static void other_pages_are_nobody_s_business(void **state)
{
    (void)state;
    static const char *const OPEN[] = {"/login",
                                       "/join",
                                       "/cart",
                                       "/orders",
                                       "/none",
                                       "/products/999999999999",
                                       "/products?q=%EA%B0%90",
                                       "/products?category=none",
                                       "/products?sort=none"};
    static const char *const CUSTOMERS[] = {
        "/me", "/me/points", "/me/coupons", "/me/notifications", "/orders", "/seller/join"};
    struct person customer = customer_new();
    for (size_t i = 0; i < COUNT(OPEN) + COUNT(CUSTOMERS); i++) {
        const bool open = i < COUNT(OPEN);
        const char *path = open ? OPEN[i] : CUSTOMERS[i - COUNT(OPEN)];
        struct answer a = ask("GET", path, open ? NULL : customer.token);
        if (strstr(a.body, NOINDEX) == NULL || strstr(a.body, "canonical") != NULL)
            fail_msg("%s is listed (%ld)", path, a.status);
    }
    assert_non_null(strstr(ask("GET", "/admin", admin_person().token).body, NOINDEX));
    assert_non_null(strstr(ask("GET", "/seller", seller_new().token).body, NOINDEX));
}

/* ---- where they are ---- */

static void c6_sitemap_leads_to_the_products(void **state)
{
    (void)state;
    const char *place = text("<loc>%s/", shop_origin());
    struct answer index = page("/sitemap.xml");
    assert_non_null(header_starting(index, "Content-Type", "application/xml"));
    assert_non_null(strstr(index.body, text("%ssitemap.xml?part=pages</loc>", place)));
    assert_non_null(strstr(index.body, text("%ssitemap.xml?part=0</loc>", place)));
    assert_non_null(strstr(page("/sitemap.xml?part=pages").body,
                           text("%sproducts?category=%%EB%%94%%94", place)));
    struct answer part = page("/sitemap.xml?part=0");
    const long long id = db_number("select min(product_id) from product where status = 'ON_SALE'");
    assert_non_null(strstr(part.body, text("%sproducts/%lld</loc><lastmod>20", place, id)));
    static const char *const NONE[] = {"999999", "-1", "00", "x", "9223372036854775807"};
    for (size_t i = 0; i < COUNT(NONE); i++)
        assert_int_equal(ask("GET", text("/sitemap.xml?part=%s", NONE[i]), NULL).status, 404);
}

static void robots_are_told_where_not_to_go(void **state)
{
    (void)state;
    struct answer a = page("/robots.txt");
    assert_non_null(header_starting(a, "Content-Type", "text/plain"));
    assert_non_null(strstr(a.body, text("\nSitemap: %s/sitemap.xml\n", shop_origin())));
    static const char *const CLOSED[] = {"/admin", "/seller", "/cart", "/orders", "/me/", "/login"};
    for (size_t i = 0; i < COUNT(CLOSED); i++)
        assert_non_null(strstr(a.body, text("\nDisallow: %s\n", CLOSED[i])));
    assert_null(strstr(a.body, "Disallow: /me\n")); /* pictures are below /media */
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        PROVES(c7_product_tells_of_itself_whatever_its_name),
        PROVES(c6_product_says_whether_it_can_be_had),
        PROVES(c7_picture_of_a_product_has_a_whole_address),
        PROVES(pages_for_everybody_are_listed_under_one_address),
        PROVES(other_pages_are_nobody_s_business),
        PROVES(c6_sitemap_leads_to_the_products),
        PROVES(robots_are_told_where_not_to_go),
    };
    return RUN_TESTS(tests);
}
