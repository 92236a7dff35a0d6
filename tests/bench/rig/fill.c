#include "bench/rig/fill.h"

#include <inttypes.h>
#include <sodium.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

const struct scale SCALE_SMALL = {"small", 100, 10000, 10000, 0};
const struct scale SCALE_LARGE = {"large", 1000, 1000000, 1000000, 10000000};

const char *const FILL_WORDS[16] = {"유기농", "국산", "수제", "햇살",  "청정", "명품",
                                    "겨울",   "저당", "감귤", "사과",  "노트", "머그컵",
                                    "커피",   "양말", "쿠션", "이어폰"};

/* Money and pieces enough that no run comes to their end. */
#define BALANCE INT64_C(1000000000000)
#define ON_HAND INT64_C(1500000000)
enum { ORDER_PRICE = 1000, CATEGORIES = 40, LONG_AGO_DAYS = 100 };

struct copy {
    PGconn *conn;
    const struct filled *filled;
    char text[1 << 16];
    size_t length;
    bool failed;
};

typedef void copy_row(struct copy *copy, int64_t index);

struct table {
    const char *name, *columns;
    int64_t count;
    copy_row *row;
};

static void flush(struct copy *copy)
{
    copy->failed |=
        copy->length > 0 && PQputCopyData(copy->conn, copy->text, (int)copy->length) != 1;
    copy->length = 0;
}

__attribute__((format(printf, 2, 3))) static void put(struct copy *copy, const char *format, ...)
{
    enum { ROW_MAX = 1024 };
    va_list args;
    if (sizeof copy->text - copy->length < ROW_MAX)
        flush(copy);
    va_start(args, format);
    const int length = vsnprintf(copy->text + copy->length, ROW_MAX, format, args);
    va_end(args);
    copy->failed |= length < 0 || length >= ROW_MAX;
    copy->length += copy->failed ? 0 : (size_t)length;
}

/* ---- rows ---- */

void fill_token(int64_t index, char ret_token[TOKEN_SIZE])
{
    unsigned char bytes[32];
    crypto_generichash(bytes, sizeof bytes, (const unsigned char *)&index, sizeof index, NULL, 0);
    sodium_bin2base64(ret_token, TOKEN_SIZE, bytes, sizeof bytes,
                      sodium_base64_VARIANT_URLSAFE_NO_PADDING);
}

/* Sellers come first among the members made here. */
static void member_row(struct copy *copy, int64_t i)
{
    const struct filled *f = copy->filled;
    const bool sells = i < f->scale->sellers;
    put(copy,
        "%" PRId64 "\tbench%" PRId64 "@jangteo.example\tnone\t구매자\t01012345678\t06236\t"
        "테헤란로 %" PRId64 "\t%s\tACTIVE\t2025-01-01Z\t2025-01-01Z\n",
        f->first_member - f->scale->sellers + i, i, i, sells ? "SELLER" : "CUSTOMER");
}

static void seller_row(struct copy *copy, int64_t i)
{
    const struct filled *f = copy->filled;
    put(copy,
        "%" PRId64 "\t%" PRId64 "\t상점 %" PRId64 "\t%010" PRId64
        "\t0212345678\t생활\t2025-01-01Z\n",
        f->first_seller + i, f->first_member - f->scale->sellers + i, i, i);
}

static void session_row(struct copy *copy, int64_t i)
{
    char token[TOKEN_SIZE], hex[65];
    unsigned char hash[32];
    fill_token(i, token);
    crypto_generichash(hash, sizeof hash, (const unsigned char *)token, strlen(token), NULL, 0);
    sodium_bin2hex(hex, sizeof hex, hash, sizeof hash);
    put(copy, "\\\\x%s\t%" PRId64 "\tnow\tnow\ttomorrow\n", hex, copy->filled->first_member + i);
}

static void balance_row(struct copy *copy, int64_t i)
{
    const struct scale *scale = copy->filled->scale;
    const int64_t orders = scale->orders / scale->members;
    put(copy, "%" PRId64 "\t%" PRId64 "\n", copy->filled->first_member + i,
        BALANCE - orders * ORDER_PRICE);
}

static void sellers_balance_row(struct copy *copy, int64_t i)
{
    put(copy, "%" PRId64 "\t0\n", copy->filled->first_member - copy->filled->scale->sellers + i);
}

static void charge_row(struct copy *copy, int64_t i)
{
    put(copy, "%" PRId64 "\tCHARGE\t%" PRId64 "\t%" PRId64 "\t2025-01-01Z\n",
        copy->filled->first_member + i, BALANCE, BALANCE);
}

static int64_t category_of(int64_t product)
{
    return product % CATEGORIES;
}

static void product_row(struct copy *copy, int64_t i)
{
    const struct filled *f = copy->filled;
    const int64_t price = 1000 + i % 977 * 100;
    put(copy,
        "%" PRId64 "\t%" PRId64 "\t%s %s %" PRId64 "\t매일 쓰기 좋은 물건입니다. 가볍고 튼튼하며 "
        "오래 갑니다. 받는 날부터 바로 쓰실 수 있습니다.\t분류%" PRId64 "\t%" PRId64 "\t%" PRId64
        "\tON_SALE\t2025-01-01Z\t2025-01-01Z\n",
        f->first_product + i, f->first_seller + i % f->scale->sellers, FILL_WORDS[i % 8],
        FILL_WORDS[8 + i / 8 % 8], i, category_of(i), price, i % 3 == 0 ? price / 10 : 0);
}

static void category_row(struct copy *copy, int64_t i)
{
    const int64_t products = copy->filled->scale->products;
    put(copy, "분류%" PRId64 "\t%" PRId64 "\n", i,
        products / CATEGORIES + (i < products % CATEGORIES));
}

static void popularity_row(struct copy *copy, int64_t i)
{
    put(copy, "%" PRId64 "\t분류%" PRId64 "\t0\n", copy->filled->first_product + i, category_of(i));
}

static int64_t sold_of(const struct scale *scale, int64_t product)
{
    return scale->orders / scale->products + (product < scale->orders % scale->products);
}

static void stock_row(struct copy *copy, int64_t i)
{
    put(copy, "%" PRId64 "\t%" PRId64 "\t0\n", copy->filled->first_product + i,
        ON_HAND - sold_of(copy->filled->scale, i));
}

static void initial_row(struct copy *copy, int64_t i)
{
    put(copy, "%" PRId64 "\tINITIAL\t%" PRId64 "\t0\t%" PRId64 "\t0\t\\N\tSELLER\t2025-01-01Z\n",
        copy->filled->first_product + i, ON_HAND, ON_HAND);
}

/* ---- orders of the past: the nth is the (n % members)th member's, for the (n % products)th
 * product ---- */

static int64_t buyer(const struct copy *copy, int64_t i)
{
    return copy->filled->first_member + i % copy->filled->scale->members;
}

static int64_t bought(const struct copy *copy, int64_t i)
{
    return copy->filled->first_product + i % copy->filled->scale->products;
}

/* Oldest first, all within a year. */
static int64_t hours_ago(const struct copy *copy, int64_t i)
{
    const int64_t hours = 260 * INT64_C(24);
    return LONG_AGO_DAYS * 24 + hours - i * hours / copy->filled->scale->orders;
}

static void put_time(struct copy *copy, int64_t i, const char *end)
{
    /* A time in the past that COPY reads without a function: counted from a fixed day. */
    const int64_t hour = 365 * INT64_C(24) - hours_ago(copy, i);
    put(copy, "2025-%02" PRId64 "-%02" PRId64 " %02" PRId64 ":00Z%s", 1 + hour / 672 % 12,
        1 + hour / 24 % 28, hour % 24, end);
}

static void order_row(struct copy *copy, int64_t i)
{
    put(copy,
        "%" PRId64 "\t20250101-%010" PRId64 "\t%" PRId64
        "\tCOMPLETED\tPOINT\t%d\t0\t0\t0\t%d\t0\t구매자\t01012345678\t06236\t테헤란로 1\t",
        i + 1, i, buyer(copy, i), ORDER_PRICE, ORDER_PRICE);
    put_time(copy, i, "\t");
    put_time(copy, i, "\n");
}

static void item_row(struct copy *copy, int64_t i)
{
    const struct filled *f = copy->filled;
    const int64_t product = i % f->scale->products;
    put(copy,
        "%" PRId64 "\t%" PRId64 "\t1\t%" PRId64 "\t%" PRId64 "\t상품 %" PRId64
        "\t%d\t0\t1\t%d\t0\t0\tCONFIRMED\t",
        i + 1, i + 1, bought(copy, i), f->first_seller + product % f->scale->sellers, product,
        ORDER_PRICE, ORDER_PRICE);
    put_time(copy, i, "\n");
}

static void item_event_row(struct copy *copy, int64_t i)
{
    static const char *const STEPS[3] = {"ORDER_PLACED\t\\N\tPENDING_PAYMENT\tBUYER",
                                         "PAYMENT_COMPLETED\tPENDING_PAYMENT\tPAID\tSYSTEM",
                                         "ITEM_CONFIRMED\tPAID\tCONFIRMED\tSYSTEM"};
    put(copy, "%" PRId64 "\t%s\t", i / 3 + 1, STEPS[i % 3]);
    put_time(copy, i / 3, "\n");
}

static void payment_row(struct copy *copy, int64_t i)
{
    put(copy, "%" PRId64 "\t%" PRId64 "\tPOINT\t%d\t0\tAPPROVED\tt\t", i + 1, i + 1, ORDER_PRICE);
    put_time(copy, i, "\t");
    put_time(copy, i, "\n");
}

static void payment_log_row(struct copy *copy, int64_t i)
{
    put(copy, "%" PRId64 "\tAPPROVED\tPOINT %d\t", i + 1, ORDER_PRICE);
    put_time(copy, i, "\n");
}

static void paid_row(struct copy *copy, int64_t i)
{
    const int64_t before = i / copy->filled->scale->members;
    put(copy, "%" PRId64 "\tORDER_PAYMENT\t-%d\t%" PRId64 "\t%" PRId64 "\t", buyer(copy, i),
        ORDER_PRICE, BALANCE - (before + 1) * ORDER_PRICE, i + 1);
    put_time(copy, i, "\n");
}

static void sold_row(struct copy *copy, int64_t i)
{
    const int64_t before = i / copy->filled->scale->products;
    put(copy, "%" PRId64 "\tSOLD\t-1\t0\t%" PRId64 "\t0\t%" PRId64 "\tBUYER\t", bought(copy, i),
        ON_HAND - before - 1, i + 1);
    put_time(copy, i, "\n");
}

/* ---- all of it ---- */

bool fill_run(PGconn *conn, const char *sql)
{
    PGresult *result = PQexec(conn, sql);
    const ExecStatusType status = PQresultStatus(result);
    const bool good = status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK;
    if (!good)
        (void)fprintf(stderr, "%s%s\n", PQerrorMessage(conn), sql);
    PQclear(result);
    return good;
}

static bool number(PGconn *conn, const char *sql, int64_t *ret_number)
{
    PGresult *result = PQexec(conn, sql);
    const bool good = PQresultStatus(result) == PGRES_TUPLES_OK && PQntuples(result) == 1;
    if (good)
        *ret_number = strtoll(PQgetvalue(result, 0, 0), NULL, 10);
    else
        (void)fprintf(stderr, "%s", PQerrorMessage(conn));
    PQclear(result);
    return good;
}

/* A line that is written over where somebody watches, and else one a table. */
static void show(const struct table *table, int64_t done)
{
    enum { WIDTH = 40 };
    static const char FULL[] = "########################################";
    const bool watched = isatty(STDERR_FILENO);
    const int part = (int)(done * WIDTH / table->count);
    if (watched || done == table->count)
        (void)fprintf(stderr, "%s  %-20s [%-*.*s] %" PRId64 "%s", watched ? "\r" : "", table->name,
                      WIDTH, part, FULL, done, done == table->count ? "\n" : "");
}

static bool copy_table(PGconn *conn, const struct filled *filled, const struct table *table)
{
    enum { SHOWN_EVERY = 20000 };
    static struct copy copy;
    char sql[400];
    if (table->count == 0)
        return true;
    copy = (struct copy){.conn = conn, .filled = filled};
    (void)snprintf(sql, sizeof sql, "COPY %s (%s) FROM STDIN", table->name, table->columns);
    PGresult *result = PQexec(conn, sql);
    copy.failed = PQresultStatus(result) != PGRES_COPY_IN;
    PQclear(result);
    for (int64_t i = 0; i < table->count && !copy.failed; i++) {
        table->row(&copy, i);
        if ((i + 1) % SHOWN_EVERY == 0 || i + 1 == table->count)
            show(table, i + 1);
    }
    flush(&copy);
    copy.failed |= PQputCopyEnd(conn, NULL) != 1;
    for (result = PQgetResult(conn); result != NULL; result = PQgetResult(conn)) {
        copy.failed |= PQresultStatus(result) != PGRES_COMMAND_OK;
        PQclear(result);
    }
    if (copy.failed)
        (void)fprintf(stderr, "%s: %s", table->name, PQerrorMessage(conn));
    return !copy.failed;
}

/* Foreign keys and indexes are taken away and made again: keeping them row by row takes an hour. */
static const char *const TAKE_AWAY =
    "SET maintenance_work_mem = '1GB'; SET client_min_messages = error;"
    "CREATE TEMP TABLE later AS"
    " SELECT 1 AS turn, format('ALTER TABLE %s DROP CONSTRAINT %I', conrelid::regclass, conname) "
    "AS undo,"
    " format('ALTER TABLE %s ADD CONSTRAINT %I %s', conrelid::regclass, conname, "
    "pg_get_constraintdef(oid)) AS redo"
    " FROM pg_constraint WHERE contype = 'f' AND connamespace = 'public'::regnamespace"
    " UNION ALL"
    " SELECT 0, format('DROP INDEX %s', i.indexrelid::regclass), pg_get_indexdef(i.indexrelid)"
    " FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid"
    " WHERE c.relnamespace = 'public'::regnamespace"
    " AND NOT EXISTS (SELECT FROM pg_constraint k WHERE k.conindid = c.oid);"
    "DO $$ DECLARE statement text; BEGIN"
    " FOR statement IN SELECT undo FROM later ORDER BY turn DESC LOOP EXECUTE statement; END LOOP; "
    "END $$";
static const char *const BRING_BACK = "DO $$ DECLARE statement text; BEGIN"
                                      " FOR statement IN SELECT redo FROM later ORDER BY turn LOOP "
                                      "EXECUTE statement; END LOOP; END $$;"
                                      "DROP TABLE later";
/* Ids were given by hand; the day's totals are what the stock history says. */
static const char *const ROUND_OFF =
    "SELECT setval(pg_get_serial_sequence(t, c), greatest((xpath('/row/m/text()', query_to_xml("
    "  format('SELECT coalesce(max(%I), 0) AS m FROM %I', c, t), false, true, "
    "'')))[1]::text::bigint, 1))"
    " FROM (VALUES ('member', 'member_id'), ('seller', 'seller_id'), ('product', 'product_id'),"
    "  ('orders', 'order_id'), ('order_item', 'item_id'), ('payment', 'payment_id')) v (t, c);"
    "INSERT INTO sale_daily (sold_on, product_id, quantity)"
    " SELECT (created_at AT TIME ZONE 'Asia/Seoul')::date, product_id, count(*) FROM stock_entry"
    " WHERE kind = 'SOLD' GROUP BY 1, 2";

bool fill(PGconn *conn, const struct scale *scale, struct filled *ret_filled)
{
    struct filled f = {.scale = scale, .first_seller = 1, .first_product = 1};
    if (sodium_init() < 0 ||
        !number(conn, "SELECT max(member_id) + 1 FROM member", &f.first_member))
        return false;
    f.first_member += scale->sellers;
    const struct table tables[] = {
        {"member",
         "member_id, email, password_hash, name, phone, postcode, line1, role, status, created_at, "
         "updated_at",
         scale->sellers + scale->members, member_row},
        {"seller",
         "seller_id, member_id, business_name, registration_number, contact, category, created_at",
         scale->sellers, seller_row},
        {"session", "token_hash, member_id, created_at, seen_at, expires_at", scale->members,
         session_row},
        {"point_balance", "member_id, balance", scale->members, balance_row},
        {"point_balance", "member_id, balance", scale->sellers, sellers_balance_row},
        {"point_entry", "member_id, kind, amount, balance_after, created_at", scale->members,
         charge_row},
        {"product",
         "product_id, seller_id, name, description, category, price, discount, status, created_at, "
         "updated_at",
         scale->products, product_row},
        {"category", "category, products", CATEGORIES, category_row},
        {"product_popularity", "product_id, category, sold", scale->products, popularity_row},
        {"stock", "product_id, on_hand, reserved", scale->products, stock_row},
        {"stock_entry",
         "product_id, kind, on_hand_delta, reserved_delta, on_hand_after, reserved_after, "
         "order_id, actor, created_at",
         scale->products, initial_row},
        {"orders",
         "order_id, order_no, member_id, status, payment_method, items_amount, item_discount, "
         "order_discount,"
         " shipping_fee, payable, refunded, recipient, phone, postcode, line1, created_at, "
         "updated_at",
         scale->orders, order_row},
        {"order_item",
         "item_id, order_id, position, product_id, seller_id, name, unit_price, unit_discount, "
         "quantity,"
         " line_total, discount_piece, shipping_fee, status, updated_at",
         scale->orders, item_row},
        {"order_item_event", "item_id, event, from_status, to_status, actor, created_at",
         scale->orders * 3, item_event_row},
        {"payment",
         "payment_id, order_id, method, amount, refunded, status, completes_order, created_at, "
         "updated_at",
         scale->orders, payment_row},
        {"payment_log", "payment_id, event, detail, created_at", scale->orders, payment_log_row},
        {"point_entry", "member_id, kind, amount, balance_after, order_id, created_at",
         scale->orders, paid_row},
        {"stock_entry",
         "product_id, kind, on_hand_delta, reserved_delta, on_hand_after, reserved_after, "
         "order_id, actor, created_at",
         scale->orders, sold_row},
    };
    bool good = fill_run(conn, "BEGIN") && fill_run(conn, TAKE_AWAY);
    for (size_t i = 0; i < sizeof tables / sizeof *tables && good; i++)
        good = copy_table(conn, &f, &tables[i]);
    good = good && fill_run(conn, ROUND_OFF) && fill_run(conn, BRING_BACK) &&
           fill_run(conn, "COMMIT") && fill_run(conn, "VACUUM (ANALYZE, FREEZE)");
    *ret_filled = f;
    return good;
}
