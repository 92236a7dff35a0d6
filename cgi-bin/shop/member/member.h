/* Members and sellers (M1-M4, M6). */
#ifndef JANGTEO_SHOP_MEMBER_MEMBER_H
#define JANGTEO_SHOP_MEMBER_MEMBER_H

#include "base/call.h"
#include "base/ids.h"
#include "db/db.h"
#include "shop/member/member_rules.h"

enum member_role { MEMBER_CUSTOMER, MEMBER_SELLER, MEMBER_ADMIN };
/* NULL-terminated, by enum member_role. */
extern const char *const MEMBER_ROLE_NAMES[];

enum member_status { MEMBER_ACTIVE, MEMBER_SUSPENDED, MEMBER_WITHDRAWN };
extern const char *const MEMBER_STATUS_NAMES[];

struct member_profile {
    member_id member_id;
    const char *email, *name, *phone; /* phone: digits only */
    struct address address;
    enum member_role role;
    enum member_status status;
    seller_id seller_id; /* 0 unless a seller */
    instant created_at;
};

/* What log-in and every other check of a password need. */
struct account {
    member_id member_id;
    enum member_role role;
    enum member_status status;
    const char *password_hash;
};

/* A member who has not left. E_MEMBER_NOT_FOUND. */
enum err member_get(struct db *db, member_id id, struct member_profile *ret_profile) MUST;

/* A log-in: what was typed, and where from. */
struct login {
    const char *email, *password, *address;
    const char *device; /* what the device cookie holds; NULL: none */
};

/* The account of an e-mail address and its password. Whether the address is known cannot be told
 * from outside, nor from the time it takes. E_INVALID_CREDENTIALS, E_FORBIDDEN (suspended; the
 * password was right), E_TOO_MANY_REQUESTS (login.h), E_UNAVAILABLE. Holds no transaction while it
 * hashes, which takes long. */
enum err account_authenticate(struct db *db, const struct login *login,
                              struct account *ret_account) MUST;
/* Checks the password of a member who is logged in. A wrong one is E_INVALID_REQUEST naming
 * `field`; E_MEMBER_NOT_FOUND, E_TOO_MANY_REQUESTS, E_UNAVAILABLE. */
enum err account_confirm(struct db *db, member_id id, session_id session, const char *password,
                         const char *field, struct account *ret_account) MUST;

/* Registers a customer. `reg` was checked by member_check_registration, `hash` is the hash of its
 * password. Makes the empty balance too. E_EMAIL_TAKEN. */
enum err member_register(struct tx *tx, const struct member_registration *reg, const char *hash,
                         member_id *ret_id) MUST;
/* The same with any role: for the first admin and the demo shop. */
enum err member_create(struct tx *tx, const struct member_registration *reg, const char *hash,
                       enum member_role role, member_id *ret_id) MUST;

/* Changes what `change` (checked by member_check_change) holds. With a new password: `hash` is its
 * hash, `old_hash` the one that was confirmed; every session but `keep` ends. E_MEMBER_NOT_FOUND;
 * E_INVALID_REQUEST naming currentPassword when it was changed meanwhile. */
enum err member_update(struct tx *tx, member_id id, const struct member_change *change,
                       const char *hash, const char *old_hash, session_id keep) MUST;

/* Gives whoever has the address (normalised) a new password, by who looks after the shop; every
 * session of theirs ends. Nobody is made active by it. E_MEMBER_NOT_FOUND. */
enum err member_reset_password(struct tx *tx, const char *email, const char *hash,
                               member_id *ret_id) MUST;

/* A member leaves (M2): personal data, sessions and cart are erased, the balance is forfeited;
 * orders and ledgers stay. `account` was confirmed just before. E_MEMBER_HAS_OPEN_BUSINESS,
 * E_MEMBER_NOT_FOUND, E_INVALID_REQUEST naming password when it was changed meanwhile. */
enum err member_leave(struct tx *tx, const struct account *account) MUST;

/* Suspends a member (every session of theirs ends, log-in is refused) or makes them active again,
 * by an admin. `status` is ACTIVE or SUSPENDED. E_MEMBER_NOT_FOUND. */
enum err member_set_status(struct tx *tx, member_id id, enum member_status status) MUST;

/* A customer becomes a seller (M4). `reg` was checked by seller_check_registration. E_FORBIDDEN for
 * anybody who is no customer, E_INVALID_REQUEST naming registrationNumber when it is another's. */
enum err seller_register(struct tx *tx, member_id id, const struct seller_registration *reg,
                         seller_id *ret_id) MUST;

#endif
