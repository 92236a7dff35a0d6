#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/config.h"
#include "base/config_table.h"
#include "base/err.h"
#include "base/str.h"

static int clear(void **state)
{
    (void)state;
    size_t count;
    const struct setting *table = settings_table(&count);
    for (size_t i = 0; i < count; i++)
        unsetenv(table[i].env);
    return 0;
}

static bool load_with(const char *env, const char *value, struct settings *ret_settings,
                      char message[512])
{
    clear(NULL);
    assert_int_equal(setenv(env, value, 1), 0);
    message[0] = '\0';
    return settings_load(ret_settings, message, 512);
}

static void test_defaults(void **state)
{
    (void)state;
    struct settings s;
    char message[512];
    assert_true(settings_load(&s, message, sizeof message));
    assert_int_equal(s.port, 8080);
    assert_string_equal(s.state, "var");
    assert_string_equal(s.database_url, "");
    assert_string_equal(s.public_url, "http://127.0.0.1:8080");
    assert_true(s.order_ttl.us == SPAN_HOURS(24).us);
    assert_true(s.worker_tick.us == SPAN_MS(500).us);
    assert_true(s.rate_limit);
    assert_true(s.demo);
    assert_int_equal(s.shipping_fee, 3000);
}

static void test_an_empty_variable_is_unset(void **state)
{
    (void)state;
    struct settings s;
    char message[512];
    assert_true(load_with("PORT", "", &s, message));
    assert_int_equal(s.port, 8080);
}

static void test_values(void **state)
{
    (void)state;
    struct settings s;
    char message[512];
    assert_true(load_with("CART_TTL", "90s", &s, message));
    assert_true(s.cart_ttl.us == SPAN_SECONDS(90).us);
    assert_true(load_with("RATE_LIMIT", "off", &s, message));
    assert_false(s.rate_limit);
    assert_true(load_with("DEMO", "0", &s, message));
    assert_false(s.demo);
    assert_true(load_with("PORT", "18234", &s, message));
    assert_string_equal(s.public_url, "http://127.0.0.1:18234");
    assert_true(load_with("PORT", "80", &s, message));
    assert_string_equal(s.public_url, "http://127.0.0.1");
}

static void test_texts_outlive_the_environment(void **state)
{
    (void)state;
    struct settings s;
    char message[512];
    assert_true(load_with("STATE", "/srv/장터", &s, message));
    assert_int_equal(setenv("STATE", "/elsewhere", 1), 0);
    assert_string_equal(s.state, "/srv/장터");
}

static void test_public_url(void **state)
{
    (void)state;
    static const struct {
        const char *given, *origin; /* NULL: refused */
    } CASES[] = {
        {"https://shop.example", "https://shop.example"},
        {"https://shop.example/", "https://shop.example"},
        {"https://Shop.Example:8443/", "https://shop.example:8443"},
        {"https://shop.example:443", "https://shop.example"},
        {"http://shop.example:443", "http://shop.example:443"},
        {"http://[::1]:8080", "http://[::1]:8080"},
        {"https://shop.example//", NULL},
        {"https://shop.example/shop", NULL},
        {"https://shop.example?x", NULL},
        {"https://shop.example#x", NULL},
        {"https://user@shop.example", NULL},
        {"https://shop.example:", NULL},
        {"https://shop.example:0", NULL},
        {"https://shop.example:65536", NULL},
        {"https://shop.example:80x", NULL},
        {"https://", NULL},
        {"https:///", NULL},
        {"http://:80", NULL},
        {"http://[]", NULL},
        {"http://[::1", NULL},
        {"ftp://shop.example", NULL},
        {"shop.example", NULL},
        {"https://장터.example", NULL},
        {"https://shop.example ", NULL},
        {"https://a'b", NULL},
    };
    for (size_t i = 0; i < COUNT_OF(CASES); i++) {
        struct settings s = {0};
        char message[512];
        bool good = load_with("PUBLIC_URL", CASES[i].given, &s, message);
        assert_int_equal(good, CASES[i].origin != NULL);
        if (good)
            assert_string_equal(s.public_url, CASES[i].origin);
        else
            assert_non_null(strstr(message, "PUBLIC_URL"));
    }
}

static void test_wrong_values_are_named(void **state)
{
    (void)state;
    static const struct {
        const char *env, *value;
        const char *message; /* a part of it */
    } CASES[] = {
        {"PORT", "abc", "PORT is 'abc' but must be a whole number from 1 to 65535."},
        {"PORT", "0", "PORT is '0'"},
        {"PORT", "65536", "PORT is '65536'"},
        {"PORT", " 80", "PORT is ' 80'"},
        {"PORT", "80\n", "PORT is '80?'"},
        {"SHIPPING_FEE", "-1", "from 0 to 10000000."},
        {"POINT_UNIT", "1e2", "POINT_UNIT is '1e2'"},
        {"ORDER_TTL", "24", "ORDER_TTL is '24' but must be a duration such as"},
        {"ORDER_TTL", "366d", "from 1ms to 365d."},
        {"WORKER_TICK", "61s", "from 1ms to 1m."},
        {"DEMO", "yes", "DEMO is 'yes' but must be 0 or 1."},
        {"SANDBOX", "2", "SANDBOX"},
        {"RATE_LIMIT", "1", "RATE_LIMIT is '1' but must be on or off."},
        {"STATE", "a\nb", "STATE is 'a?b'"},
        {"STATE", "a\xff", "STATE is 'a?'"},
        {"STATE", "a\xc2\x85", "STATE"},
        {"DATABASE_URL", "host=x\x7f", "DATABASE_URL (its value is not shown)"},
        {"ADMIN_EMAIL", "admin", "ADMIN_EMAIL is 'admin' but must be an e-mail address"},
        {"ADMIN_EMAIL", "@example", "ADMIN_EMAIL"},
        {"ADMIN_EMAIL", "a@b@c", "ADMIN_EMAIL"},
        {"ADMIN_EMAIL", "a b@c", "ADMIN_EMAIL"},
        {"ADMIN_PASSWORD", "1234567", "ADMIN_PASSWORD (its value is not shown) must be at least 8"},
        {"GATEWAY_URL", "localhost:9", "GATEWAY_URL is 'localhost:9' but must be an http://"},
        {"GATEWAY_URL", "http://", "GATEWAY_URL"},
        {"GATEWAY_URL", "http:///x", "GATEWAY_URL"},
        {"DATA_PLATFORM_URL", "http://a b", "DATA_PLATFORM_URL"},
        {"DELIVERY_URL", "file:///x", "DELIVERY_URL"},
        {"PUSH_URLS", "http://a,b", "PUSH_URLS"},
        {"PUSH_URLS", ",", "PUSH_URLS"},
        {"PUSH_LISTEN", "8081", "PUSH_LISTEN"},
        {"PUSH_LISTEN", "10.0.0.1:", "PUSH_LISTEN"},
        {"PUSH_LISTEN", "10.0.0.1:8081;", "PUSH_LISTEN"},
        {"GATEWAY_WEBHOOK_SECRET", "MTIzNA==", "GATEWAY_WEBHOOK_SECRET"},
        {"EVENTS_SECRET", "whsec_", "EVENTS_SECRET (its value is not shown) must be whsec_"},
        {"EVENTS_SECRET", "whsec_MTIzNA", "EVENTS_SECRET"},
        {"EVENTS_SECRET", "whsec_MTIzNB==", "EVENTS_SECRET"},
        {"EVENTS_SECRET", "whsec_MTI=NA==", "EVENTS_SECRET"},
        {"EVENTS_SECRET", "whsec_====", "EVENTS_SECRET"},
        {"EVENTS_SECRET", "whsec_M===", "EVENTS_SECRET"},
        {"EVENTS_SECRET", "whsec_MT-_", "EVENTS_SECRET"},
    };
    for (size_t i = 0; i < COUNT_OF(CASES); i++) {
        struct settings s = {.port = 4711};
        char message[512];
        assert_false(load_with(CASES[i].env, CASES[i].value, &s, message));
        assert_int_equal(s.port, 4711);
        if (strstr(message, CASES[i].message) == NULL)
            fail_msg("%s=%s: %s", CASES[i].env, CASES[i].value, message);
        assert_int_equal(message[strlen(message) - 1], '.');
        assert_true(utf8_valid(message, strlen(message)));
    }
}

static void test_good_texts(void **state)
{
    (void)state;
    static const char *const CASES[][2] = {
        {"ADMIN_PASSWORD", "비밀번호여덟글자"},
        {"PUSH_URLS", "http://127.0.0.1:1/publish, http://127.0.0.1:2/publish"},
        {"PUSH_LISTEN", "10.0.0.1:8081"},
        {"EVENTS_SECRET", "whsec_MTIz"},
        {"EVENTS_SECRET", "whsec_MTIzNA=="},
        {"GATEWAY_WEBHOOK_SECRET", "whsec_MTIzNDU="},
        {"DATABASE_URL", "postgresql:///jangteo?host=/run"},
    };
    for (size_t i = 0; i < COUNT_OF(CASES); i++) {
        struct settings s;
        char message[512];
        if (!load_with(CASES[i][0], CASES[i][1], &s, message))
            fail_msg("%s", message);
    }
}

static void x3_a_gateway_needs_both_of_its_secrets(void **state)
{
    (void)state;
    struct settings s;
    char message[512];
    assert_false(load_with("GATEWAY_URL", "https://pay.example/v1?a=b", &s, message));
    assert_string_equal(message, "GATEWAY_SECRET must be set where GATEWAY_URL is.");
    assert_int_equal(setenv("GATEWAY_SECRET", "s", 1), 0);
    assert_false(settings_load(&s, message, sizeof message));
    assert_string_equal(message, "GATEWAY_WEBHOOK_SECRET must be set where GATEWAY_URL is.");
    assert_int_equal(setenv("GATEWAY_WEBHOOK_SECRET", "whsec_MTIz", 1), 0);
    assert_true(settings_load(&s, message, sizeof message));
    assert_int_equal(unsetenv("GATEWAY_URL"), 0);
    assert_true(settings_load(&s, message, sizeof message));
}

static void test_a_secret_is_not_told(void **state)
{
    (void)state;
    struct settings s;
    char message[512];
    assert_false(load_with("EVENTS_SECRET", "hunter2", &s, message));
    assert_null(strstr(message, "hunter2"));
}

static void test_a_long_value_is_cut(void **state)
{
    (void)state;
    struct settings s;
    char message[512], value[4002];
    memset(value, '9', sizeof value - 1);
    value[sizeof value - 1] = '\0';
    assert_false(load_with("PORT", value, &s, message));
    assert_non_null(strstr(message, "999...' but must be a whole number from 1 to 65535."));
    assert_false(load_with("STATE", value, &s, message));
    value[4000] = '\0';
    assert_true(load_with("STATE", value, &s, message));
    char tiny[8];
    setenv("PORT", "x", 1);
    assert_false(settings_load(&s, tiny, sizeof tiny));
    assert_string_equal(tiny, "PORT is");
}

/* What a printing function prints; freed by the caller. */
static char *printed(void (*print)(FILE *out))
{
    char *text = NULL;
    size_t size;
    FILE *out = open_memstream(&text, &size);
    assert_non_null(out);
    print(out);
    assert_int_equal(fclose(out), 0);
    return text;
}

static struct settings given;

static void print_given(FILE *out)
{
    settings_print_shell(&given, out);
}

static void print_listed(FILE *out)
{
    settings_print_list(&given, out);
}

/* With these variables the text holds these lines, and nowhere the word. */
static void prints(void (*print)(FILE *out), const char *const (*set)[2], const char *const *lines,
                   const char *never)
{
    char message[512];
    for (; (*set)[0] != NULL; set++)
        assert_int_equal(setenv((*set)[0], (*set)[1], 1), 0);
    assert_true(settings_load(&given, message, sizeof message));
    char *text = printed(print);
    for (; *lines != NULL; lines++)
        if (strstr(text, *lines) == NULL)
            fail_msg("no %s in %s", *lines, text);
    assert_null(strstr(text, never));
    free(text);
}

static void test_shell_lines(void **state)
{
    (void)state;
    prints(print_given,
           (const char *const[][2]){{"STATE", "it's $HOME `id` \"x\" \\ '; exit 1"},
                                    {"CART_TTL", "90m"},
                                    {"WORKER_TICK", "1500ms"},
                                    {"RATE_LIMIT", "off"},
                                    {NULL, NULL}},
           (const char *const[]){
               "PORT='8080'\n", "STATE='it'\\''s $HOME `id` \"x\" \\ '\\''; exit 1'\n",
               "CART_TTL='90m'\n", "ORDER_TTL='1d'\n", "WORKER_TICK='1500ms'\n",
               "RATE_LIMIT='off'\n", "DEMO='1'\n", "PUBLIC_URL='http://127.0.0.1:8080'\n", NULL},
           "\n\n");
}

static void test_the_list_shows_no_secret(void **state)
{
    (void)state;
    prints(print_listed,
           (const char *const[][2]){{"ADMIN_PASSWORD", "plum kettle 91"},
                                    {"DATABASE_URL", "host=db password=kettle"},
                                    {"CART_TTL", "90m"},
                                    {NULL, NULL}},
           (const char *const[]){"ADMIN_PASSWORD           set, not shown\n",
                                 "DATABASE_URL             set, not shown\n",
                                 "GATEWAY_SECRET           unset (default)\n",
                                 "CART_TTL                 90m\n",
                                 "ORDER_TTL                1d (default)\n",
                                 "DEMO                     1 (default)\n", NULL},
           "kettle");
}

/* A shell that reads the lines holds the very value. */
static void test_a_shell_reads_the_lines(void **state)
{
    (void)state;
    char message[512];
    const char *value = "it's $HOME `id` \"x\" \\ '; exit 1 #";
    setenv("STATE", value, 1);
    assert_true(settings_load(&given, message, sizeof message));
    char *text = printed(print_given);
    unsetenv("STATE");
    setenv("LINES_TO_READ", text, 1);
    setenv("EXPECTED", value, 1);
    free(text);
    pid_t child = fork();
    assert_true(child >= 0);
    if (child == 0) {
        execl("/bin/sh", "sh", "-c", "eval \"$LINES_TO_READ\"; [ \"$STATE\" = \"$EXPECTED\" ]",
              (char *)NULL);
        _exit(127);
    }
    int status = -1;
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_true(WIFEXITED(status));
    assert_int_equal(WEXITSTATUS(status), 0);
}

static void test_table(void **state)
{
    (void)state;
    char *text = printed(settings_print_table);
    size_t count;
    const struct setting *table = settings_table(&count);
    for (size_t i = 0; i < count; i++) {
        char cell[80];
        (void)snprintf(cell, sizeof cell, "\n| `%s` | ", table[i].env);
        assert_non_null(strstr(text, cell));
    }
    assert_non_null(strstr(text, "| `ORDER_TTL` | `24h` | 1ms to 365d | how long"));
    assert_non_null(strstr(text, "| `RATE_LIMIT` | `on` | on, off | "));
    assert_non_null(strstr(text, "| `EVENTS_SECRET` | unset | whsec_"));
    free(text);
}

#define TEST(function) cmocka_unit_test_setup_teardown(function, clear, clear)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(test_defaults),
        TEST(test_an_empty_variable_is_unset),
        TEST(test_values),
        TEST(test_texts_outlive_the_environment),
        TEST(test_public_url),
        TEST(test_wrong_values_are_named),
        TEST(test_good_texts),
        TEST(x3_a_gateway_needs_both_of_its_secrets),
        TEST(test_a_secret_is_not_told),
        TEST(test_a_long_value_is_cut),
        TEST(test_shell_lines),
        TEST(test_the_list_shows_no_secret),
        TEST(test_a_shell_reads_the_lines),
        TEST(test_table),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
