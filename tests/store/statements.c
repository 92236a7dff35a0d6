/* Every statement of sql/query/ is prepared and described against the migrated schema. */
#include "store/store.h"

#include "db/statements.h"

static bool is_good(PGconn *conn, const struct stmt_info *info)
{
    PGresult *prepared = PQprepare(conn, info->name, info->sql, 0, NULL);
    PGresult *described = PQdescribePrepared(conn, info->name);
    bool good = PQresultStatus(prepared) == PGRES_COMMAND_OK &&
                PQresultStatus(described) == PGRES_COMMAND_OK;
    if (!good)
        print_error("%s: %s: %s\n", info->file, info->name, PQresultErrorMessage(prepared));
    PQclear(prepared);
    PQclear(described);
    return good;
}

static void q2_statement_is_prepared_and_described(void **state)
{
    (void)state;
    PGconn *conn = store_connect();
    int bad = 0;
    for (size_t i = 0; i < STMT_COUNT; i++)
        bad += !is_good(conn, &stmt_table[i]);
    PQfinish(conn);
    assert_int_equal(bad, 0);
}

/* Two columns of one name would hide each other: rows are read by name. */
static void statement_names_each_column_once(void **state)
{
    (void)state;
    PGconn *conn = store_connect();
    for (size_t s = 0; s < STMT_COUNT; s++) {
        PQclear(PQprepare(conn, "", stmt_table[s].sql, 0, NULL));
        PGresult *described = PQdescribePrepared(conn, "");
        for (int i = 0; i < PQnfields(described); i++)
            if (PQfnumber(described, PQfname(described, i)) != i)
                fail_msg("%s: column %s comes twice", stmt_table[s].name, PQfname(described, i));
        PQclear(described);
    }
    PQfinish(conn);
}

int main(void)
{
    (void)store_conninfo();
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(q2_statement_is_prepared_and_described),
        cmocka_unit_test(statement_names_each_column_once),
    };
    return cmocka_run_group_tests_name("store/statements", tests, NULL, NULL);
}
