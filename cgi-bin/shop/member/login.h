/* Checks of passwords, held back after failures (login_rules.h). */
#ifndef JANGTEO_SHOP_MEMBER_LOGIN_H
#define JANGTEO_SHOP_MEMBER_LOGIN_H

#include <stdbool.h>

#include "base/call.h"
#include "base/ids.h"
#include "db/db.h"
#include "shop/member/login_rules.h"

/* What one check is counted by. */
#define LOGIN_SUBJECT_BYTES 32
struct login_guard {
    struct {
        enum login_group group;
        unsigned char hash[LOGIN_SUBJECT_BYTES];
    } subjects[2];
    size_t count;
};

/* A log-in to the account of an address, known or not. `device` is what the visitor's cookie holds,
 * NULL for none; `password_hash` the account's, NULL when there is no such account. E_NO_MEMORY. */
enum err login_guard_make(struct arena *arena, const char *email, const char *address,
                          const char *device, const char *password_hash,
                          struct login_guard *ret_guard) MUST;
/* A member who is logged in and is asked for the password again. */
struct login_guard login_guard_of_session(member_id member, session_id session);

/* Counts the check as failed before it is made, so that no number of checks at once gets past the
 * count. E_TOO_MANY_REQUESTS, with the seconds left in the call, while one of the subjects has to
 * wait: then nothing is counted. With RATE_LIMIT=off nothing ever is. */
enum err login_admit(struct db *db, const struct login_guard *guard) MUST;
/* The password was right: what was counted for device or address is forgotten, the account's is
 * taken back. */
enum err login_succeeded(struct db *db, const struct login_guard *guard) MUST;
/* The password could not be checked, which was not the client's fault. */
enum err login_take_back(struct db *db, const struct login_guard *guard) MUST;

/* For the worker: deletes some that are forgotten, and tells how many. */
enum err login_sweep(struct tx *tx, int64_t *ret_count) MUST;

/* What the cookie of a device holds that has just logged in to the account with that password hash:
 * 16 random bytes and their MAC under the hash. No other account and no later password takes it for
 * one of its own, and nothing needs to be kept. NULL past the arena's limit. */
#define DEVICE_TOKEN_SIZE 64
char *device_token(struct arena *arena, const char *password_hash);
bool device_is_known(const char *token, const char *password_hash);

#endif
