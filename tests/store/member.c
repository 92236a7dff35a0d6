/* shop/member/ on a real database: sessions, changes of password, leaving. */
#include "store.h"

#include "base/clock.h"
#include "shop/cart/cart.h"
#include "shop/catalog/product.h"
#include "shop/member/member.h"
#include "shop/member/session.h"
#include "shop/point/point.h"

struct world {
    PGconn *conn;
    struct db *db;
    struct settings settings;
    struct call call;
    struct account account;
    struct session_opened opened;
    const struct session *before; /* of the log-in to come */
    struct member_registration reg;
    struct member_change change;
    const char *new_hash, *old_hash;
    seller_id seller;
    product_id product;
};

/* Hashing is not what these tests are about. */
#define HASH "hash of the first password"
#define NEW_HASH "hash of the second password"

static enum err do_register(struct tx *tx, void *arg)
{
    struct world *world = arg;
    return member_register(tx, &world->reg, HASH, &world->account.member_id);
}

static enum err do_log_in(struct tx *tx, void *arg)
{
    struct world *world = arg;
    return session_open_member(tx, &world->account, world->before, &world->opened);
}

static enum err do_open_guest(struct tx *tx, void *arg)
{
    return session_open_guest(tx, &((struct world *)arg)->opened);
}

static enum err do_update(struct tx *tx, void *arg)
{
    struct world *world = arg;
    return member_update(tx, world->account.member_id, &world->change, world->new_hash,
                         world->old_hash, world->opened.session_id);
}

static enum err do_leave(struct tx *tx, void *arg)
{
    return member_leave(tx, &((struct world *)arg)->account);
}

static enum err do_charge(struct tx *tx, void *arg)
{
    int64_t balance;
    return point_charge(tx, ((struct world *)arg)->account.member_id, 5000, &balance);
}

static enum err do_sell(struct tx *tx, void *arg)
{
    struct world *world = arg;
    return seller_register(tx, world->account.member_id,
                           &(struct seller_registration){
                               .business_name = "하나상회",
                               .registration_number = "1208147521",
                               .contact = "02-123-4567",
                               .address = world->reg.address,
                               .category = "식품",
                           },
                           &world->seller);
}

static enum err do_create(struct tx *tx, void *arg)
{
    struct world *world = arg;
    const struct product_draft draft = {
        .name = "귤", .category = "식품", .price = 1000, .stock = 5};
    return product_create(tx, world->seller, &draft, &world->product);
}

static enum err do_list(struct tx *tx, void *arg)
{
    struct world *world = arg;
    const struct actor admin = {.kind = ACTOR_ADMIN};
    return product_update(tx, &admin, world->product,
                          &(struct product_change){.has_status = true, .status = PRODUCT_ON_SALE});
}

static enum err do_unlist(struct tx *tx, void *arg)
{
    struct world *world = arg;
    const struct actor admin = {.kind = ACTOR_ADMIN};
    return product_update(
        tx, &admin, world->product,
        &(struct product_change){.has_status = true, .status = PRODUCT_DISCONTINUED});
}

static enum err do_put_in_cart(struct tx *tx, void *arg)
{
    struct world *world = arg;
    struct cart_item line;
    return cart_add(tx, (struct owner){.member = world->account.member_id}, world->product, 1,
                    false, &line);
}

static enum err run(struct world *world, enum err (*body)(struct tx *tx, void *arg))
{
    world->call.problems = (struct problems){0};
    return tx_run(world->db, body, world);
}

static int setup(void **state)
{
    struct world *world = calloc(1, sizeof *world);
    assert_non_null(world);
    world->conn = store_connect();
    world->db = db_new(store_conninfo());
    world->settings = (struct settings){
        .point_charge_max = 1000000, .point_balance_max = 1000000, .point_unit = 100};
    world->call = (struct call){
        .arena = arena_new(4 << 20),
        .settings = &world->settings,
        .now = clock_now(),
        .request_id = "test-request",
    };
    assert_non_null(world->db);
    assert_non_null(world->call.arena);
    db_serve(world->db, &world->call);
    world->reg = (struct member_registration){
        .email = arena_printf(world->call.arena, "store-%lld@jangteo.example",
                              (long long)clock_monotonic_us()),
        .password = "plum-kettle-91",
        .name = "김하나",
        .phone = "01012345678",
        .address = {"06236", "서울 강남구 테헤란로 1", NULL},
    };
    assert_int_equal(run(world, do_register), E_OK);
    world->account.password_hash = HASH;
    *state = world;
    return 0;
}

static int teardown(void **state)
{
    struct world *world = *state;
    PQfinish(world->conn);
    db_free(world->db);
    arena_free(world->call.arena);
    free(world);
    return 0;
}

static void assert_sql(struct world *world, const char *condition)
{
    char sql[500];
    snprintf(sql, sizeof sql, "SELECT %s", condition);
    for (char *mark; (mark = strstr(sql, "$M")) != NULL;) {
        char rest[500];
        snprintf(rest, sizeof rest, "%s", mark + 2);
        snprintf(mark, sizeof sql - (size_t)(mark - sql), "%lld%s",
                 (long long)world->account.member_id.v, rest);
    }
    PGresult *result = PQexec(world->conn, sql);
    if (PQresultStatus(result) != PGRES_TUPLES_OK || strcmp(PQgetvalue(result, 0, 0), "t") != 0)
        fail_msg("not so: %s %s", sql, PQerrorMessage(world->conn));
    PQclear(result);
}

static const char *log_in(struct world *world)
{
    assert_int_equal(run(world, do_log_in), E_OK);
    return world->opened.token;
}

/* ---- members ---- */

static void an_address_registers_once(void **state)
{
    struct world *world = *state;
    assert_int_equal(run(world, do_register), E_EMAIL_TAKEN);
    assert_int_equal(problem_of(&world->call.problems, "email")->code, P_TAKEN);
    assert_sql(world, "balance = 0 FROM point_balance WHERE member_id = $M");
}

static void a_change_touches_what_it_names(void **state)
{
    struct world *world = *state;
    struct member_profile profile;
    world->change = (struct member_change){.name = "박둘"};
    assert_int_equal(run(world, do_update), E_OK);
    assert_int_equal(member_get(world->db, world->account.member_id, &profile), E_OK);
    assert_string_equal(profile.name, "박둘");
    assert_string_equal(profile.phone, "01012345678");
    assert_string_equal(profile.address.line1, "서울 강남구 테헤란로 1");
    world->change = (struct member_change){
        .has_address = true,
        .address = {"12345", "부산", "2층"},
    };
    assert_int_equal(run(world, do_update), E_OK);
    assert_int_equal(member_get(world->db, world->account.member_id, &profile), E_OK);
    assert_string_equal(profile.name, "박둘");
    assert_string_equal(profile.address.line2, "2층");
}

/* ---- sessions ---- */

static void a_token_finds_its_member(void **state)
{
    struct world *world = *state;
    struct session session;
    const char *token = log_in(world);
    assert_int_equal(session_resolve(world->db, token, &session), E_OK);
    assert_int_equal(session.owner.member.v, world->account.member_id.v);
    assert_int_equal(session.owner.guest.v, 0);
    assert_int_equal(session.role, MEMBER_CUSTOMER);
    assert_string_equal(session.name, "김하나");
    assert_int_equal(session_resolve(world->db, "no-token", &session), E_UNAUTHENTICATED);
    char *wrong = arena_strdup(world->call.arena, token);
    wrong[0] = wrong[0] == 'A' ? 'B' : 'A';
    assert_int_equal(session_resolve(world->db, wrong, &session), E_UNAUTHENTICATED);
    assert_sql(world, "count(*) = 1 FROM session WHERE member_id = $M "
                      "AND length(token_hash) = 32");
}

static void a_session_ends_when_it_should(void **state)
{
    struct world *world = *state;
    struct session session;
    const instant start = world->call.now;
    const char *token = log_in(world);
    for (int day = 10; day < 30; day += 10) {
        world->call.now = instant_add(start, SPAN_DAYS(day));
        assert_int_equal(session_resolve(world->db, token, &session), E_OK);
    }
    world->call.now = instant_add(start, SPAN_DAYS(30));
    assert_int_equal(session_resolve(world->db, token, &session), E_UNAUTHENTICATED);
    world->call.now = start;
    token = log_in(world);
    world->call.now = instant_add(start, SPAN_DAYS(14));
    assert_int_equal(session_resolve(world->db, token, &session), E_UNAUTHENTICATED);
}

static void a_suspended_member_is_nobody(void **state)
{
    struct world *world = *state;
    struct session session;
    const char *token = log_in(world);
    store_exec(world->conn, "UPDATE member SET status = 'SUSPENDED' WHERE email LIKE 'store-%'");
    assert_int_equal(session_resolve(world->db, token, &session), E_UNAUTHENTICATED);
    assert_int_equal(run(world, do_log_in), E_INVALID_CREDENTIALS);
    store_exec(world->conn, "UPDATE member SET status = 'ACTIVE' WHERE email LIKE 'store-%'");
}

static void a_log_in_ends_the_guests_session(void **state)
{
    struct world *world = *state;
    struct session guest, member;
    assert_int_equal(run(world, do_open_guest), E_OK);
    const char *guest_token = world->opened.token;
    assert_int_equal(session_resolve(world->db, guest_token, &guest), E_OK);
    assert_int_equal(guest.owner.member.v, 0);
    assert_null(guest.name);
    world->before = &guest;
    const char *token = log_in(world);
    assert_int_equal(session_resolve(world->db, token, &member), E_OK);
    assert_int_equal(session_resolve(world->db, guest_token, &guest), E_UNAUTHENTICATED);
}

static void a_new_password_ends_other_sessions(void **state)
{
    struct world *world = *state;
    struct session session;
    const char *elsewhere = log_in(world);
    const char *here = log_in(world);
    world->change = (struct member_change){.password = "x"};
    world->new_hash = NEW_HASH;
    world->old_hash = "what it was long ago";
    assert_int_equal(run(world, do_update), E_INVALID_REQUEST);
    assert_int_equal(problem_of(&world->call.problems, "currentPassword")->code, P_WRONG_PASSWORD);
    world->old_hash = HASH;
    assert_int_equal(run(world, do_update), E_OK);
    assert_int_equal(session_resolve(world->db, here, &session), E_OK);
    assert_int_equal(session_resolve(world->db, elsewhere, &session), E_UNAUTHENTICATED);
    /* A log-in that had checked the old password does not get in any more. */
    assert_int_equal(run(world, do_log_in), E_INVALID_CREDENTIALS);
}

/* ---- leaving ---- */

static void leaving_erases_all_that_is_personal(void **state)
{
    struct world *world = *state;
    struct session session;
    struct member_profile profile;
    const char *token = log_in(world);
    assert_int_equal(run(world, do_charge), E_OK);
    assert_int_equal(run(world, do_leave), E_OK);
    assert_int_equal(session_resolve(world->db, token, &session), E_UNAUTHENTICATED);
    assert_int_equal(member_get(world->db, world->account.member_id, &profile), E_MEMBER_NOT_FOUND);
    assert_sql(world, "num_nonnulls(email, password_hash, name, phone, postcode, line1) = 0 "
                      "FROM member WHERE member_id = $M");
    assert_sql(world, "balance = 0 FROM point_balance WHERE member_id = $M");
    assert_sql(world, "amount = -5000 AND balance_after = 0 FROM point_entry "
                      "WHERE member_id = $M AND kind = 'WITHDRAWAL'");
    assert_sql(world, "count(*) = 0 FROM session WHERE member_id = $M");
    assert_int_equal(run(world, do_leave), E_MEMBER_NOT_FOUND);
    /* The address is free again. */
    assert_int_equal(run(world, do_register), E_OK);
}

/* What a request still under way may bring after its member has gone. */
static void nothing_reaches_who_has_left(void **state)
{
    struct world *world = *state;
    assert_int_equal(run(world, do_sell), E_OK);
    assert_int_equal(run(world, do_create), E_OK);
    assert_int_equal(run(world, do_leave), E_MEMBER_HAS_OPEN_BUSINESS);
    assert_int_equal(run(world, do_unlist), E_OK);
    assert_int_equal(run(world, do_leave), E_OK);
    assert_int_equal(run(world, do_charge), E_MEMBER_NOT_FOUND);
    assert_int_equal(run(world, do_list), E_FORBIDDEN);
    assert_int_equal(run(world, do_unlist), E_OK);
    assert_int_equal(run(world, do_create), E_FORBIDDEN);
    store_exec(world->conn, "UPDATE product SET status = 'ON_SALE' WHERE name = '귤'");
    assert_int_equal(run(world, do_put_in_cart), E_MEMBER_NOT_FOUND);
    store_exec(world->conn, "UPDATE product SET status = 'DISCONTINUED' WHERE name = '귤'");
    assert_sql(world, "balance = 0 FROM point_balance WHERE member_id = $M");
}

static void open_business_keeps_a_member(void **state)
{
    struct world *world = *state;
    char sql[800];
    snprintf(sql, sizeof sql,
             "INSERT INTO orders (order_no, member_id, status, payment_method, items_amount, "
             "item_discount, order_discount, shipping_fee, payable, refunded, recipient, phone, "
             "postcode, line1, created_at, updated_at, expires_at) VALUES "
             "('20261120-GAVE%06lld', %lld, 'PENDING_PAYMENT', 'POINT', 0, 0, 0, 0, 0, 0, 'a', "
             "'01012345678', '06236', 'a', now(), now(), now())",
             (long long)world->account.member_id.v, (long long)world->account.member_id.v);
    store_exec(world->conn, sql);
    assert_int_equal(run(world, do_leave), E_MEMBER_HAS_OPEN_BUSINESS);
    assert_sql(world, "status = 'ACTIVE' FROM member WHERE member_id = $M");
    snprintf(sql, sizeof sql,
             "UPDATE orders SET status = 'CANCELLED', expires_at = NULL WHERE member_id = %lld",
             (long long)world->account.member_id.v);
    store_exec(world->conn, sql);
    assert_int_equal(run(world, do_leave), E_OK);
}

static void a_password_changed_meanwhile_stops_the_leaving(void **state)
{
    struct world *world = *state;
    world->account.password_hash = NEW_HASH;
    assert_int_equal(run(world, do_leave), E_INVALID_REQUEST);
    assert_int_equal(problem_of(&world->call.problems, "password")->code, P_WRONG_PASSWORD);
}

#define TEST(function) cmocka_unit_test_setup_teardown(function, setup, teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(an_address_registers_once),
        TEST(a_change_touches_what_it_names),
        TEST(a_token_finds_its_member),
        TEST(a_session_ends_when_it_should),
        TEST(a_suspended_member_is_nobody),
        TEST(a_log_in_ends_the_guests_session),
        TEST(a_new_password_ends_other_sessions),
        TEST(leaving_erases_all_that_is_personal),
        TEST(nothing_reaches_who_has_left),
        TEST(open_business_keeps_a_member),
        TEST(a_password_changed_meanwhile_stops_the_leaving),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
