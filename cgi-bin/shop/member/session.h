/* Sessions of members and guests. A token is 32 random bytes in base64url; only its BLAKE2b-256
 * hash is kept, so that nobody who reads the database can call in another's name. */
#ifndef JANGTEO_SHOP_MEMBER_SESSION_H
#define JANGTEO_SHOP_MEMBER_SESSION_H

#include "base/call.h"
#include "base/ids.h"
#include "db/db.h"
#include "shop/member/member.h"
#include "shop/member/session_rules.h"

/* Who calls. */
struct session {
    session_id session_id;
    struct owner owner;
    enum member_role role; /* of a member */
    seller_id seller_id;   /* 0 unless a seller */
    const char *name;      /* the member's; NULL for a guest */
    instant seen_at, expires_at;
};

/* A session just made; the token is told this once. */
struct session_opened {
    session_id session_id;
    guest_id guest_id; /* of a guest's session */
    const char *token;
    instant expires_at;
};

/* 32 random bytes as text of this many characters, in the arena; NULL past its limit. */
#define SESSION_TOKEN_SIZE 43
char *session_token(struct arena *arena);

/* Whose token it is. Moves "last seen" on when that is due. E_UNAUTHENTICATED: no such session,
 * past its time, or its member is suspended or has left. */
enum err session_resolve(struct db *db, const char *token, struct session *ret_session) MUST;

enum err session_open_guest(struct tx *tx, struct session_opened *ret_opened) MUST;
/* Opens a session for an account that account_authenticate gave. The session that asked (`before`,
 * NULL for none) ends: a guest's cart becomes the member's (B8), a member gets a new token.
 * E_INVALID_CREDENTIALS when the account changed meanwhile. */
enum err session_open_member(struct tx *tx, const struct account *account,
                             const struct session *before, struct session_opened *ret_opened) MUST;
enum err session_close(struct tx *tx, session_id id) MUST;

/* For the worker; each does some and tells how many, none when nothing is left to do now. Sessions
 * that have ended are deleted; guests are looked at once a day and deleted when nothing refers to
 * them: no session, no cart line, no order. */
enum err session_sweep(struct tx *tx, int64_t *ret_count) MUST;
enum err guest_sweep(struct tx *tx, int64_t *ret_count) MUST;

#endif
