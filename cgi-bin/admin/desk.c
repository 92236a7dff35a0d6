/* The admins' desk: pages under /admin. */
#include "admin/desk/desk.h"
#include "app/coupon_fields.h"

static const struct route ROUTES[] = {
    {"GET", "/admin", ACCESS_ADMIN, ROUTE_PAGE, desk_show_overview, NULL, NULL, 0},
    {"GET", "/admin/orders", ACCESS_ADMIN, ROUTE_PAGE, desk_list_orders, NULL, &DESK_ORDER_QUERY,
     0},
    {"GET", "/admin/orders/{no}", ACCESS_ADMIN, ROUTE_PAGE, desk_show_order, NULL, &DESK_DONE, 0},
    {"POST", "/admin/orders/{no}/payments/{id}/retry", ACCESS_ADMIN, ROUTE_PAGE | ROUTE_IDEMPOTENT,
     desk_retry_refund, NULL, NULL, 0},
    {"GET", "/admin/members", ACCESS_ADMIN, ROUTE_PAGE, desk_list_members, NULL, &DESK_SEARCH, 0},
    {"GET", "/admin/members/{id}", ACCESS_ADMIN, ROUTE_PAGE, desk_show_member, NULL, &DESK_DONE, 0},
    {"POST", "/admin/members/{id}/status", ACCESS_ADMIN, ROUTE_PAGE, desk_set_member_status,
     &DESK_STATUS_FORM, NULL, 0},
    {"GET", "/admin/coupons", ACCESS_ADMIN, ROUTE_PAGE, desk_list_coupons, NULL, &DESK_COUPON_QUERY,
     0},
    {"POST", "/admin/coupons", ACCESS_ADMIN, ROUTE_PAGE | ROUTE_IDEMPOTENT, desk_create_coupon,
     &COUPON_FORM, NULL, 0},
    {"GET", "/admin/coupons/{id}", ACCESS_ADMIN, ROUTE_PAGE, desk_show_coupon, NULL,
     &DESK_ISSUED_QUERY, 0},
    {"POST", "/admin/coupons/{id}/issued/{id}/revoke", ACCESS_ADMIN, ROUTE_PAGE, desk_revoke_coupon,
     NULL, NULL, 0},
    {"GET", "/admin/events", ACCESS_ADMIN, ROUTE_PAGE, desk_list_events, NULL, &DESK_EVENT_QUERY,
     0},
    {"POST", "/admin/events/{id}/resend", ACCESS_ADMIN, ROUTE_PAGE, desk_resend_event, NULL, NULL,
     0},
    {"POST", "/admin/events/resend", ACCESS_ADMIN, ROUTE_PAGE, desk_resend_parked,
     &DESK_RESEND_FORM, NULL, 0},
    {"GET", "/admin/books", ACCESS_ADMIN, ROUTE_PAGE, desk_show_books, NULL, &DESK_DONE, 0},
    {"POST", "/admin/books", ACCESS_ADMIN, ROUTE_PAGE, desk_run_books, NULL, NULL, 0},
};

int main(void)
{
    static const struct program PROGRAM = {"admin-desk", ROUTES, COUNT_OF(ROUTES), NULL};
    return app_main(&PROGRAM);
}
