#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

#include "db/hosts.h"

enum { HOSTS_MAX = 3 };

static void each_host_of_a_connection_string_stands_by_itself(void **state)
{
    (void)state;
    static const struct {
        const char *conninfo;
        size_t count;
        const char *hosts[HOSTS_MAX]; /* "host hostaddr port" */
    } CASES[] = {
        {"dbname=d", 1, {"  "}},
        {"host=a", 1, {"a  "}},
        {"host=/run/a,/run/b dbname=d", 2, {"/run/a  ", "/run/b  "}},
        {"host=a,b port=1", 2, {"a  1", "b  1"}},
        {"host=a,b,c port=1,2,3", 3, {"a  1", "b  2", "c  3"}},
        {"hostaddr=10.0.0.1,10.0.0.2", 2, {" 10.0.0.1 ", " 10.0.0.2 "}},
        {"host=a,b hostaddr=10.0.0.1,10.0.0.2", 2, {"a 10.0.0.1 ", "b 10.0.0.2 "}},
        {"postgresql://u@a:1,b:2/d?target_session_attrs=read-write", 2, {"a  1", "b  2"}},
    };
    for (size_t i = 0; i < sizeof CASES / sizeof CASES[0]; i++) {
        PQconninfoOption *options = PQconninfoParse(CASES[i].conninfo, NULL);
        assert_non_null(options);
        assert_int_equal(hosts_count(options), CASES[i].count);
        for (size_t n = 0; n < CASES[i].count; n++) {
            struct host host;
            char found[sizeof host + 3];
            assert_true(hosts_take(options, n, &host));
            (void)snprintf(found, sizeof found, "%s %s %s", host.host, host.hostaddr, host.port);
            assert_string_equal(found, CASES[i].hosts[n]);
        }
        PQconninfoFree(options);
    }
}

static void lists_of_different_lengths_are_refused(void **state)
{
    (void)state;
    struct host host = {.host = "untouched"};
    PQconninfoOption *options = PQconninfoParse("host=a,b,c port=1,2", NULL);
    assert_non_null(options);
    assert_false(hosts_take(options, 2, &host));
    assert_string_equal(host.host, "untouched");
    PQconninfoFree(options);
    assert_int_equal(hosts_count(NULL), 1);
    assert_true(hosts_take(NULL, 0, &host));
    assert_string_equal(host.host, "");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_host_of_a_connection_string_stands_by_itself),
        cmocka_unit_test(lists_of_different_lengths_are_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
