/* Notifications (N1, N2, O12). A use case queues them in its own transaction, among its inserts and
 * before it touches a balance or stock; the worker pushes them to whoever listens. The stored list
 * is the truth, the push a nudge. */
#ifndef JANGTEO_SHOP_NOTICE_NOTICE_H
#define JANGTEO_SHOP_NOTICE_NOTICE_H

#include "base/ids.h"
#include "db/db.h"
#include "shop/notice/notice_rules.h"

/* What is told; what each kind means by it stands at enum notice_kind. */
struct notice {
    enum notice_kind kind;
    const char *subject; /* order number, or NULL */
    const char *name;    /* product, coupon …, or NULL */
    const char *state;   /* a line's (ITEM_STATUS_NAMES), or NULL */
    int64_t amount;      /* won, pieces or per cent */
};

/* Queue a notice. Nobody who has left is told anything. */
void notice_queue(struct tx *tx, struct owner to, const struct notice *notice);
void notice_queue_to_seller(struct tx *tx, seller_id seller, const struct notice *notice);
/* One notice to a buyer and one each to sellers, about the same subject: in one statement, for the
 * way of an order is a hot one. `to_sellers` gives their kind; names and amounts are by seller. */
struct notice_sellers {
    enum notice_kind kind;
    const int64_t *sellers;
    const char *const *names;
    const int64_t *amounts;
    size_t count;
};
void notice_queue_to_both(struct tx *tx, struct owner to, const struct notice *notice,
                          const struct notice_sellers *to_sellers);
/* A row an admin. */
void notice_queue_to_admins(struct tx *tx, const struct notice *notice);

/* ---- for its reader ---- */

/* A notice as it is kept. */
struct notice_row {
    int64_t notice_id;
    struct notice notice;
    instant created_at, read_at; /* read_at: INSTANT_NONE while unread */
};
struct notice_page {
    struct notice_row *items;
    size_t count;
    int64_t next; /* notice_id to go on from, 0 on the last page */
};

/* The reader's notices (`unread`: only those not read), newest first, older than `before` (0: from
 * the newest). */
enum err notice_list(struct db *db, struct owner reader, bool unread, int64_t before, int64_t limit,
                     struct notice_page *ret_page) MUST;
/* How many notices the reader has not read, NOTICE_COUNTED at most; for the badge. */
#define NOTICE_COUNTED 99
enum err notice_count_unread(struct db *db, struct owner reader, int64_t *ret_count) MUST;
/* What the reader was told of a subject, newest first, among as many of their newest notices as
 * NOTICE_SUBJECT_SEARCH; for admins. */
#define NOTICE_SUBJECT_SEARCH 1000
enum err notice_list_about(struct db *db, struct owner reader, const char *subject,
                           struct notice_page *ret_page) MUST;
/* What sellers were told of a subject, newest first, for admins: each among their first
 * NOTICE_SUBJECT_SEARCH notices since the one with the id `since`. */
enum err notice_list_about_to_sellers(struct db *db, const int64_t *sellers, size_t count,
                                      const char *subject, int64_t since,
                                      struct notice_page *ret_page) MUST;
/* Marks one as read; reading again changes nothing. E_NOTIFICATION_NOT_FOUND: unknown, or
 * another's. */
enum err notice_read(struct tx *tx, struct owner reader, int64_t notice_id,
                     struct notice_row *ret_row) MUST;
/* Marks all as read; gives how many were not. */
enum err notice_read_all(struct tx *tx, struct owner reader, int64_t *ret_count) MUST;
/* From now on notices are pushed to the reader in a language ("ko", "en") too. To be committed
 * before the stream starts. Gives the name of the reader's channel, in the arena. */
enum err notice_listen(struct tx *tx, struct owner reader, const char *lang,
                       const char **ret_channel) MUST;

/* ---- for the worker ---- */

/* A notice to be pushed: once for each language that its reader listens in. */
struct notice_out {
    struct notice_row row;
    const char *reader; /* what channels are named after; NULL: nobody listens, it is done with */
    const char *lang;   /* "ko", "en"; NULL as above */
    const char *addresses; /* those that have not taken it yet; NULL: none was tried */
    int64_t attempts;      /* before this one */
};
struct notice_batch {
    int64_t claim; /* the token of all of them */
    struct notice_out *items;
    size_t count; /* 0: nothing is due */
};

/* Takes up to `limit` notices that are due, for `lease`; after that others may take them. */
enum err notice_claim(struct db *db, span lease, int64_t limit,
                      struct notice_batch *ret_batch) MUST;
/* Queue what became of notices; nothing changes once the claim has passed to somebody else. A
 * failed one is tried again at the addresses that did not take it, a bounded number of times. */
void notice_queue_pushed(struct db *db, const int64_t *ids, size_t count, int64_t claim);
void notice_queue_push_failed(struct db *db, const struct notice_out *out, int64_t claim,
                              const char *addresses);
/* Gives them back untried. */
void notice_queue_release(struct db *db, const int64_t *ids, size_t count, int64_t claim);

/* Deletes old notices and listeners whose time is over, a batch of each; gives how many. */
enum err notice_sweep(struct tx *tx, int64_t *ret_count) MUST;

#endif
