#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <errno.h>
#include <json-c/json.h>
#include <limits.h>
#include <pthread.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/err.h"
#include "base/log.h"
#include "base/str.h"

static int pipe_ends[2], saved_stderr;

/* Standard error goes to a pipe while a test runs. */
static int set_up(void **state)
{
    (void)state;
    log_open("api-trial");
    log_request(NULL);
    saved_stderr = dup(STDERR_FILENO);
    if (pipe(pipe_ends) != 0 || dup2(pipe_ends[1], STDERR_FILENO) < 0)
        return -1;
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    int restored = dup2(saved_stderr, STDERR_FILENO);
    close(saved_stderr);
    close(pipe_ends[0]);
    close(pipe_ends[1]);
    return restored < 0 ? -1 : 0;
}

/* The one line that was written, parsed; checks what holds for every line. */
static json_object *read_line(void)
{
    static char text[2 * PIPE_BUF];
    ssize_t size = read(pipe_ends[0], text, sizeof text - 1);
    assert_in_range(size, 2, PIPE_BUF);
    text[size] = '\0';
    assert_ptr_equal(strchr(text, '\n'), text + size - 1);
    assert_true(utf8_valid(text, (size_t)size));
    for (ssize_t i = 0; i < size - 1; i++)
        assert_true((unsigned char)text[i] >= ' ' && text[i] != 0x7F);
    json_object *line = json_tokener_parse(text);
    assert_non_null(line);
    return line;
}

static const char *member(json_object *line, const char *name)
{
    return json_object_get_string(json_object_object_get(line, name));
}

static void test_a_line(void **state)
{
    (void)state;
    log_request("req-1");
    errno = ENOENT;
    log_write(LOG_WARN, "tried %d times: %s", 3, "장터");
    assert_int_equal(errno, ENOENT);
    json_object *line = read_line();
    assert_string_equal(member(line, "level"), "warn");
    assert_string_equal(member(line, "program"), "api-trial");
    assert_string_equal(member(line, "requestId"), "req-1");
    assert_string_equal(member(line, "message"), "tried 3 times: 장터");
    const char *at = member(line, "at");
    assert_int_equal(strlen(at), strlen("2026-11-20T09:30:00.123+09:00"));
    assert_int_equal(at[19], '.');
    assert_string_equal(at + 23, "+09:00");
    json_object_put(line);
}

static void test_no_request_no_id(void **state)
{
    (void)state;
    log_write(LOG_INFO, "started");
    json_object *line = read_line();
    assert_null(member(line, "requestId"));
    json_object_put(line);
}

static void test_levels(void **state)
{
    (void)state;
    static const char *const LEVELS[] = {"debug", "info", "warn", "error"};
    for (size_t i = 0; i < COUNT_OF(LEVELS); i++) {
        log_write((enum log_level)i, "x");
        json_object *line = read_line();
        assert_string_equal(member(line, "level"), LEVELS[i]);
        json_object_put(line);
    }
}

static void test_escaping(void **state)
{
    (void)state;
    static const struct {
        const char *given, *shown;
    } CASES[] = {
        {"", ""},
        {"say \"no\"\\", "say \"no\"\\"},
        {"a\nb\r\t\x1b[31m\x7f", "a\nb\r\t\x1b[31m\x7f"},
        {"\",\"level\":\"error\"}\n{", "\",\"level\":\"error\"}\n{"},
        {"\xc2\x9b"
         "31m",
         "\xc2\x9b"
         "31m"},
        {"bad \xff\xc3( end", "bad \ufffd\ufffd( end"},
        {"cut \xed\x95", "cut \ufffd\ufffd"},
        {"😀", "😀"},
    };
    for (size_t i = 0; i < COUNT_OF(CASES); i++) {
        log_write(LOG_INFO, "%s", CASES[i].given);
        json_object *line = read_line();
        assert_string_equal(member(line, "message"), CASES[i].shown);
        assert_string_equal(member(line, "level"), "info");
        json_object_put(line);
    }
}

static void test_length_is_bounded(void **state)
{
    (void)state;
    static const char *const UNITS[] = {"x", "\x01", "장", "😀", "\"", "\xff"};
    for (size_t i = 0; i < COUNT_OF(UNITS); i++) {
        /* Each shift moves the cut to another place within a character. */
        for (size_t shift = 0; shift < 8; shift++) {
            char text[20000] = "";
            size_t size = shift;
            memset(text, '-', shift);
            while (size + 8 < sizeof text) {
                memcpy(text + size, UNITS[i], strlen(UNITS[i]) + 1);
                size += strlen(UNITS[i]);
            }
            log_write(LOG_INFO, "%s", text);
            json_object *line = read_line();
            const char *message = member(line, "message");
            assert_string_equal(message + strlen(message) - 3, "…");
            json_object_put(line);
        }
    }
}

static void test_access(void **state)
{
    (void)state;
    log_request("req-2");
    log_access("GET", "/api/product/1\"", 200, 1234, "SUCCESS");
    json_object *line = read_line();
    assert_string_equal(member(line, "level"), "info");
    assert_string_equal(member(line, "requestId"), "req-2");
    assert_string_equal(member(line, "method"), "GET");
    assert_string_equal(member(line, "path"), "/api/product/1\"");
    assert_int_equal(json_object_get_int(json_object_object_get(line, "status")), 200);
    assert_int_equal(json_object_get_int64(json_object_object_get(line, "durationUs")), 1234);
    assert_string_equal(member(line, "code"), "SUCCESS");
    json_object_put(line);
}

static void test_access_with_what_a_client_sends(void **state)
{
    (void)state;
    char long_text[8000];
    memset(long_text, 1, sizeof long_text - 1);
    long_text[sizeof long_text - 1] = '\0';
    log_request(long_text);
    log_access(long_text, long_text, 503, INT64_MAX, "SERVICE_UNAVAILABLE");
    json_object *line = read_line();
    assert_string_equal(member(line, "level"), "error");
    assert_string_equal(member(line, "code"), "SERVICE_UNAVAILABLE");
    assert_int_equal(json_object_get_int(json_object_object_get(line, "status")), 503);
    json_object_put(line);
}

static void *log_in_thread(void *id)
{
    log_write(LOG_INFO, "before");
    log_request(id);
    log_write(LOG_INFO, "after");
    return NULL;
}

static void test_the_request_belongs_to_the_thread(void **state)
{
    (void)state;
    log_request("mine");
    pthread_t thread;
    assert_int_equal(pthread_create(&thread, NULL, log_in_thread, "theirs"), 0);
    assert_int_equal(pthread_join(thread, NULL), 0);
    log_write(LOG_INFO, "here");
    char text[4096];
    ssize_t size = read(pipe_ends[0], text, sizeof text - 1);
    assert_true(size > 0);
    text[size] = '\0';
    const char *second = strchr(text, '\n') + 1, *third = strchr(second, '\n') + 1;
    assert_true(strstr(text, "requestId") > second);
    assert_non_null(strstr(second, "\"requestId\":\"theirs\",\"message\":\"after\""));
    assert_non_null(strstr(third, "\"requestId\":\"mine\",\"message\":\"here\""));
}

static void test_a_log_that_is_gone_stops_nobody(void **state)
{
    (void)state;
    close(STDERR_FILENO);
    errno = 0;
    log_write(LOG_ERROR, "nobody reads this");
    assert_int_equal(errno, 0);
}

#define TEST(function) cmocka_unit_test_setup_teardown(function, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(test_a_line),
        TEST(test_no_request_no_id),
        TEST(test_levels),
        TEST(test_escaping),
        TEST(test_length_is_bounded),
        TEST(test_access),
        TEST(test_access_with_what_a_client_sends),
        TEST(test_the_request_belongs_to_the_thread),
        TEST(test_a_log_that_is_gone_stops_nobody),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
