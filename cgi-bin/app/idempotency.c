#include "app/idempotency.h"

#include <sodium.h>
#include <string.h>

#define KEY_MAX 255

const char *idempotency_key_parse(struct arena *arena, const char *value, bool *ret_memory)
{
    size_t size = strlen(value);
    const bool quoted = size >= 2 && value[0] == '"' && value[size - 1] == '"';
    const char *from = quoted ? value + 1 : value, *end = value + size - (quoted ? 1 : 0);
    *ret_memory = false;
    /* Within quotes each character may have a backslash before it. */
    if (size > 2 * KEY_MAX + 2)
        return NULL;
    char *key = arena_alloc(arena, size + 1);
    if (key == NULL) {
        *ret_memory = true;
        return NULL;
    }
    size = 0;
    for (; from < end; from++) {
        if (quoted && *from == '\\' && (++from == end || (*from != '"' && *from != '\\')))
            return NULL;
        if (*from < 0x20 || *from > 0x7e)
            return NULL;
        key[size++] = *from;
    }
    return size >= 1 && size <= KEY_MAX ? key : NULL;
}

static const char *form_key(const struct ctx *ctx)
{
    for (size_t i = 0; i < ctx->form_count; i++)
        if (strcmp(ctx->form[i].name, "idempotency_key") == 0)
            return ctx->form[i].value[0] != '\0' ? ctx->form[i].value : NULL;
    return NULL;
}

static const char *caller_text(const struct ctx *ctx)
{
    const struct owner *owner = &ctx->caller.owner;
    return owner->member.v != 0
               ? arena_printf(ctx->call->arena, "m%lld", (long long)owner->member.v)
               : arena_printf(ctx->call->arena, "g%lld", (long long)owner->guest.v);
}

/* A key of our own makes a caller of its own, so that no client's key can meet it. */
static enum err make_key(struct ctx *ctx, struct idempotency *idem)
{
    unsigned char bytes[16];
    randombytes_buf(bytes, sizeof bytes);
    const char *hex = str_hex(ctx->call->arena, bytes, sizeof bytes);
    TRY_NEW(hex);
    idem->caller = arena_printf(ctx->call->arena, "s%s", hex);
    TRY_NEW(idem->caller);
    idem->key = "";
    return E_OK;
}

static void add(crypto_generichash_state *state, const char *data, size_t size)
{
    crypto_generichash_update(state, (const unsigned char *)data, size);
}

/* Texts keep their NUL, so that no two lists of them run together into one. */
static void add_text(crypto_generichash_state *state, const char *text)
{
    add(state, text, strlen(text) + 1);
}

/* A form's own tokens are not part of what it asks for. */
static bool is_token_field(const char *name)
{
    return strcmp(name, "csrf") == 0 || strcmp(name, "idempotency_key") == 0;
}

static void take_fingerprint(const struct ctx *ctx, struct idempotency *idem)
{
    crypto_generichash_state state;
    crypto_generichash_init(&state, NULL, 0, FINGERPRINT_BYTES);
    add_text(&state, ctx->req->method);
    add_text(&state, ctx->req->path);
    if ((ctx->route->flags & ROUTE_PAGE) == 0)
        add(&state, ctx->req->body.data, ctx->req->body.size);
    for (size_t i = 0; i < ctx->form_count; i++) {
        if (is_token_field(ctx->form[i].name))
            continue;
        add_text(&state, ctx->form[i].name);
        add_text(&state, ctx->form[i].value);
    }
    crypto_generichash_final(&state, idem->fingerprint, FINGERPRINT_BYTES);
}

static void take_lock_number(struct idempotency *idem)
{
    crypto_generichash_state state;
    unsigned char hash[crypto_generichash_BYTES_MIN];
    crypto_generichash_init(&state, NULL, 0, sizeof hash);
    add_text(&state, idem->caller);
    add_text(&state, idem->key);
    crypto_generichash_final(&state, hash, sizeof hash);
    memcpy(&idem->lock, hash, sizeof idem->lock);
}

enum err idempotency_of(struct ctx *ctx, struct idempotency *ret_idem)
{
    const bool page = (ctx->route->flags & ROUTE_PAGE) != 0;
    const char *sent = page ? form_key(ctx) : ctx->req->idempotency_key;
    struct idempotency idem = {0};
    bool no_memory;
    if (sent != NULL) {
        idem.key = idempotency_key_parse(ctx->call->arena, sent, &no_memory);
        if (idem.key == NULL)
            return no_memory ? E_NO_MEMORY
                             : call_refuse(ctx->call, page ? "idempotency_key" : "Idempotency-Key",
                                           P_INVALID_FORMAT);
    }
    if (idem.key == NULL || ctx->caller.role == ROLE_NOBODY)
        TRY(make_key(ctx, &idem));
    else
        idem.caller = caller_text(ctx);
    TRY_NEW(idem.caller);
    take_fingerprint(ctx, &idem);
    take_lock_number(&idem);
    *ret_idem = idem;
    return E_OK;
}

struct record {
    struct slice fingerprint;
    int64_t status;
    const char *content_type, *location, *body;
};

static const struct row_field RECORD_ROW[] = {
    ROW_FIELD(ROW_BYTES, struct record, fingerprint),
    ROW_FIELD(ROW_INT, struct record, status),
    ROW_FIELD(ROW_TEXT, struct record, content_type),
    ROW_FIELD_NULL(ROW_TEXT, struct record, location),
    ROW_FIELD(ROW_TEXT, struct record, body),
};

static enum err replay(struct ctx *ctx, const struct idempotency *idem, const struct record *record)
{
    if (record->fingerprint.size != FINGERPRINT_BYTES ||
        memcmp(record->fingerprint.data, idem->fingerprint, FINGERPRINT_BYTES) != 0)
        return E_IDEMPOTENCY_KEY_REUSED;
    struct response *res = ctx->res;
    res->status = (int)record->status;
    res->content_type = record->content_type[0] != '\0' ? record->content_type : NULL;
    res->body = (struct slice){record->body, strlen(record->body)};
    return record->location != NULL ? response_header(res, "Location", record->location) : E_OK;
}

/* Records made up to then are past their life. */
static struct db_arg oldest(const struct ctx *ctx)
{
    return arg_time(instant_sub(ctx->call->now, IDEMPOTENCY_LIFE));
}

void idempotency_queue_claim(struct ctx *ctx, struct tx *tx, const struct idempotency *idem,
                             bool wait)
{
    db_queue(tx->db, Q_idempotency_claim,
             ARGS(arg_int(idem->lock), arg_bool(wait), arg_text(idem->caller), arg_text(idem->key),
                  oldest(ctx)),
             NULL);
}

enum err idempotency_enter(struct ctx *ctx, struct tx *tx, const struct idempotency *idem,
                           bool wait, bool *ret_found)
{
    struct rows lock, found;
    struct record record;
    db_queue(tx->db, wait ? Q_idempotency_wait_lock : Q_idempotency_try_lock,
             ARGS(arg_int(idem->lock)), &lock);
    db_queue(tx->db, Q_idempotency_find,
             ARGS(arg_text(idem->caller), arg_text(idem->key), oldest(ctx)), &found);
    TRY(db_flush(tx->db));
    if (!wait) {
        int64_t locked;
        TRY(rows_int(tx->db, &lock, E_INTERNAL, &locked));
        /* The first one may have ended between the two statements: then its answer is there. */
        if (locked == 0 && found.count == 0)
            return E_IDEMPOTENCY_IN_PROGRESS;
    }
    if (found.count > 0) {
        TRY(rows_decode_one(tx->db, &found, RECORD_ROW, COUNT_OF(RECORD_ROW), E_INTERNAL, &record));
        TRY(replay(ctx, idem, &record));
    }
    *ret_found = found.count > 0;
    return E_OK;
}

enum err idempotency_record(struct ctx *ctx, struct tx *tx, const struct idempotency *idem)
{
    const struct response *res = ctx->res;
    const char *body = arena_strndup(ctx->call->arena, res->body.data, res->body.size);
    TRY_NEW(body);
    db_queue(tx->db, Q_idempotency_insert,
             ARGS(arg_text(idem->caller), arg_text(idem->key),
                  arg_bytes(idem->fingerprint, FINGERPRINT_BYTES), arg_int(res->status),
                  arg_text(res->content_type != NULL ? res->content_type : ""),
                  arg_text(response_header_of(res, "Location")), arg_text(body),
                  arg_time(ctx->call->now)),
             NULL);
    return E_OK;
}

enum err idempotency_sweep(struct tx *tx, int64_t *ret_count)
{
    const instant oldest = instant_sub(tx->call->now, IDEMPOTENCY_LIFE);
    struct rows rows;
    TRY(db_run(tx->db, Q_idempotency_sweep, ARGS(arg_time(oldest)), &rows));
    *ret_count = rows.affected;
    return E_OK;
}
