/* The sitemap's parts over products far apart (C6). */
#include "store/handle.h"

#include "shop/catalog/sitemap.h"

static struct client client;

static int open_all(void **state)
{
    (void)state;
    client_open(&client);
    PGconn *conn = store_connect();
    char *fixture = store_read_file(STORE_FIXTURE);
    store_exec(conn, fixture);
    free(fixture);
    store_exec(conn, "UPDATE product SET status = 'DISCONTINUED'");
    store_exec(
        conn,
        "INSERT INTO product (product_id, seller_id, name, description, category, price, discount,"
        " status, created_at, updated_at) OVERRIDING SYSTEM VALUE"
        " SELECT id, 900001, 'x', '', 'fixture', 1000, 0, status, '2026-11-01Z', '2026-11-20Z'"
        " FROM (VALUES (1, 'ON_SALE'), (3998, 'DELETED'), (3999, 'ON_SALE'), (4000, 'ON_SALE'),"
        " (8000, 'DISCONTINUED'), (800000000, 'ON_SALE')) made (id, status)");
    PQfinish(conn);
    return 0;
}

static int close_all(void **state)
{
    (void)state;
    client_close(&client);
    return 0;
}

static void c6_sitemap_has_a_part_where_something_is_on_sale(void **state)
{
    (void)state;
    struct sitemap_parts parts;
    assert_int_equal(sitemap_parts(client.db, &parts), E_OK);
    assert_int_equal(parts.count, 3);
    assert_int_equal(parts.items[0].number, 0);
    assert_int_equal(parts.items[1].number, 1);
    assert_int_equal(parts.items[2].number, 800000000 / SITEMAP_PART);
}

static void c6_parts_of_the_sitemap_tell_of_each_product_once(void **state)
{
    (void)state;
    struct sitemap_products products;
    assert_int_equal(sitemap_products(client.db, 0, &products), E_OK);
    assert_int_equal(products.count, 2);
    assert_int_equal(products.items[0].product_id.v, 1);
    assert_int_equal(products.items[1].product_id.v, 3999);
    instant changed;
    assert_true(instant_from_sql("2026-11-20 00:00:00+00", &changed));
    assert_int_equal(products.items[1].updated_at.us, changed.us);
    assert_int_equal(sitemap_products(client.db, 1, &products), E_OK);
    assert_int_equal(products.count, 1);
    assert_int_equal(products.items[0].product_id.v, 4000);
    assert_int_equal(sitemap_products(client.db, 800000000 / SITEMAP_PART, &products), E_OK);
    assert_int_equal(products.count, 1);
    assert_int_equal(sitemap_products(client.db, 2, &products), E_OK);
    assert_int_equal(products.count, 0);
    assert_int_equal(sitemap_products(client.db, SITEMAP_NUMBER_MAX, &products), E_OK);
    assert_int_equal(products.count, 0);
}

int main(void)
{
    (void)store_conninfo();
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(c6_sitemap_has_a_part_where_something_is_on_sale),
        cmocka_unit_test(c6_parts_of_the_sitemap_tell_of_each_product_once),
    };
    return cmocka_run_group_tests_name("store/sitemap", tests, open_all, close_all);
}
