/* Passwords: argon2id by libsodium, 46 MiB and one pass each. At most two are worked on at once in
 * a program, four more wait for at most two seconds: log-ins can starve neither memory nor the
 * shop. */
#ifndef JANGTEO_SHOP_MEMBER_PASSWORD_H
#define JANGTEO_SHOP_MEMBER_PASSWORD_H

#include "base/arena.h"
#include "base/err.h"

/* The hash to keep, with its salt and parameters, in the arena. E_UNAVAILABLE when no place came
 * free in time or memory is short; E_NO_MEMORY. */
enum err password_hash(struct arena *arena, const char *password, const char **ret_hash) MUST;

/* A password that nobody can guess, in the arena. E_NO_MEMORY. */
enum err password_make(struct arena *arena, const char **ret_password) MUST;

/* Whether a password belongs to a hash: E_OK or E_INVALID_CREDENTIALS. A NULL hash (no such
 * account) takes as long as a real one. E_UNAVAILABLE when no place came free in time or memory is
 * short: nothing is said of the password then. */
enum err password_verify(const char *hash, const char *password) MUST;

#endif
