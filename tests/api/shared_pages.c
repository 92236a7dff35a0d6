/* Pages that nginx keeps for a second for all who have nothing of their own: nobody's page is kept,
 * nobody is shown another's, and what a visitor sends changes nothing for the next one. */
#include <pthread.h>
#include <time.h>
#include <zlib.h>

#include "support/coupon.h"
#include "support/exposition.h"
#include "support/stack.h"
#include "support/test.h"

#define PACKED "Accept-Encoding: gzip, deflate, br"
/* A visitor whose pages are made for nobody else. */
#define OWN "Cookie: pre=a-visitor-of-this-test"
#define CLIENTS 200
/* Far longer than a kept page may live, for a machine that is busy. */
#define PATIENCE_S 20

/* How many product pages the program has made. */
static int made(void)
{
    return (int)exposition_value(
        ask("GET", "/metrics", NULL).body,
        "jangteo_http_requests_total{route=\"/products/{id}\",method=\"GET\",status=\"2xx\"}");
}

static struct answer page(const char *path, const char *header_line)
{
    struct answer a = ASK(.method = "GET", .path = path, .headers = {header_line});
    assert_int_equal(a.status, 200);
    return a;
}

static const char *product_path(long long stock)
{
    struct person seller = seller_new();
    return text("/products/%lld", product_new(&seller, 1000, stock));
}

/* Asked for twice, a page is kept. */
static void keep_page(const char *path, const char *header_line)
{
    (void)page(path, header_line);
    (void)page(path, header_line);
}

static bool says(struct answer a, const char *words)
{
    return strstr(a.body, words) != NULL;
}

static void assert_says(struct answer a, const char *words)
{
    if (!says(a, words))
        fail_msg("%s does not say %s", a.asked, words);
}

static void assert_silent(struct answer a, const char *words)
{
    if (says(a, words))
        fail_msg("%s says %s", a.asked, words);
}

static struct answer look(size_t index, void *path)
{
    struct answer a = {0};
    (void)index;
    for (int i = 0; i < 5 && (i == 0 || a.status == 200); i++)
        a = ASK(.method = "GET", .path = path, .headers = {PACKED});
    return a;
}

static void q5_a_stampede_asks_the_program_a_few_times(void **state)
{
    (void)state;
    static struct outcome outcomes[CLIENTS];
    const char *path = product_path(9);
    keep_page(path, PACKED);
    const int before = made();
    crowd(CLIENTS, look, (void *)path, outcomes);
    assert_outcomes(outcomes, CLIENTS, outcomes_of(outcomes, CLIENTS, 200, NULL));
    if (made() - before > CLIENTS / 4)
        fail_msg("%d clients had %d pages made", CLIENTS, made() - before);
}

static void q5_what_is_private_neither_fills_nor_reads(void **state)
{
    (void)state;
    struct person member = customer_new();
    const char *const own[] = {OWN, "Cookie: lang=ko; sid=nobodys",
                               text("Cookie: sid=%s", member.token),
                               text("Authorization: Bearer %s", member.token)};
    for (size_t i = 0; i < COUNT(own); i++) {
        const char *path = product_path(9);
        int before = made();
        for (int n = 0; n < 4; n++)
            (void)page(path, own[i]);
        assert_int_equal(made() - before, 4);
        /* Had one of them been kept or counted, one of these two would not be made. */
        before = made();
        for (int n = 0; n < 2; n++) {
            struct answer a = page(path, NULL);
            assert_says(a, "name=\"csrf\" value=\"\"");
            assert_null(header(a, "Set-Cookie"));
            assert_silent(a, member.email);
        }
        assert_int_equal(made() - before, 2);
        before = made();
        (void)page(path, own[i]);
        assert_int_equal(made() - before, 1);
    }
    assert_silent(page(product_path(9), text("Cookie: sid=%s", member.token)),
                  "name=\"csrf\" value=\"\"");
}

/* What the program would choose, it is told: for all headers that are kept under a language. */
static void q5_languages_are_kept_apart(void **state)
{
    (void)state;
    static const char *const WISHES[] = {
        "Accept-Language: ko",
        "Accept-Language: en",
        "Accept-Language: ko-KR,ko;q=0.9,en-US;q=0.8,en;q=0.7",
        "Accept-Language: en-US,en;q=0.9,ko;q=0.8",
        "Accept-Language: en-GB, en;q=0.5",
        "Accept-Language: fr-FR,fr;q=0.9,en;q=0.8",
        "Accept-Language: fr,ko;q=0.8",
        "Accept-Language: fr,en;q=0.2,ko;q=0.7",
        "Accept-Language: fr,ko;q=0.2,en;q=0.7",
        "Accept-Language: ko;q=0.5,en",
        "Accept-Language: en;q=0.5,ko",
        "Accept-Language: en;q=1.0,ko",
        "Accept-Language: ko;q=1,en",
        "Accept-Language: en;q=0",
        "Accept-Language: en;q=0.0004",
        "Accept-Language: ko;q=0,*",
        "Accept-Language: *",
        "Accept-Language: fr, *;q=0.5",
        "Accept-Language: eng,kor;q=0.3",
        "Accept-Language: zh-en,zh;q=0.4",
        "Accept-Language: en,",
        "Accept-Language: ,en",
        "Accept-Language: EN-us;q=0.3",
        "Accept-Language: ko|en",
        "Accept-Language: ?",
    };
    const char *path = product_path(9);
    keep_page(path, "Accept-Language: ko");
    keep_page(path, "Accept-Language: en");
    for (size_t i = 0; i < COUNT(WISHES); i++) {
        struct answer own = ASK(.method = "GET", .path = path, .headers = {OWN, WISHES[i]});
        const char *lang =
            says(own, "<html lang=\"en\">") ? "<html lang=\"en\">" : "<html lang=\"ko\">";
        assert_says(own, lang);
        for (int n = 0; n < 3; n++)
            if (!says(page(path, WISHES[i]), lang))
                fail_msg("%s is not answered in %s", WISHES[i], lang);
    }
}

static void q5_a_language_that_was_chosen_is_kept_apart(void **state)
{
    (void)state;
    static const struct {
        const char *header, *lang;
    } CASES[] = {
        {"Cookie: lang=en", "en"},     {"Cookie: theme=x; lang=en", "en"},
        {"Cookie: lang=ko", "ko"},     {"Cookie: lang=fr", "ko"},
        {"Accept-Language: ko", "ko"}, {"Accept-Language: en", "en"},
    };
    const char *path = product_path(9);
    /* Two who read a cookie's name differently must not fill one another's place. */
    keep_page(path, "Cookie: LANG=en; lang=ko");
    keep_page(path, "Cookie: lang=\"en\"");
    for (int n = 0; n < 3; n++)
        for (size_t i = 0; i < COUNT(CASES); i++)
            assert_says(page(path, CASES[i].header), text("<html lang=\"%s\">", CASES[i].lang));
}

/* The body of an answer in gzip. */
static const char *unpacked(struct answer a)
{
    static char plain[200000];
    z_stream stream = {
        .next_in = (z_const Bytef *)a.body,
        .avail_in = (unsigned)a.size,
        .next_out = (Bytef *)plain,
        .avail_out = sizeof plain - 1,
    };
    assert_string_equal(header(a, "Content-Encoding"), "gzip");
    assert_string_equal(header(a, "Vary"), "Accept-Encoding");
    assert_int_equal(inflateInit2(&stream, 15 + 16), Z_OK);
    assert_int_equal(inflate(&stream, Z_FINISH), Z_STREAM_END);
    assert_int_equal(inflateEnd(&stream), Z_OK);
    plain[stream.total_out] = '\0';
    return plain;
}

static void q5_encodings_are_kept_apart(void **state)
{
    (void)state;
    static const char *const PLAIN[] = {NULL, "Accept-Encoding: br", "Accept-Encoding: gzip;q=0",
                                        "Accept-Encoding: xgzip", "Accept-Encoding: gzip;q=0.000"};
    static const char *const GZIP[] = {PACKED, "Accept-Encoding: gzip", "Accept-Encoding: br,GZIP",
                                       "Accept-Encoding: gzip;q=0.5, br"};
    const char *path = product_path(9);
    keep_page(path, PACKED);
    keep_page(path, NULL);
    const char *words = page(path, NULL).body;
    for (size_t i = 0; i < COUNT(PLAIN); i++) {
        struct answer a = page(path, PLAIN[i]);
        assert_null(header(a, "Content-Encoding"));
        assert_string_equal(a.body, words);
    }
    for (size_t i = 0; i < COUNT(GZIP); i++)
        assert_string_equal(unpacked(page(path, GZIP[i])), words);
    /* What is made for one visitor is packed by nginx. */
    struct answer a = ASK(.method = "GET", .path = path, .headers = {OWN, PACKED});
    assert_non_null(strstr(unpacked(a), "name=\"csrf\" value=\""));
    assert_null(strstr(unpacked(a), "name=\"csrf\" value=\"\""));
}

static void q5_every_query_has_a_page_of_its_own(void **state)
{
    (void)state;
    const char *path = product_path(9);
    static const char *const QUERIES[] = {"?notice=added", "?from=letter", "?from=%22%3E%3Cb",
                                          "?x|ko|gzip|y", ""};
    for (int n = 0; n < 3; n++)
        for (size_t i = 0; i < COUNT(QUERIES); i++) {
            struct answer a = page(text("%s%s", path, QUERIES[i]), NULL);
            assert_int_equal(says(a, "from=letter"), i == 1);
            assert_int_equal(says(a, "%22%3E%3Cb"), i == 2);
            assert_int_equal(says(a, "class=\"notice\""), i == 0);
        }
    for (int n = 0; n < 3; n++)
        assert_int_equal(ask("GET", text("%s?notice=added&notice=short", path), NULL).status, 400);
    assert_silent(page(path, NULL), "notice-bad");
}

static void q5_headers_put_nothing_into_a_kept_page(void **state)
{
    (void)state;
    static const char *const HOSTILE[] = {
        "Host: evil.example",
        "X-Forwarded-Host: evil.example",
        "X-Forwarded-Proto: evil",
        "Forwarded: host=evil.example",
        "X-Original-URL: /evil",
        "X-Rewrite-URL: /evil",
        "X-Forwarded-For: 192.0.2.66",
        "Origin: https://evil.example",
        "Referer: https://evil.example/",
        "Range: bytes=0-9",
    };
    const char *path = product_path(9);
    for (size_t i = 0; i < COUNT(HOSTILE); i++)
        for (int n = 0; n < 3; n++)
            (void)ASK(.method = "GET", .path = path, .headers = {HOSTILE[i]}, .no_origin = true);
    struct answer a = page(path, NULL);
    assert_silent(a, "evil");
    assert_silent(a, "192.0.2.66");
    assert_says(a, "</html>");
    assert_says(a, text("<link rel=\"canonical\" href=\"%s%s\">", shop_origin(), path));
    for (int n = 0; n < 3; n++)
        assert_int_equal(ask("POST", "/products", NULL).status, 405);
    (void)page("/products", NULL);
}

static void q5_asking_for_the_head_leaves_the_body_whole(void **state)
{
    (void)state;
    const char *path = product_path(9);
    const char *length = NULL;
    for (int n = 0; n < 3; n++) {
        struct answer a = ask("HEAD", path, NULL);
        assert_int_equal(a.status, 200);
        assert_int_equal(a.size, 0);
        length = header(a, "Content-Length");
    }
    for (int n = 0; n < 3; n++) {
        struct answer a = page(path, NULL);
        assert_says(a, "</html>");
        assert_string_equal(text("%zu", a.size), length);
        assert_string_equal(header(a, "Cache-Control"), "no-store");
    }
    assert_string_not_equal(header(page(path, NULL), "X-Request-Id"),
                            header(page(path, NULL), "X-Request-Id"));
}

static void q5_a_change_of_stock_is_seen(void **state)
{
    (void)state;
    struct person seller = seller_new();
    const long long product = product_new(&seller, 1000, 9);
    const char *path = text("/products/%lld", product);
    keep_page(path, NULL);
    assert_answer(call("PATCH", text("/api/product/%lld/stock", product), seller.token,
                       "{\"delta\":-4,\"reason\":\"broken\"}"),
                  200, "SUCCESS");
    assert_says(page(path, OWN), "data-stock=\"5\"");
    const time_t end = time(NULL) + PATIENCE_S;
    while (!says(page(path, NULL), "data-stock=\"5\"") && time(NULL) < end)
        (void)nanosleep(&(struct timespec){.tv_nsec = 50000000}, NULL);
    assert_says(page(path, NULL), "data-stock=\"5\"");
}

/* ---- coupons ---- */

static void *look_at_coupons(void *arg)
{
    const struct answer a = ASK(.method = "GET", .path = arg);
    const bool fresh = a.status == 200 && strstr(a.body, "max=\"7919\" value=\"7918\"") != NULL;
    http_end();
    return (void *)(intptr_t)fresh;
}

/* A page that has rested is made anew, and the program is slow at it: who asks meanwhile is not
 * shown the old one. */
static void k2_coupons_are_shown_as_they_are_within_the_second(void **state)
{
    (void)state;
    const char *path = "/coupons";
    struct person member = customer_new();
    const long long coupon = coupon_new("\"type\":\"FIXED\",\"value\":1000,\"quantity\":7919");
    (void)db_do("UPDATE coupon SET issue_ends_at = now() + interval '30 minutes'"
                " WHERE coupon_id = %lld",
                coupon);
    while (db_number("SELECT made FROM coupon_supply WHERE coupon_id = %lld", coupon) < 7919)
        pause_ms(20);
    keep_page(path, NULL);
    assert_answer(coupon_issue(member.token, coupon), 201, "SUCCESS");
    const time_t kept = time(NULL);
    while (time(NULL) < kept + 3)
        pause_ms(50);
    pthread_t threads[2];
    void *fresh[2];
    (void)db_do("BEGIN");
    (void)db_do("LOCK TABLE coupon_supply IN ACCESS EXCLUSIVE MODE");
    for (size_t i = 0; i < COUNT(threads); i++)
        assert_int_equal(
            pthread_create(&threads[i], NULL, look_at_coupons, (void *)(uintptr_t)path), 0);
    /* Both of them and the worker. */
    const long long until = now_ms() + 1000;
    while (db_number("SELECT count(*) FROM pg_locks WHERE NOT granted"
                     " AND relation = 'coupon_supply'::regclass") < 3 &&
           now_ms() < until)
        pause_ms(20);
    (void)db_do("ROLLBACK");
    for (size_t i = 0; i < COUNT(threads); i++)
        (void)pthread_join(threads[i], &fresh[i]);
    assert_non_null(fresh[0]);
    assert_non_null(fresh[1]);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        PROVES(q5_a_stampede_asks_the_program_a_few_times),
        PROVES(q5_what_is_private_neither_fills_nor_reads),
        PROVES(q5_languages_are_kept_apart),
        PROVES(q5_a_language_that_was_chosen_is_kept_apart),
        PROVES(q5_encodings_are_kept_apart),
        PROVES(q5_every_query_has_a_page_of_its_own),
        PROVES(q5_headers_put_nothing_into_a_kept_page),
        PROVES(q5_asking_for_the_head_leaves_the_body_whole),
        PROVES(q5_a_change_of_stock_is_seen),
        PROVES(k2_coupons_are_shown_as_they_are_within_the_second),
    };
    return RUN_TESTS(tests);
}
