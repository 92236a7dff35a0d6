/* jangteo-connections: prints how many connections the database of JANGTEO_DB allows to those who
 * are no administrators. Its address comes by the environment: an argument would show the password
 * in it to everybody on this machine. */
#include <stdio.h>
#include <stdlib.h>

#include "base/arena.h"
#include "db/script.h"

#define ARENA_LIMIT ((size_t)1 << 20)
#define TIMEOUT_MS 10000

int main(void)
{
    const char *conninfo = getenv("JANGTEO_DB");
    struct arena *arena = arena_new(ARENA_LIMIT);
    struct script script = {0};
    struct table table = {0};
    if (conninfo == NULL || arena == NULL) {
        fputs("JANGTEO_DB is not set: the database to ask.\n", stderr);
        arena_free(arena);
        return 2;
    }
    enum err e = script_open(&script, conninfo, TIMEOUT_MS);
    if (e == E_OK)
        e = script_query(&script, arena,
                         "SELECT current_setting('max_connections')::int"
                         " - current_setting('superuser_reserved_connections')::int",
                         NULL, 0, &table);
    if (e == E_OK)
        printf("%s\n", table_cell(&table, 0, 0));
    else
        fprintf(stderr, "%s\n", script.message);
    script_close(&script);
    arena_free(arena);
    return e == E_OK ? EXIT_SUCCESS : EXIT_FAILURE;
}
