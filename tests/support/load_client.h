/* What a shopper of support/load.h does, for the files that make one up. In a shopper's thread. */
#ifndef JANGTEO_TESTS_SUPPORT_LOAD_CLIENT_H
#define JANGTEO_TESTS_SUPPORT_LOAD_CLIENT_H

#include "support/http.h"
#include "support/load.h"

/* Keeps the first answer that no shop may give. */
void load_fault(struct load_client *client, struct answer answer, const char *format, ...)
    __attribute__((format(printf, 3, 4)));
unsigned load_draw(struct load_client *client, unsigned below);

/* Asks until the answer says what became of it. `key`: the Idempotency-Key; NULL for requests that
 * may be asked again as they are. Status 0 when it never did. */
struct answer load_settle(struct load_client *client, const char *method, const char *path,
                          const char *key, const char *body);
/* The same with a request of any kind. */
struct answer load_insist(struct load_client *client, struct ask request);

/* A member of the answer's JSON, of its member `object` unless that is NULL; NULL: not there. */
struct json_object *load_member(struct answer answer, const char *object, const char *name);
bool load_has_code(struct answer answer, const char *code);

/* Buys one product by card: the order, its payment at the sandbox's gateway, and sometimes all of
 * it back. */
void load_buy_by_card(struct load_client *client);
/* What an order by card may have come to in the end, as a list of SQL texts. */
const char *load_card_end(const struct placed *order);

#endif
