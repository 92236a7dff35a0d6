/* The admins' pages: what the files of this folder share, and their handlers. */
#ifndef JANGTEO_ADMIN_DESK_DESK_H
#define JANGTEO_ADMIN_DESK_DESK_H

#include "app/app.h"
#include "app/paging.h"
#include "base/ids.h"

enum desk_section {
    DESK_HOME,
    DESK_ORDERS,
    DESK_MEMBERS,
    DESK_COUPONS,
    DESK_EVENTS,
    DESK_BOOKS,
    DESK_SECTIONS,
};

/* app_page with the desk's own menu at {{>DESK_NAV}}, where `section` is marked. Its title is
 * "title.desk_…". */
enum err desk_page(struct ctx *ctx, enum err refused, const char *file, enum desk_section section,
                   struct tpl *tpl) MUST;
/* Section REFUSED with why, if anything was refused. */
void desk_refusal(struct ctx *ctx, struct tpl *tpl, enum err refused);
/* Sections BACK and NEXT of partials/desk_pager.tpl at {{>PAGER}}: `path` ends in '?' or '&', what
 * goes before `cursor=`; `next` 0: the last page. */
void desk_pager(struct ctx *ctx, struct tpl *tpl, const char *path, const char *tag,
                const struct page_query *query, int64_t next);
/* "q=…&", or "" for nothing. NULL past the arena's limit. */
const char *desk_search_part(struct ctx *ctx, const char *text);

struct desk_member_page;
/* MEMBER_ID and NAME of the member `id`, from `members`; one who is not among them, or has no name,
 * has left. */
void desk_member_name(struct ctx *ctx, struct tpl *tpl, member_id id,
                      const struct desk_member_page *members);
/* Section WRONG: what the last try to reach another system came to, in ANSWERED a HTTP_STATUS, in
 * UNREACHED the LAST_ERROR in the words of the transport; nothing for NULL. */
void desk_last_error(struct tpl *tpl, const char *last_error);

struct coupon;
/* Values of a coupon's template, in rows and heads. */
void desk_coupon(struct ctx *ctx, struct tpl *tpl, const struct coupon *coupon);

/* A list with a search field. */
struct desk_search {
    const char *text;
    struct page_query page;
};
extern const struct field_set DESK_SEARCH;
/* What came of a form is told where it leads. */
struct desk_done {
    bool done;
};
extern const struct field_set DESK_DONE;

/* overview.c */
enum err desk_show_overview(struct ctx *ctx) MUST;

/* books.c */
enum err desk_show_books(struct ctx *ctx) MUST;
enum err desk_run_books(struct ctx *ctx) MUST;

/* coupons.c */
extern const struct field_set DESK_COUPON_QUERY;
enum err desk_list_coupons(struct ctx *ctx) MUST;
enum err desk_create_coupon(struct ctx *ctx) MUST;

/* coupon.c */
extern const struct field_set DESK_ISSUED_QUERY;
enum err desk_show_coupon(struct ctx *ctx) MUST;
enum err desk_revoke_coupon(struct ctx *ctx) MUST;

/* events.c */
extern const struct field_set DESK_EVENT_QUERY, DESK_RESEND_FORM;
enum err desk_list_events(struct ctx *ctx) MUST;
enum err desk_resend_event(struct ctx *ctx) MUST;
enum err desk_resend_parked(struct ctx *ctx) MUST;

/* orders.c */
extern const struct field_set DESK_ORDER_QUERY;
enum err desk_list_orders(struct ctx *ctx) MUST;
enum err desk_show_order(struct ctx *ctx) MUST;
enum err desk_retry_refund(struct ctx *ctx) MUST;

/* members.c */
extern const struct field_set DESK_STATUS_FORM;
enum err desk_list_members(struct ctx *ctx) MUST;
enum err desk_show_member(struct ctx *ctx) MUST;
enum err desk_set_member_status(struct ctx *ctx) MUST;

#endif
