#include "support/load.h"

#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>

#include <setjmp.h>

#include <cmocka.h>

#include "support/database.h"
#include "support/load_client.h"

/* What the database says of one client, next to what the client says. */
static size_t differences(const struct load_client *client)
{
    const struct {
        const char *what;
        long long wanted, found;
    } CHECKS[] = {
        {"orders", (long long)client->order_count,
         db_number("SELECT count(*) FROM orders WHERE member_id = %lld", client->member)},
        {"charges", client->charges,
         db_number("SELECT count(*) FROM point_entry WHERE member_id = %lld AND kind = 'CHARGE'",
                   client->member)},
        {"won charged", client->charged,
         db_number("SELECT coalesce(sum(amount), 0) FROM point_entry WHERE member_id = %lld"
                   " AND kind = 'CHARGE'",
                   client->member)},
        {"refunds", (long long)client->refund_count,
         db_number("SELECT count(*) FROM point_entry WHERE member_id = %lld AND kind = 'REFUND'",
                   client->member)},
        {"won left", client->balance,
         db_number("SELECT coalesce(max(balance), -1) FROM point_balance WHERE member_id = %lld",
                   client->member)},
    };
    size_t wrong = 0;
    for (size_t i = 0; i < sizeof CHECKS / sizeof CHECKS[0]; i++)
        if (CHECKS[i].wanted != CHECKS[i].found) {
            print_error("member %lld: %lld %s acknowledged, %lld there\n", client->member,
                        CHECKS[i].wanted, CHECKS[i].what, CHECKS[i].found);
            wrong++;
        }
    for (size_t i = 0; i < client->order_count; i++) {
        const struct placed *order = &client->orders[i];
        const char *status = order->card ? load_card_end(order) : text("'%s'", order->status);
        if (db_number("SELECT count(*) FROM orders WHERE order_no = '%s' AND status IN (%s)"
                      " AND payable = %lld AND member_id = %lld"
                      " AND coalesce(issued_coupon_id, 0) = %lld",
                      order->number, status, order->payable, client->member, order->coupon) == 1)
            continue;
        print_error("order %s (%s) is not there as acknowledged\n", order->number, status);
        wrong++;
    }
    return wrong;
}

/* Of each template as many as were acknowledged, one a member; where somebody was told that it is
 * sold out, all of them. */
static size_t differences_of_coupons(const struct load *load)
{
    size_t wrong = 0;
    for (size_t i = 0; i < LOAD_COUPONS; i++) {
        long long issued = 0;
        for (size_t c = 0; c < LOAD_CLIENTS; c++)
            issued += load->clients[c].issued[i];
        const long long there =
            db_number("SELECT count(DISTINCT member_id) FROM issued_coupon WHERE coupon_id = %lld",
                      load->coupons[i]);
        if (issued == there && !(load->sold_out[i] && issued != LOAD_COUPON_QUANTITY))
            continue;
        print_error("template %lld: %lld coupons acknowledged, %lld there%s\n", load->coupons[i],
                    issued, there, load->sold_out[i] ? ", said to be sold out" : "");
        wrong++;
    }
    return wrong;
}

struct load_counts load_counts(void)
{
    return (struct load_counts){
        .customers = db_number("SELECT count(*) FROM member WHERE role = 'CUSTOMER'"),
        .orders = db_number("SELECT count(*) FROM orders"),
        .payments = db_number("SELECT count(*) FROM payment"),
        .entries = db_number("SELECT count(*) FROM point_entry"),
    };
}

static size_t differ(const char *what, long long there, long long wanted)
{
    if (there == wanted)
        return 0;
    print_error("%lld %s acknowledged, %lld there\n", wanted, what, there);
    return 1;
}

size_t load_differences(const struct load *load)
{
    size_t wrong = 0;
    long long members = 0, orders = 0, entries = 0, payments = 0;
    for (size_t i = 0; i < LOAD_CLIENTS; i++) {
        const struct load_client *client = &load->clients[i];
        if (client->fault[0] != '\0') {
            print_error("client %zu: %s\n", i, client->fault);
            wrong++;
        }
        if (client->member != 0)
            wrong += differences(client);
        members += client->registered;
        orders += (long long)client->order_count;
        payments += (long long)(client->paid_count + client->card_count);
        entries += client->charges + (long long)(client->paid_count + client->refund_count);
    }
    const struct load_counts before = load->before, after = load_counts();
    wrong += differences_of_coupons(load);
    wrong += differ("of our members",
                    db_number("SELECT count(*) FROM member WHERE email LIKE '%s-%%'", load->mark),
                    members);
    wrong += differ("members", after.customers - before.customers, members);
    wrong += differ("orders", after.orders - before.orders, orders);
    wrong += differ("entries of points", after.entries - before.entries, entries);
    wrong += differ("payments", after.payments - before.payments, payments);
    return wrong;
}

void load_is_all_there(const struct load *load)
{
    assert_int_equal(load_differences(load), 0);
    assert_true(load_orders(load) > 0);
}
