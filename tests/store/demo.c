/* The demo shop: its data keep the rules, its pictures are all different, and it goes into a
 * database whole. What is written is rolled back: other tests have the database to themselves. */
#include "store/handle.h"

#include "shop/catalog/product.h"
#include "shop/demo/demo.h"
#include "shop/point/point.h"
#include "shop/ranking/ranking.h"
#include "shop/ranking/ranking_rules.h"

#define FOLDER "sql/demo"

/* Everything is made once: hashing and drawing take seconds. */
static struct client client;
static struct settings settings;
static struct demo demo;
static struct arena *arenas[DEMO_THREADS];

static int make_demo(void **state)
{
    (void)state;
    char message[400];
    if (!settings_load(&settings, message, sizeof message) || picture_start(false) != E_OK)
        return 1;
    client_open_with(&client, store_conninfo(), (size_t)256 << 20);
    client.call.settings = &settings;
    return demo_load(&client.call, FOLDER, &demo) != E_OK ||
           demo_hash_passwords(&client.call, &demo) != E_OK || demo_draw(&demo, arenas) != E_OK;
}

static int drop_demo(void **state)
{
    (void)state;
    for (size_t i = 0; i < DEMO_THREADS; i++)
        arena_free(arenas[i]);
    client_close(&client);
    return 0;
}

static void the_shop_is_as_large_and_mixed_as_promised(void **state)
{
    (void)state;
    size_t sellers = 0, discounted = 0, nearly_gone = 0, sold_out = 0, discontinued = 0;
    for (size_t i = 0; i < demo.member_count; i++)
        sellers += demo.members[i].sells;
    for (size_t i = 0; i < demo.product_count; i++) {
        const struct demo_product *product = &demo.products[i];
        discounted += product->discount > 0;
        nearly_gone += !product->discontinued && product->stock >= 1 && product->stock <= 3;
        sold_out += !product->discontinued && product->stock == 0;
        discontinued += product->discontinued;
        assert_true(strlen(product->description) > 60);
    }
    assert_int_equal(sellers, 4);
    assert_true(demo.member_count - sellers >= 3);
    assert_true(demo.product_count >= 48);
    assert_true(discounted >= 10);
    assert_true(nearly_gone >= 2);
    assert_int_equal(sold_out, 1);
    assert_int_equal(discontinued, 1);
}

static void no_two_products_or_pictures_are_alike(void **state)
{
    (void)state;
    for (size_t i = 0; i < demo.product_count; i++) {
        for (size_t k = 0; k < i; k++) {
            const struct demo_product *a = &demo.products[i], *b = &demo.products[k];
            assert_string_not_equal(a->name, b->name);
            assert_string_not_equal(a->description, b->description);
            assert_string_not_equal(a->picture.hash, b->picture.hash);
            const struct slice x = a->picture.files[0].bytes, y = b->picture.files[0].bytes;
            assert_false(x.size == y.size && memcmp(x.data, y.data, x.size) == 0);
        }
    }
}

static void a_wrong_registration_number_is_found(void **state)
{
    (void)state;
    struct seller_registration shop = {.business_name = "가게",
                                       .contact = "02-555-0100",
                                       .category = "식품",
                                       .address = {"04524", "서울특별시 중구", NULL}};
    for (size_t i = 0; i < demo.member_count; i++) {
        if (!demo.members[i].sells)
            continue;
        char number[11];
        memcpy(number, demo.members[i].shop.registration_number, sizeof number);
        shop.registration_number = number;
        client.call.problems = (struct problems){0};
        assert_int_equal(seller_check_registration(&client.call, &shop), E_OK);
        number[9] = (char)('0' + (number[9] - '0' + 1) % 10);
        shop.registration_number = number;
        assert_int_equal(seller_check_registration(&client.call, &shop), E_INVALID_REQUEST);
    }
}

/* ---- in the database ---- */

static void check_catalog(struct tx *tx)
{
    const struct product_query query = {.sort = SORT_NEWEST, .limit = 100};
    struct product_page page;
    struct category_list categories;
    struct product product;
    assert_int_equal(product_list(tx->db, &query, &page), E_OK);
    assert_int_equal(page.count, demo.product_count - 1); /* the discontinued one is not listed */
    for (size_t i = 0; i < page.count; i++)
        assert_non_null(page.items[i].picture);
    assert_int_equal(category_list(tx->db, &categories), E_OK);
    assert_int_equal(categories.count, 8);
    for (size_t i = 0; i < demo.product_count; i++) {
        assert_int_equal(product_get(tx->db, demo.products[i].id, &product), E_OK);
        assert_string_equal(product.picture, demo.products[i].picture.hash);
        if (demo.products[i].discontinued)
            assert_int_equal(product.status, PRODUCT_DISCONTINUED);
        else
            assert_int_equal(product.status,
                             product.stock == 0 ? PRODUCT_SOLD_OUT : PRODUCT_ON_SALE);
    }
    struct slice bytes;
    assert_int_equal(picture_find(tx->db, demo.products[0].picture.hash, 1280, &bytes), E_OK);
    assert_int_equal(bytes.size, demo.products[0].picture.files[2].bytes.size);
    assert_int_equal(picture_find(tx->db, "00000000000000000000000000000000", 640, &bytes),
                     E_NOT_FOUND);
}

static void check_customers(struct tx *tx)
{
    for (size_t i = 0; i < demo.member_count; i++) {
        int64_t balance;
        struct order_page orders;
        const struct demo_member *member = &demo.members[i];
        if (member->sells)
            continue;
        assert_int_equal(point_balance(tx->db, member->id, &balance), E_OK);
        assert_true(balance > 0);
        assert_int_equal(order_list(tx->db, (struct owner){.member = member->id}, 0, 20, &orders),
                         E_OK);
        assert_true(orders.count > 0);
    }
}

/* Sold within the window, by the demo's own text. */
static int64_t sold_of(product_id id, instant now)
{
    struct date from, to;
    int64_t sold = 0;
    ranking_window(now, &from, &to);
    const instant first = instant_seoul_midnight(from);
    for (size_t e = 0; e < demo.event_count; e++) {
        const struct demo_event *event = &demo.events[e];
        const instant at = instant_sub(now, SPAN_HOURS(event->hours_ago));
        for (size_t l = 0; l < event->line_count; l++)
            if (event->lines[l].product->id.v == id.v && instant_compare(at, first) >= 0)
                sold += event->lines[l].quantity;
    }
    return sold;
}

static void check_ranking(struct tx *tx)
{
    struct ranking ranking;
    int64_t folded;
    const instant now = tx->call->now;
    assert_int_equal(ranking_fold(tx, &folded), E_OK);
    assert_true(folded > 0);
    assert_int_equal(ranking_fold(tx, &folded), E_OK);
    assert_int_equal(folded, 0);
    assert_int_equal(ranking_refresh(tx, now), E_OK);
    assert_int_equal(ranking_top(tx->db, &ranking), E_OK);
    assert_int_equal(instant_compare(ranking.refreshed_at, now), 0);
    assert_int_equal(ranking.count, RANKING_TOP);
    for (size_t i = 0; i < ranking.count; i++) {
        const struct ranking_item *item = &ranking.items[i];
        assert_int_equal(item->rank, i + 1);
        assert_int_equal(item->quantity, sold_of(item->product_id, now));
        assert_true(i == 0 || item->quantity <= ranking.items[i - 1].quantity);
    }

    /* A product that is no longer on sale leaves the list; the next one moves up. */
    const struct actor admin = {.kind = ACTOR_ADMIN};
    const product_id best = ranking.items[0].product_id, second = ranking.items[1].product_id;
    assert_int_equal(product_delete(tx, &admin, best), E_OK);
    assert_int_equal(ranking_top(tx->db, &ranking), E_OK);
    assert_int_equal(ranking.items[0].product_id.v, second.v);

    /* Four days on, nothing of this is in the window. */
    assert_int_equal(ranking_refresh(tx, instant_add(now, SPAN_DAYS(4))), E_OK);
    assert_int_equal(ranking_top(tx->db, &ranking), E_OK);
    assert_int_equal(ranking.count, 0);
}

/* Another seller's product, an unknown one, the same picture for two products. */
static void check_pictures(struct tx *tx)
{
    const struct demo_product *first = &demo.products[0], *other = NULL;
    for (size_t i = 1; i < demo.product_count && other == NULL; i++)
        if (demo.products[i].seller != first->seller)
            other = &demo.products[i];
    assert_non_null(other);
    const struct actor actor = {ACTOR_SELLER, first->seller->id, first->seller->seller};
    assert_int_equal(picture_put(tx, &actor, other->id, &first->picture), E_FORBIDDEN);
    assert_int_equal(picture_put(tx, &actor, (product_id){ID_MAX}, &first->picture),
                     E_PRODUCT_NOT_FOUND);
    const struct actor owner = {ACTOR_SELLER, other->seller->id, other->seller->seller};
    struct product product;
    assert_int_equal(picture_put(tx, &owner, other->id, &first->picture), E_OK);
    assert_int_equal(product_get(tx->db, other->id, &product), E_OK);
    assert_string_equal(product.picture, first->picture.hash);
    assert_int_equal(picture_put(tx, &owner, other->id, &other->picture), E_OK);
}

static enum err fill_look_and_go(struct tx *tx, void *arg)
{
    bool *looked = arg;
    bool filled = false;
    assert_int_equal(demo_fill(tx, &demo, &filled), E_OK);
    if (filled) {
        check_catalog(tx);
        check_customers(tx);
        check_pictures(tx);
        check_ranking(tx);
        assert_int_equal(demo_fill(tx, &demo, &filled), E_OK);
        assert_false(filled); /* only an empty shop is filled */
        *looked = true;
    }
    return E_NOT_FOUND; /* rolls back */
}

static void the_shop_goes_into_a_database(void **state)
{
    (void)state;
    bool looked = false, has = true;
    assert_int_equal(tx_run(client.db, fill_look_and_go, &looked), E_NOT_FOUND);
    assert_int_equal(demo_has_products(client.db, &has), E_OK);
    if (has)
        skip(); /* a database with products in it */
    assert_true(looked);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_shop_is_as_large_and_mixed_as_promised),
        cmocka_unit_test(no_two_products_or_pictures_are_alike),
        cmocka_unit_test(a_wrong_registration_number_is_found),
        cmocka_unit_test(the_shop_goes_into_a_database),
    };
    return cmocka_run_group_tests(tests, make_demo, drop_demo);
}
