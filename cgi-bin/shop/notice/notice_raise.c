#include "shop/notice/notice.h"

#define TOLD(notice, tx)                                                                           \
    arg_text(NOTICE_KIND_NAMES[(notice)->kind]), arg_text((notice)->subject),                      \
        arg_text((notice)->name), arg_text((notice)->state), arg_int((notice)->amount),            \
        arg_time((tx)->call->now)

void notice_queue(struct tx *tx, struct owner to, const struct notice *notice)
{
    db_queue(tx->db, Q_notice_insert,
             ARGS(TOLD(notice, tx), arg_id(to.member.v), arg_id(to.guest.v)), NULL);
}

void notice_queue_to_seller(struct tx *tx, seller_id seller, const struct notice *notice)
{
    db_queue(tx->db, Q_notice_insert_for_seller, ARGS(TOLD(notice, tx), arg_int(seller.v)), NULL);
}

void notice_queue_to_both(struct tx *tx, struct owner to, const struct notice *notice,
                          const struct notice_sellers *to_sellers)
{
    const size_t n = to_sellers->count;
    db_queue(tx->db, Q_notice_insert_for_order,
             ARGS(arg_text(NOTICE_KIND_NAMES[notice->kind]), arg_text(notice->subject),
                  arg_text(notice->name), arg_int(notice->amount), arg_time(tx->call->now),
                  arg_id(to.member.v), arg_id(to.guest.v),
                  arg_text(NOTICE_KIND_NAMES[to_sellers->kind]), arg_ints(to_sellers->sellers, n),
                  arg_texts(to_sellers->names, n), arg_ints(to_sellers->amounts, n)),
             NULL);
}

void notice_queue_to_admins(struct tx *tx, const struct notice *notice)
{
    db_queue(tx->db, Q_notice_insert_for_admins, ARGS(TOLD(notice, tx)), NULL);
}
