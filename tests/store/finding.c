/* Products of a range of prices are found whole, in every order, however many others stand between
 * them, and page by page (C5, C7). */
#include "store/handle.h"

#include <inttypes.h>

#include "shop/catalog/product.h"

static struct client client;

/* Ids from the oldest: 3,000 of 10,000 won, 9,000 of 99,000 won, every 300th of those of 20,000
 * won; a third of all are of another category. What sells is older than what does not. */
#define PRODUCTS                                                                                    \
    "INSERT INTO product (seller_id, name, description, category, price, discount, status,"         \
    " created_at, updated_at)"                                                                      \
    " SELECT 900001, '찾는 것 ' || n, '', CASE n % 3 WHEN 0 THEN '딴' ELSE '본' END,"          \
    " CASE WHEN n <= 3000 THEN 11000 WHEN n % 300 = 0 THEN 21000 ELSE 100000 END, 1000,"            \
    " 'ON_SALE', '2026-11-20Z', '2026-11-20Z' FROM generate_series(1, 12000) n;"                    \
    "INSERT INTO product_popularity (product_id, category, sold)"                                   \
    " SELECT product_id, category, 20000 - product_id FROM product WHERE name LIKE '찾는 것 %';" \
    "INSERT INTO stock (product_id, on_hand, reserved)"                                             \
    " SELECT product_id, 1, 0 FROM product WHERE name LIKE '찾는 것 %'; ANALYZE product"

static int fill(void **state)
{
    (void)state;
    PGconn *conn = store_connect();
    store_load_fixture(conn);
    store_exec(conn, PRODUCTS);
    PQfinish(conn);
    client_open(&client);
    return 0;
}

static int close_client(void **state)
{
    (void)state;
    client_close(&client);
    return 0;
}

/* Before another product in an order, or the same. */
static bool in_order(enum product_sort sort, const struct product *a, const struct product *b)
{
    const int64_t first = a->price - a->discount, second = b->price - b->discount;
    switch (sort) {
    case SORT_NEWEST:
        return a->product_id.v > b->product_id.v;
    case SORT_PRICE_ASC:
        return first <= second;
    case SORT_PRICE_DESC:
        return first >= second;
    default:
        return a->product_id.v < b->product_id.v; /* the older, the more were sold */
    }
}

/* Goes through all pages: each product is of the range and comes in its place; how many there are.
 */
static int64_t found(struct product_query query)
{
    const struct price_range range = query.range;
    int64_t count = 0;
    struct product last = {0};
    struct product_page page;
    query.limit = 100;
    do {
        arena_reset(client.call.arena);
        assert_int_equal(product_list(client.db, &query, &page), E_OK);
        for (size_t i = 0; i < page.count; i++, count++) {
            const struct product *item = &page.items[i];
            const int64_t pays = item->price - item->discount;
            assert_true((!range.has_min || pays >= range.min) &&
                        (!range.has_max || pays <= range.max));
            assert_true(count == 0 || in_order(query.sort, &last, item));
            assert_int_not_equal(last.product_id.v, item->product_id.v);
            last = *item;
        }
        query.after = page.more;
        query.after_key = page.next_key;
        query.after_id = page.next_id;
    } while (page.more);
    return count;
}

static void check_every_way(struct price_range range, int64_t all, int64_t in_category)
{
    for (int sort = 0; sort < SORT_COUNT; sort++) {
        struct product_query query = {.sort = (enum product_sort)sort, .range = range};
        assert_int_equal(found(query), all);
        query.category = "딴";
        assert_int_equal(found(query), in_category);
    }
}

static void c7_many_of_a_price_are_found_behind_thousands_of_others(void **state)
{
    (void)state;
    check_every_way((struct price_range){true, true, 10000, 10000}, 3000, 1000);
    check_every_way((struct price_range){true, false, 99000, 0}, 8970, 2970);
}

static void c7_few_of_a_price_are_found(void **state)
{
    (void)state;
    check_every_way((struct price_range){true, true, 10001, 98999}, 30, 30);
    check_every_way((struct price_range){true, true, 30000, 40000}, 0, 0);
}

/* Of a word that more than 5,000 names hold, any that fit are told; of few prices, all. */
static void c7_a_word_is_sought_within_prices(void **state)
{
    (void)state;
    const struct price_range few = {true, true, 20000, 20000}, none = {true, true, 30000, 30000};
    for (int sort = 0; sort < SORT_COUNT; sort++) {
        struct product_query query = {
            .sort = (enum product_sort)sort, .text = "찾는", .range = few};
        assert_int_equal(found(query), 30);
        query.text = "찾는 것 12000";
        assert_int_equal(found(query), 1);
        query.category = "딴";
        assert_int_equal(found(query), 1);
        query.category = "본";
        assert_int_equal(found(query), 0);
        query.text = "찾는 것 11";
        query.range = (struct price_range){true, false, 99000, 0};
        /* 1,100-1,199 cost less; 11,000-11,999 without every third. */
        assert_int_equal(found(query), 667);
        query.range = none;
        assert_int_equal(found(query), 0);
    }
}

/* Names in which the same sixes stand at several places, signs that a query has to quote, letters
 * of several code points. */
#define NAMES                                                                                               \
    "$$Müller's \\ 100% 올리브유_2L$$, $$aaaaaaaaaaaaab$$, $$AAAAAAA baaaaaa$$, $$가나다라마바 " \
    "가나다라마사$$, "                                                                                \
    "$$라마바사 가나다라마바사$$, $$''\"& | !:* <->$$, U&'Cafe\\0301 \\1100\\1161\\11A8 커피'"

static void c7_any_part_finds_the_names_that_hold_it_and_no_others(void **state)
{
    (void)state;
    PGconn *conn = store_connect();
    store_exec(conn, "INSERT INTO product (seller_id, name, description, category, price, discount,"
                     " status, created_at, updated_at) SELECT 900001, name, '', '부분', 1000, 0,"
                     " 'ON_SALE', '2026-11-20Z', '2026-11-20Z' FROM unnest(ARRAY[" NAMES "]) name;"
                     "INSERT INTO product_popularity (product_id, category, sold)"
                     " SELECT product_id, category, 0 FROM product WHERE category = '부분';"
                     "INSERT INTO stock (product_id, on_hand, reserved)"
                     " SELECT product_id, 1, 0 FROM product WHERE category = '부분'");
    PGresult *parts = PQexec(
        conn, "WITH name AS (SELECT normalize(lower(name)) AS folded FROM product"
              "              WHERE category = '부분'),"
              "     part AS (SELECT DISTINCT substr(folded, at, size) AS part FROM name,"
              "              generate_series(1, length(folded)) at,"
              "              generate_series(1, length(folded) - at + 1) size)"
              " SELECT part, (SELECT count(*) FROM name WHERE strpos(folded, part) > 0) FROM part");
    assert_int_equal(PQresultStatus(parts), PGRES_TUPLES_OK);
    assert_true(PQntuples(parts) > 600);
    for (int i = 0; i < PQntuples(parts); i++) {
        const struct product_query query = {.text = PQgetvalue(parts, i, 0), .category = "부분"};
        const int64_t expected = strtoll(PQgetvalue(parts, i, 1), NULL, 10);
        if (found(query) != expected)
            fail_msg("\"%s\" is held by %" PRId64 " names", query.text, expected);
    }
    PQclear(parts);
    PQfinish(conn);
}

int main(void)
{
    (void)store_conninfo();
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(c7_many_of_a_price_are_found_behind_thousands_of_others),
        cmocka_unit_test(c7_few_of_a_price_are_found),
        cmocka_unit_test(c7_a_word_is_sought_within_prices),
        cmocka_unit_test(c7_any_part_finds_the_names_that_hold_it_and_no_others),
    };
    return cmocka_run_group_tests_name("store/finding", tests, fill, close_client);
}
