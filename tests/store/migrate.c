/* Migrations: applied once, in order, as a whole, and refused where the past was changed. */
#include "store/handle.h"

#include <pthread.h>
#include <unistd.h>

#include "db/migrate.h"

#define DATABASE "jangteo_migrate_test"

struct place {
    char folder[64];
    char conninfo[2000];
};

/* JANGTEO_DB with another database's name. */
static void name_database(struct place *place)
{
    PQconninfoOption *options = PQconninfoParse(store_conninfo(), NULL);
    size_t n = (size_t)snprintf(place->conninfo, sizeof place->conninfo, "dbname=" DATABASE);
    for (PQconninfoOption *o = options; o->keyword != NULL; o++)
        if (o->val != NULL && strcmp(o->keyword, "dbname") != 0)
            n += (size_t)snprintf(place->conninfo + n, sizeof place->conninfo - n, " %s='%s'",
                                  o->keyword, o->val);
    assert_true(n < sizeof place->conninfo);
    PQconninfoFree(options);
}

static void drop_database(void)
{
    PGconn *conn = store_connect();
    store_exec(conn, "DROP DATABASE IF EXISTS " DATABASE " WITH (FORCE)");
    PQfinish(conn);
}

static int set_up(void **state)
{
    static struct place place;
    place = (struct place){.folder = "/tmp/jangteo-migrate-XXXXXX"};
    assert_non_null(mkdtemp(place.folder));
    name_database(&place);
    drop_database();
    PGconn *conn = store_connect();
    store_exec(conn, "CREATE DATABASE " DATABASE);
    PQfinish(conn);
    *state = &place;
    return 0;
}

static const char *file_path(const struct place *place, const char *name)
{
    static char path[200];
    (void)snprintf(path, sizeof path, "%s/%s.sql", place->folder, name);
    return path;
}

static void put(const struct place *place, const char *name, const char *sql)
{
    FILE *file = fopen(file_path(place, name), "w");
    assert_non_null(file);
    (void)fputs(sql, file);
    (void)fclose(file);
}

static void take_away(const struct place *place, const char *name)
{
    (void)unlink(file_path(place, name));
}

static int tear_down(void **state)
{
    const struct place *place = *state;
    static const char *const names[] = {"0001_one",   "0001_first", "0002_two",
                                        "0003_three", "0004_four",  "notes"};
    for (size_t i = 0; i < COUNT_OF(names); i++)
        take_away(place, names[i]);
    (void)rmdir(place->folder);
    drop_database();
    return 0;
}

static void is_applied(const struct place *place, int64_t version, size_t applied)
{
    struct migrate_report report;
    if (migrate_run(place->conninfo, place->folder, &report) != E_OK)
        fail_msg("%s", report.message);
    assert_int_equal(report.version, version);
    assert_int_equal(report.applied, applied);
}

static void is_refused(const struct place *place, const char *because)
{
    struct migrate_report report;
    assert_int_equal(migrate_run(place->conninfo, place->folder, &report), E_INTERNAL);
    if (strstr(report.message, because) == NULL)
        fail_msg("'%s' does not say '%s'", report.message, because);
}

static void each_is_applied_once(void **state)
{
    const struct place *place = *state;
    is_refused(place, "no migration");
    put(place, "0001_one", "CREATE TABLE one (n int); INSERT INTO one VALUES (1);");
    put(place, "0002_two", "INSERT INTO one VALUES (2);");
    is_applied(place, 2, 2);
    is_applied(place, 2, 0);
}

static void one_that_fails_leaves_nothing(void **state)
{
    const struct place *place = *state;
    put(place, "0003_three", "CREATE TABLE three (n int); SELECT * FROM nowhere;");
    is_refused(place, "nowhere");
    put(place, "0003_three", "CREATE TABLE three (n int); COMMIT;");
    is_refused(place, "its own transaction");
    put(place, "0003_three", "CREATE TABLE four (n int);");
    is_applied(place, 3, 1);
}

static void a_changed_past_is_refused(void **state)
{
    const struct place *place = *state;
    put(place, "0002_two", "INSERT INTO one VALUES (3);");
    is_refused(place, "0002_two was changed");
    put(place, "0002_two", "INSERT INTO one VALUES (2);");
    take_away(place, "0001_one");
    put(place, "0001_first", "CREATE TABLE one (n int); INSERT INTO one VALUES (1);");
    is_refused(place, "under the name 0001_one");
    take_away(place, "0001_first");
    is_refused(place, "migration 0001 was expected");
    put(place, "0001_one", "CREATE TABLE one (n int); INSERT INTO one VALUES (1);");
    put(place, "notes", "");
    is_refused(place, "NNNN_name");
    take_away(place, "notes");
    is_applied(place, 3, 0);
}

static void a_newer_database_is_refused(void **state)
{
    const struct place *place = *state;
    take_away(place, "0003_three");
    is_refused(place, "newer than the programs");
    put(place, "0003_three", "CREATE TABLE four (n int);");
}

static void *migrate_beside(void *arg)
{
    const struct place *place = arg;
    struct migrate_report report;
    return migrate_run(place->conninfo, place->folder, &report) == E_OK && report.version == 4
               ? (void *)(report.applied + 1)
               : NULL;
}

static void several_may_start_at_once(void **state)
{
    struct place *place = *state;
    put(place, "0004_four", "SELECT pg_sleep(0.2); INSERT INTO one VALUES (4);");
    pthread_t threads[4];
    uintptr_t applied = 0;
    for (size_t i = 0; i < COUNT_OF(threads); i++)
        assert_int_equal(pthread_create(&threads[i], NULL, migrate_beside, place), 0);
    for (size_t i = 0; i < COUNT_OF(threads); i++) {
        void *result = NULL;
        (void)pthread_join(threads[i], &result);
        assert_non_null(result);
        applied += (uintptr_t)result - 1;
    }
    assert_int_equal(applied, 1);
}

static void a_program_knows_whether_the_schema_is_its_own_or_a_later_one(void **state)
{
    const struct place *place = *state;
    struct migrate_report report;
    struct client client;
    assert_int_equal(migrate_newest(place->folder, &report), E_OK);
    assert_int_equal(report.version, 4);
    client_open_with(&client, place->conninfo, 1 << 20);
    (void)unsetenv("JANGTEO_SCHEMA_VERSION");
    assert_int_equal(migrate_check_current(client.db), E_UNAVAILABLE);
    (void)setenv("JANGTEO_SCHEMA_VERSION", "5", 1);
    assert_int_equal(migrate_check_current(client.db), E_UNAVAILABLE);
    (void)setenv("JANGTEO_SCHEMA_VERSION", "4", 1);
    assert_int_equal(migrate_check_current(client.db), E_OK);
    (void)setenv("JANGTEO_SCHEMA_VERSION", "3", 1);
    assert_int_equal(migrate_check_current(client.db), E_OK);
    client_close(&client);
}

int main(void)
{
    (void)store_conninfo();
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_is_applied_once),
        cmocka_unit_test(one_that_fails_leaves_nothing),
        cmocka_unit_test(a_changed_past_is_refused),
        cmocka_unit_test(a_newer_database_is_refused),
        cmocka_unit_test(several_may_start_at_once),
        cmocka_unit_test(a_program_knows_whether_the_schema_is_its_own_or_a_later_one),
    };
    return cmocka_run_group_tests_name("store/migrate", tests, set_up, tear_down);
}
