/* Pages of JSON lists by keyset: ?limit= and ?cursor= in, data.nextCursor out. */
#ifndef JANGTEO_APP_PAGING_H
#define JANGTEO_APP_PAGING_H

#include "app/app.h"

/* The query of a list that takes nothing but limit and cursor; ctx->query is a struct page_query.
 */
extern const struct field_set PAGE_QUERY;

/* Rows to show: what was asked for, else PAGE_LIMIT_DEFAULT. */
int64_t page_limit(const struct page_query *query);
/* "limit=20&", or "" where none was asked for: what a link to the next page goes on with. NULL past
 * the arena's limit. */
const char *page_limit_part(struct arena *arena, const struct page_query *query);
/* The place a cursor of list `tag` goes on from; all zero on the first page. E_INVALID_REQUEST
 * naming the cursor. */
enum err page_start(struct ctx *ctx, const struct page_query *query, const char *tag,
                    struct cursor *ret_cursor) MUST;
/* data.nextCursor: null on the last page. */
void page_next(struct ctx *ctx, struct json data, const char *tag, bool more, int64_t key,
               int64_t id);

#endif
