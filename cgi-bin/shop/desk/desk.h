/* The admins' desk: looking things up and what goes on. Only reads; what an admin changes is the
 * business of the module whose it is. */
#ifndef JANGTEO_SHOP_DESK_DESK_H
#define JANGTEO_SHOP_DESK_DESK_H

#include "base/ids.h"
#include "db/db.h"
#include "shop/books/books.h"
#include "shop/desk/desk_rules.h"
#include "shop/event/event.h"
#include "shop/member/member.h"
#include "shop/notice/notice.h"
#include "shop/order/order.h"
#include "shop/payment/payment.h"
#include "shop/sheet/sheet.h"

/* ---- members ---- */

struct desk_member {
    member_id member_id;
    const char *email, *name, *phone; /* NULL for one who has left */
    enum member_role role;
    enum member_status status;
    instant created_at;
};
struct desk_member_page {
    struct desk_member *items;
    size_t count;
    int64_t next; /* member_id to go on from, 0 on the last page */
};

/* Members that `text` names by number, e-mail, phone, a part of the name or the beginning of the
 * e-mail (NULL or "": all), newest first, older than `before` (0: from the newest). Of what very
 * many bear, 2,000 are looked at. */
enum err desk_find_members(struct db *db, const char *text, int64_t before, int64_t limit,
                           struct desk_member_page *ret_page) MUST;
/* The members with these ids, at most 100, in no order; an id that is nobody's is left out. */
enum err desk_members_named(struct db *db, const int64_t *ids, size_t count,
                            struct desk_member_page *ret_page) MUST;

/* ---- orders ---- */

struct desk_order {
    int64_t place; /* in the list */
    const char *order_no;
    enum order_status status;
    enum payment_method payment_method;
    int64_t payable;
    const char *recipient, *phone;
    member_id member_id; /* 0: a guest's */
    instant created_at;
};
struct desk_order_page {
    struct desk_order *items;
    size_t count;
    int64_t next; /* place to go on from, 0 on the last page */
};

/* Orders that `text` names by their number, phone, or their member's number, e-mail or a part of
 * the name (NULL or "": all), newest first, behind the place `before` (0: from the newest). Of
 * members with that name 200 are looked at. */
enum err desk_find_orders(struct db *db, const char *text, int64_t before, int64_t limit,
                          struct desk_order_page *ret_page) MUST;
/* Orders with a refund that failed, a row a refund, those that were wanted last in front. */
enum err desk_list_failed_refunds(struct db *db, int64_t before, int64_t limit,
                                  struct desk_order_page *ret_page) MUST;

struct desk_line_event {
    const char *name; /* of the line */
    const char *from_status, *to_status;
    enum actor_kind actor;
    instant created_at;
};
struct desk_refund {
    int64_t refund_id;
    payment_id payment_id;
    int64_t amount;
    const char *reason;
    enum desk_refund_status { DESK_REFUND_PENDING, DESK_REFUND_DONE, DESK_REFUND_FAILED } status;
    int64_t attempts;
    const char *last_error; /* NULL when there was none */
    instant created_at, done_at;
};
extern const char *const DESK_REFUND_STATUS_NAMES[];

/* All that is known of an order; of each kind the first DESK_CASE_MAX. */
#define DESK_CASE_MAX 500
struct desk_case {
    struct order order;
    struct desk_line_event *line_events; /* oldest first */
    size_t line_event_count;
    struct payment *payments; /* newest first */
    size_t payment_count;
    struct desk_refund *refunds; /* oldest first */
    size_t refund_count;
    struct event *events; /* out; oldest first */
    size_t event_count;
    struct notice_page to_buyer, to_sellers; /* what they were told; newest first */
};
/* E_ORDER_NOT_FOUND. */
enum err desk_get_case(struct db *db, const char *order_no, struct desk_case *ret_case) MUST;

/* ---- what goes on ---- */

#define DESK_MINUTES 60
struct desk_overview {
    int64_t orders[DESK_MINUTES]; /* placed in each of the last minutes, the present one last */
    int64_t orders_in_all;
    int64_t refunds_failed; /* 1,000 stands for more */
    struct conversion conversion;
    struct event_counts events;
    struct books books;
};
enum err desk_get_overview(struct db *db, struct desk_overview *ret_overview) MUST;

#endif
