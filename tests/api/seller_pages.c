/* The seller's pages over HTTP: products, pictures, orders, papers; who may see them. */
#include <stdio.h>

#include "support/test.h"

#define FORM "application/x-www-form-urlencoded"
#define HOSTILE "%22%3E%3Cscript%3Ealert(1)%3C%2Fscript%3E%7B%7B7*7%7D%7D"
#define HOSTILE_SHOWN "&quot;&gt;&lt;script&gt;alert(1)&lt;/script&gt;{{7*7}}"

static struct answer page(const char *path, const char *token)
{
    return ask("GET", path, token);
}

static struct answer post(const char *path, const char *token, const char *form)
{
    return ASK(.method = "POST", .path = path, .token = token, .type = FORM, .body = form);
}

#define assert_shows(answer, sought) assert_non_null(strstr((answer).body, sought))
#define assert_hides(answer, sought) assert_null(strstr((answer).body, sought))

static void assert_leads(struct answer a, const char *place)
{
    assert_int_equal(a.status, 303);
    assert_string_equal(header(a, "Location"), place);
}

static long long create(const struct person *seller, const char *rest)
{
    struct answer a = post("/seller/products/new", seller->token,
                           text("category=%%EC%%8B%%9C%%ED%%97%%98&price=10000&stock=10&%s", rest));
    assert_int_equal(a.status, 303);
    long long id = 0;
    assert_int_equal(sscanf(header(a, "Location"), "/seller/products/%lld?saved=created", &id), 1);
    return id;
}

/* ---- access ---- */

static const char *const PAGES[] = {"/seller",
                                    "/seller/products",
                                    "/seller/products/new",
                                    "/seller/products/1",
                                    "/seller/products/1/stock",
                                    "/seller/orders",
                                    "/seller/orders/slip?items=1",
                                    "/seller/orders/export"};

static void c1_pages_are_for_sellers(void **state)
{
    (void)state;
    struct person customer = customer_new(), admin = admin_person();
    for (size_t i = 0; i < COUNT(PAGES); i++) {
        struct answer a = page(PAGES[i], NULL);
        assert_int_equal(a.status, 303);
        assert_non_null(header_starting(a, "Location", "/login?next=%2Fseller"));
        assert_int_equal(page(PAGES[i], customer.token).status, 403);
        assert_int_equal(page(PAGES[i], admin.token).status, 403);
    }
}

static void c1_seller_touches_no_product_of_others(void **state)
{
    (void)state;
    struct person mine = seller_new(), other = seller_new();
    const long long id = product_new(&mine, 5000, 7);
    const char *own = text("/seller/products/%lld", id);
    const char *const form = "name=x&category=y&price=100";
    assert_int_equal(page(own, other.token).status, 403);
    assert_int_equal(page(text("%s/stock", own), other.token).status, 403);
    assert_int_equal(post(own, other.token, form).status, 403);
    assert_int_equal(post(text("%s/discontinue", own), other.token, "").status, 403);
    assert_int_equal(post(text("%s/stock", own), other.token, "delta=5").status, 403);
    assert_stock(id, 7, 0);
    assert_int(ask("GET", text("/api/product/%lld", id), NULL), "data.price", 5000);
    assert_hides(page("/seller/products", other.token), own);
}

static void c1_form_without_its_token_is_refused(void **state)
{
    (void)state;
    struct person seller = seller_new();
    struct answer a = ASK(.method = "POST", .path = "/seller/products/new", .type = FORM,
                          .body = "name=x&category=y&price=100", .no_origin = true,
                          .headers = {text("Cookie: sid=%s", seller.token)});
    assert_int_equal(a.status, 403);
}

/* ---- products ---- */

static void c1_c3_seller_makes_and_changes_a_product(void **state)
{
    (void)state;
    struct person seller = seller_new();
    const long long id = create(&seller, "name=%EA%B0%90&discount=500&description=one");
    struct answer a = ask("GET", text("/api/product/%lld", id), NULL);
    assert_text(a, "data.name", "감");
    assert_int(a, "data.price", 10000);
    assert_int(a, "data.discount", 500);
    assert_int(a, "data.stock", 10);
    assert_shows(page(text("/seller/products/%lld?saved=created", id), seller.token),
                 "role=\"status\"");
    assert_leads(post(text("/seller/products/%lld", id), seller.token,
                      "name=%EB%B0%B0&category=b&price=20000&discount=&description="),
                 text("/seller/products/%lld?saved=changed", id));
    a = ask("GET", text("/api/product/%lld", id), NULL);
    assert_text(a, "data.name", "배");
    assert_text(a, "data.description", "");
    assert_int(a, "data.price", 20000);
    assert_int(a, "data.discount", 0);
}

static void c2_refused_form_says_why_and_keeps_what_was_typed(void **state)
{
    (void)state;
    struct person seller = seller_new();
    struct answer a = post("/seller/products/new", seller.token,
                           "name=" HOSTILE "&category=&price=150&discount=1");
    assert_int_equal(a.status, 400);
    assert_shows(a, HOSTILE_SHOWN);
    assert_hides(a, "<script>alert");
    assert_shows(a, "id=\"category-problem\"");
    a = post("/seller/products/new", seller.token, "name=a&category=b&price=150&discount=200");
    assert_int_equal(a.status, 400);
    assert_shows(a, "id=\"price-problem\"");
    assert_shows(a, "id=\"discount-problem\"");
    assert_shows(a, "value=\"150\"");
    const long long id = product_new(&seller, 1000, 1);
    a = post(text("/seller/products/%lld", id), seller.token, "name=&category=b&price=1000");
    assert_int_equal(a.status, 400);
    assert_shows(a, "id=\"name-problem\"");
}

static void c1_double_click_makes_one_product(void **state)
{
    (void)state;
    struct person seller = seller_new();
    const char *form = text("name=a&category=b&price=100&idempotency_key=key-%s", unique());
    struct answer first = post("/seller/products/new", seller.token, form);
    struct answer again = post("/seller/products/new", seller.token, form);
    assert_leads(again, header(first, "Location"));
}

static void c3_product_is_ended_and_taken_up_again(void **state)
{
    (void)state;
    struct person seller = seller_new();
    const long long id = product_new(&seller, 1000, 1);
    assert_leads(post(text("/seller/products/%lld/discontinue", id), seller.token, ""),
                 text("/seller/products/%lld?saved=ended", id));
    assert_text(ask("GET", text("/api/product/%lld", id), NULL), "data.status", "DISCONTINUED");
    assert_leads(post(text("/seller/products/%lld/resume", id), seller.token, ""),
                 text("/seller/products/%lld?saved=resumed", id));
    assert_text(ask("GET", text("/api/product/%lld", id), NULL), "data.status", "ON_SALE");
}

static void c5_list_is_searched_filtered_and_paged(void **state)
{
    (void)state;
    struct person seller = seller_new();
    const long long persimmon = create(&seller, "name=" HOSTILE "%20Persimmon");
    const long long gone = product_new(&seller, 1000, 1);
    const long long sold_out = product_new(&seller, 1000, 0);
    (void)post(text("/seller/products/%lld/discontinue", gone), seller.token, "");
    struct answer a = page("/seller/products", seller.token);
    assert_shows(a, text("/seller/products/%lld\"", persimmon));
    assert_shows(a, text("/seller/products/%lld\"", gone));
    assert_shows(a, HOSTILE_SHOWN);
    assert_hides(a, "<script>alert");
    a = page("/seller/products?q=pERSIMMON", seller.token);
    assert_shows(a, text("/seller/products/%lld\"", persimmon));
    assert_hides(a, text("/seller/products/%lld\"", gone));
    a = page("/seller/products?status=DISCONTINUED", seller.token);
    assert_shows(a, text("/seller/products/%lld\"", gone));
    assert_hides(a, text("/seller/products/%lld\"", sold_out));
    a = page("/seller/products?status=SOLD_OUT", seller.token);
    assert_shows(a, text("/seller/products/%lld\"", sold_out));
    assert_hides(a, text("/seller/products/%lld\"", persimmon));
    a = page("/seller/products?limit=1", seller.token);
    assert_shows(a, "/seller/products?limit=1&amp;status=ALL&amp;q=&amp;cursor=");
    assert_shows(a, text("/seller/products/%lld\"", sold_out));
    const char *cursor = strstr(a.body, "cursor=");
    assert_non_null(cursor);
    a = page(text("/seller/products?limit=1&%.*s", (int)strcspn(cursor, "\""), cursor),
             seller.token);
    assert_shows(a, text("/seller/products/%lld\"", gone));
    assert_int_equal(page("/seller/products?cursor=nonsense", seller.token).status, 400);
}

/* ---- pictures ---- */

/* The smallest PNG: one grey pixel. */
static const unsigned char PNG[] = {0x89, 'P', 'N',  'G',  0x0d, 0x0a, 0x1a, 0x0a, 0,    0, 0, 0x0d,
                                    'I',  'H', 'D',  'R',  0,    0,    0,    1,    0,    0, 0, 1,
                                    8,    0,   0,    0,    0,    0x3a, 0x7e, 0x9b, 0x55, 0, 0, 0,
                                    0x0a, 'I', 'D',  'A',  'T',  0x78, 0x9c, 0x63, 0x68, 0, 0, 0,
                                    0x82, 0,   0x81, 0x77, 0xcd, 0x72, 0xb6, 0,    0,    0, 0, 'I',
                                    'E',  'N', 'D',  0xae, 0x42, 0x60, 0x82};

static struct answer upload(const char *token, long long id, const char *name, const char *type,
                            const void *bytes, size_t size)
{
    static char body[4096];
    const int head = snprintf(body, sizeof body,
                              "--b0\r\nContent-Disposition: form-data; name=\"%s\"; "
                              "filename=\"a.png\"\r\nContent-Type: %s\r\n\r\n",
                              name, type);
    memcpy(body + head, bytes, size);
    memcpy(body + (size_t)head + size, "\r\n--b0--\r\n", 10);
    return ASK(.method = "POST", .path = text("/seller/products/%lld/image", id), .token = token,
               .type = "multipart/form-data; boundary=b0", .body = body,
               .size = (size_t)head + size + 10);
}

static void c7_picture_is_uploaded_by_a_form(void **state)
{
    (void)state;
    struct person seller = seller_new(), other = seller_new();
    const long long id = product_new(&seller, 1000, 1);
    assert_int_equal(upload(other.token, id, "image", "image/png", PNG, sizeof PNG).status, 403);
    assert_leads(upload(seller.token, id, "image", "image/gif", PNG, sizeof PNG),
                 text("/seller/products/%lld?picture=type", id));
    assert_leads(upload(seller.token, id, "image", "image/png", "no png", 6),
                 text("/seller/products/%lld?picture=broken", id));
    assert_leads(upload(seller.token, id, "image", "image/png", "", 0),
                 text("/seller/products/%lld?picture=missing", id));
    assert_leads(upload(seller.token, id, "other", "image/png", PNG, sizeof PNG),
                 text("/seller/products/%lld?picture=broken", id));
    assert_shows(page(text("/seller/products/%lld?picture=type", id), seller.token),
                 "id=\"file-problem\"");
    assert_leads(upload(seller.token, id, "image", "image/png", PNG, sizeof PNG),
                 text("/seller/products/%lld?saved=picture", id));
    struct answer a = ask("GET", text("/api/product/%lld", id), NULL);
    assert_non_null(answer_text(a, "data.imageUrl"));
    assert_shows(page(text("/seller/products/%lld", id), seller.token), "/media/");
}

/* ---- orders ---- */

struct trade {
    struct person seller, buyer;
    long long product;
};

static struct trade trade_new(void)
{
    struct trade t = {seller_new(), customer_new(), 0};
    t.product = product_new(&t.seller, 10000, 50);
    charge(&t.buyer, 500000);
    return t;
}

struct bought {
    const char *number;
    long long item;
};

static struct bought buy(const struct trade *t)
{
    struct answer a = order_paid(t->buyer.token, t->product, 1);
    assert_answer(a, 201, "SUCCESS");
    return (struct bought){text("%s", answer_text(a, "data.orderNo")),
                           answer_int(a, "data.items.0.itemId")};
}

static void assert_line(const struct trade *t, const struct bought *b, const char *status)
{
    assert_text(ask("GET", text("/api/order/%s", b->number), t->buyer.token), "data.items.0.status",
                status);
}

static struct answer move(const struct trade *t, const char *items, const char *to,
                          const char *stage)
{
    return post("/seller/orders", t->seller.token,
                text("items=%s&to=%s&stage=%s", items, to, stage));
}

static void o8_seller_takes_a_line_all_the_way(void **state)
{
    (void)state;
    static const struct {
        const char *stage, *to;
    } WAY[] = {{"new", "PREPARING"},
               {"preparing", "DISPATCHED"},
               {"shipping", "IN_TRANSIT"},
               {"shipping", "DELIVERED"}};
    struct trade t = trade_new();
    struct bought b = buy(&t);
    for (size_t i = 0; i < COUNT(WAY); i++) {
        struct answer a = page(text("/seller/orders?stage=%s", WAY[i].stage), t.seller.token);
        assert_shows(a, b.number);
        assert_shows(a, text("value=\"%s\"", WAY[i].to));
        assert_leads(move(&t, text("%lld", b.item), WAY[i].to, WAY[i].stage),
                     text("/seller/orders?stage=%s&moved=1", WAY[i].stage));
        assert_line(&t, &b, WAY[i].to);
    }
    struct answer a = page("/seller/orders?stage=delivered", t.seller.token);
    assert_shows(a, b.number);
    assert_shows(a, "종료 <span class=\"num\">0</span>"); /* every stage is counted */
}

/* A page that follows what comes in asks for its own address again: what answers a form must not.
 */
#define FOLLOWS "data-live=\"/seller/orders\""

static void o8_batch_says_line_by_line_what_did_not_go(void **state)
{
    (void)state;
    struct trade t = trade_new();
    struct bought one = buy(&t), two = buy(&t), late = buy(&t);
    assert_answer(call("POST", text("/api/order/%s/cancel", late.number), t.buyer.token, "{}"), 200,
                  "SUCCESS");
    struct answer a =
        move(&t, text("%lld,%lld,%lld", one.item, late.item, two.item), "PREPARING", "new");
    assert_int_equal(a.status, 409);
    const char *note = strstr(a.body, "role=\"alert\"");
    assert_non_null(note);
    assert_non_null(strstr(note, late.number));
    assert_hides(a, FOLLOWS);
    assert_shows(page("/seller/orders?stage=new", t.seller.token), FOLLOWS);
    assert_line(&t, &one, "PREPARING");
    assert_line(&t, &two, "PREPARING");
    assert_line(&t, &late, "CANCELLED");
    assert_leads(move(&t, text("%lld&items=%lld", one.item, two.item), "DISPATCHED", "preparing"),
                 "/seller/orders?stage=preparing&moved=2");
    a = post("/seller/orders", t.seller.token, "to=PREPARING&stage=new");
    assert_int_equal(a.status, 400);
    assert_shows(a, "role=\"alert\"");
}

static void o9_seller_answers_claims(void **state)
{
    (void)state;
    struct trade t = trade_new();
    struct bought b = buy(&t);
    (void)move(&t, text("%lld", b.item), "PREPARING", "new");
    assert_answer(call("POST", text("/api/order/%s/items/%lld/cancel", b.number, b.item),
                       t.buyer.token, "{\"reason\":\"<i>mind</i>\"}"),
                  200, "SUCCESS");
    struct answer a = page("/seller/orders?stage=claim", t.seller.token);
    assert_shows(a, "&lt;i&gt;mind&lt;/i&gt;");
    assert_leads(move(&t, text("%lld", b.item), "PREPARING", "claim"),
                 "/seller/orders?stage=claim&moved=1");
    assert_line(&t, &b, "PREPARING");
    (void)call("POST", text("/api/order/%s/items/%lld/cancel", b.number, b.item), t.buyer.token,
               "{}");
    assert_leads(move(&t, text("%lld", b.item), "CANCEL_PROCESSING", "claim"),
                 "/seller/orders?stage=claim&moved=1");
    assert_line(&t, &b, "CANCELLED");
    assert_stock(t.product, 50, 0);
}

static void o8_seller_sees_and_moves_own_lines_only(void **state)
{
    (void)state;
    struct trade t = trade_new();
    struct person other = seller_new();
    struct bought b = buy(&t);
    const struct trade stranger = {other, t.buyer, 0};
    assert_int_equal(move(&stranger, text("%lld", b.item), "PREPARING", "new").status, 404);
    assert_line(&t, &b, "PAID");
    assert_hides(page("/seller/orders", other.token), b.number);
    assert_int_equal(page(text("/seller/orders/slip?items=%lld", b.item), other.token).status, 404);
    assert_hides(page("/seller/orders/export", other.token), b.number);
    struct answer unpaid = order_pending(t.buyer.token, t.product, 1);
    assert_hides(page("/seller/orders", t.seller.token), answer_text(unpaid, "data.orderNo"));
}

/* ---- papers ---- */

static void o8_slip_and_table_tell_where_to_send_it(void **state)
{
    (void)state;
    struct trade t = trade_new();
    const long long formula = create(&t.seller, "name=%3DSUM(A1%3AA9)%22x");
    assert_answer(order_paid(t.buyer.token, formula, 2), 201, "SUCCESS");
    struct bought b = buy(&t);
    /* Giving a sale up is asked once more. */
    assert_shows(page("/seller/orders", t.seller.token), "<details class=\"confirm-small\">");
    assert_leads(post("/seller/orders/slip", t.seller.token, text("items=%lld", b.item)),
                 text("/seller/orders/slip?items=%lld", b.item));
    struct answer a = page(text("/seller/orders/slip?items=%lld", b.item), t.seller.token);
    assert_int_equal(a.status, 200);
    assert_shows(a, b.number);
    a = page("/seller/orders/export?stage=new", t.seller.token);
    assert_int_equal(a.status, 200);
    assert_non_null(header_starting(a, "Content-Type", "text/csv"));
    assert_non_null(
        header_starting(a, "Content-Disposition", "attachment; filename=\"orders-new-"));
    assert_int_equal(strncmp(a.body, "\xef\xbb\xbf\"", 4), 0);
    assert_shows(a, b.number);
    assert_shows(a, "\"'=SUM(A1:A9)\"\"x\"");
}

/* ---- the first page ---- */

static void o8_first_page_tells_work_sales_and_low_stock(void **state)
{
    (void)state;
    struct trade t = trade_new();
    struct answer a = page("/seller", t.seller.token);
    assert_int_equal(a.status, 200);
    assert_hides(a, "10,000");
    assert_shows(a, "<p class=\"small muted\">30일 동안 없음</p>");
    (void)buy(&t);
    struct bought gone = buy(&t);
    (void)order_pending(t.buyer.token, t.product, 3);
    assert_answer(call("POST", text("/api/order/%s/cancel", gone.number), t.buyer.token, "{}"), 200,
                  "SUCCESS");
    const long long low = create(&t.seller, "name=" HOSTILE);
    assert_leads(post(text("/seller/products/%lld/stock", low), t.seller.token, "delta=-8"),
                 text("/seller/products/%lld/stock?saved=true", low));
    a = page("/seller", t.seller.token);
    assert_shows(a, "<p class=\"figure\">1</p>");
    assert_shows(a, "<strong class=\"won\">10,000원</strong>");
    assert_shows(a, "height=\"120\""); /* the highest bar of a chart */
    assert_shows(a, "최고 10,000원");
    assert_shows(a, HOSTILE_SHOWN);
    assert_shows(a, text("/seller/products/%lld/stock", low));
}

static void m4_member_joins_as_a_seller_on_a_page(void **state)
{
    (void)state;
    struct person p = customer_new();
    const char *rest = "&contact=0212345678&category=x&address.postcode=04524&address.line1=y";
    assert_int_equal(page("/seller/join", NULL).status, 303);
    assert_int_equal(page("/seller/join", admin_person().token).status, 403);
    assert_shows(page("/seller/join", p.token), "<li><a href=\"/seller/join\">");
    struct answer a = post("/seller/join", p.token,
                           text("businessName=%s&registrationNumber=1234567890%s", HOSTILE, rest));
    assert_int_equal(a.status, 400);
    assert_shows(a, "id=\"registration-problem\"");
    assert_shows(a, HOSTILE_SHOWN);
    assert_shows(a, "value=\"1234567890\"");
    a = post("/seller/join", p.token,
             text("businessName=a&registrationNumber=%s%s", registration_number(), rest));
    assert_leads(a, "/seller");
    assert_int_equal(page("/seller", p.token).status, 200);
    assert_leads(page("/seller/join", p.token), "/seller");
    assert_hides(page("/seller", p.token), "/seller/join"); /* the footer asks nobody twice */
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        PROVES(c1_pages_are_for_sellers),
        PROVES(c1_seller_touches_no_product_of_others),
        PROVES(c1_form_without_its_token_is_refused),
        PROVES(c1_c3_seller_makes_and_changes_a_product),
        PROVES(c2_refused_form_says_why_and_keeps_what_was_typed),
        PROVES(c1_double_click_makes_one_product),
        PROVES(c3_product_is_ended_and_taken_up_again),
        PROVES(c5_list_is_searched_filtered_and_paged),
        PROVES(c7_picture_is_uploaded_by_a_form),
        PROVES(o8_seller_takes_a_line_all_the_way),
        PROVES(o8_batch_says_line_by_line_what_did_not_go),
        PROVES(o9_seller_answers_claims),
        PROVES(o8_seller_sees_and_moves_own_lines_only),
        PROVES(o8_slip_and_table_tell_where_to_send_it),
        PROVES(o8_first_page_tells_work_sales_and_low_stock),
        PROVES(m4_member_joins_as_a_seller_on_a_page),
    };
    return RUN_TESTS(tests);
}
