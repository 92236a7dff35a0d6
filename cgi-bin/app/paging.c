#include "app/paging.h"

static const struct field PAGE_ONLY[] = {
    {.name = "limit",
     .type = FIELD_INT,
     .min = 1,
     .max = 100,
     .offset = offsetof(struct page_query, limit)},
    {.name = "cursor",
     .type = FIELD_LINE,
     .min = 1,
     .max = 200,
     .offset = offsetof(struct page_query, cursor)},
};
const struct field_set PAGE_QUERY = FIELD_SET(struct page_query, PAGE_ONLY);

int64_t page_limit(const struct page_query *query)
{
    return query->limit > 0 ? query->limit : PAGE_LIMIT_DEFAULT;
}

const char *page_limit_part(struct arena *arena, const struct page_query *query)
{
    return query->limit > 0 ? arena_printf(arena, "limit=%lld&", (long long)query->limit) : "";
}

enum err page_start(struct ctx *ctx, const struct page_query *query, const char *tag,
                    struct cursor *ret_cursor)
{
    if (query->cursor == NULL) {
        *ret_cursor = (struct cursor){0};
        return E_OK;
    }
    return cursor_decode(ctx->call, tag, query->cursor, ret_cursor);
}

void page_next(struct ctx *ctx, struct json data, const char *tag, bool more, int64_t key,
               int64_t id)
{
    json_text(data, "nextCursor", more ? cursor_encode(ctx->call->arena, tag, key, id) : NULL);
}
