/* jangteo-seed <sql/demo>: the first admin (ADMIN_EMAIL, ADMIN_PASSWORD) when there is none and,
 * with DEMO=1, the demo shop when there is no product. Database: JANGTEO_DB. Run again, it changes
 * nothing. Prints the log-ins on standard output; the admin's password only when it was made here.
 */
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/clock.h"
#include "base/config.h"
#include "base/log.h"
#include "shop/demo/demo.h"
#include "shop/member/member.h"
#include "shop/member/password.h"

#define ARENA_LIMIT ((size_t)256 << 20)

struct seed {
    struct db *db;
    struct call *call;
    const struct settings *settings;
    const char *folder;
};

/* ---- the first admin ---- */

struct new_admin {
    struct member_registration registration;
    const char *hash;
    bool made;
};

static enum err add_admin(struct tx *tx, void *arg)
{
    struct new_admin *admin = arg;
    bool has;
    member_id id;
    TRY(db_run(tx->db, Q_demo_lock, NO_ARGS, NULL));
    TRY(demo_has_admin(tx->db, &has));
    admin->made = !has;
    return has ? E_OK : member_create(tx, &admin->registration, admin->hash, MEMBER_ADMIN, &id);
}

static enum err seed_admin(const struct seed *seed)
{
    bool has;
    TRY(demo_has_admin(seed->db, &has));
    if (has)
        return E_OK;
    const bool given = seed->settings->admin_password[0] != '\0';
    struct new_admin admin = {
        .registration = {.email = seed->settings->admin_email,
                         .password = seed->settings->admin_password,
                         .name = "관리자",
                         .phone = "02-555-0100",
                         .address = {"04524", "서울특별시 중구 세종대로 110", NULL}}};
    if (!given)
        TRY(password_make(seed->call->arena, &admin.registration.password));
    if (member_check_registration(seed->call, &admin.registration) != E_OK) {
        fputs("ADMIN_EMAIL or ADMIN_PASSWORD is refused: the address must be one, the password no "
              "common one of 8 to 128 characters.\n",
              stderr);
        return E_INVALID_REQUEST;
    }
    TRY(password_hash(seed->call->arena, admin.registration.password, &admin.hash));
    enum err e = tx_run(seed->db, add_admin, &admin);
    if (e == E_EMAIL_TAKEN)
        fputs("ADMIN_EMAIL is the address of a member who is no admin.\n", stderr);
    TRY(e);
    if (admin.made)
        printf("Admin: %s  %s\n", admin.registration.email,
               given ? "(password: ADMIN_PASSWORD)" : admin.registration.password);
    if (admin.made && !given)
        puts("       The password is shown this once.");
    fflush(stdout); /* whatever comes next, it has been shown */
    return E_OK;
}

/* ---- the demo shop ---- */

struct filling {
    struct demo *demo;
    bool filled;
};

static enum err fill(struct tx *tx, void *arg)
{
    struct filling *filling = arg;
    return demo_fill(tx, filling->demo, &filling->filled);
}

static enum err draw_and_fill(const struct seed *seed, struct demo *demo)
{
    struct arena *arenas[DEMO_THREADS] = {NULL};
    struct filling filling = {.demo = demo};
    int64_t started_ms = clock_monotonic_ms();
    enum err e = picture_start(false);
    if (e == E_OK)
        e = demo_hash_passwords(seed->call, demo);
    if (e == E_OK)
        e = demo_draw(demo, arenas);
    if (e == E_OK)
        e = tx_run(seed->db, fill, &filling);
    for (size_t i = 0; i < DEMO_THREADS; i++)
        arena_free(arenas[i]);
    if (e == E_OK && filling.filled)
        log_write(LOG_INFO, "demo shop: %zu products, %zu members in %lld ms", demo->product_count,
                  demo->member_count, (long long)(clock_monotonic_ms() - started_ms));
    return e;
}

/* The demo members' log-ins, as long as they are here. */
static enum err print_logins(const struct seed *seed, const struct demo *demo)
{
    for (size_t i = 0; i < demo->member_count; i++) {
        const struct demo_member *member = &demo->members[i];
        struct rows rows;
        TRY(db_run(seed->db, Q_member_by_email, ARGS(arg_text(member->registration.email)), &rows));
        if (rows.count > 0)
            printf("%-9s %-26s %s  (%s)\n",
                   member->sells ? "Seller:" : "Customer:", member->registration.email,
                   member->registration.password,
                   member->sells ? member->shop.business_name : member->registration.name);
    }
    return E_OK;
}

static enum err seed_demo(const struct seed *seed)
{
    /* The demo shop's own amounts are judged by the limits it was written for. */
    struct settings settings = *seed->settings;
    settings.point_charge_max = settings.point_balance_max = 1000000;
    settings.point_unit = 100;
    settings.shipping_fee = 3000;
    settings.free_shipping_from = 50000;
    seed->call->settings = &settings;
    struct demo demo;
    bool has;
    enum err e = demo_load(seed->call, seed->folder, &demo);
    if (e == E_OK)
        e = demo_has_products(seed->db, &has);
    if (e == E_OK && !has)
        e = draw_and_fill(seed, &demo);
    if (e == E_OK)
        e = print_logins(seed, &demo);
    seed->call->settings = seed->settings;
    return e;
}

static int run(const struct settings *settings, const char *conninfo, const char *folder)
{
    struct db *db = db_new(conninfo);
    struct call call = {.arena = arena_new(ARENA_LIMIT), .settings = settings, .now = clock_now()};
    enum err e = E_NO_MEMORY;
    if (db != NULL && call.arena != NULL) {
        db_serve(db, &call);
        const struct seed seed = {db, &call, settings, folder};
        e = seed_admin(&seed);
        if (e == E_OK && settings->demo)
            e = seed_demo(&seed);
        db_serve(db, NULL);
    }
    db_free(db);
    arena_free(call.arena);
    if (e != E_OK)
        fprintf(stderr, "The shop could not be filled: %s.\n", err_code(e));
    return e == E_OK ? 0 : 1;
}

int main(int argc, char **argv)
{
    log_open("seed");
    struct settings settings;
    char message[400];
    if (!settings_load(&settings, message, sizeof message)) {
        fprintf(stderr, "%s\n", message);
        return 2;
    }
    const char *conninfo = getenv("JANGTEO_DB");
    if (argc != 2 || conninfo == NULL) {
        fputs("Usage: JANGTEO_DB=… jangteo-seed sql/demo\n", stderr);
        return 2;
    }
    if (sodium_init() < 0) {
        fputs("libsodium does not start.\n", stderr);
        return 1;
    }
    return run(&settings, conninfo, argv[1]);
}
