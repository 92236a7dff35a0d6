/* People and things that tests need, made over HTTP as anybody would make them, but for customers,
 * who are many and whose passwords take long to hash. Each call makes new ones, so that suites run
 * in any sequence and again and again on one database. */
#ifndef JANGTEO_TESTS_SUPPORT_SHOP_H
#define JANGTEO_TESTS_SUPPORT_SHOP_H

#include <stdbool.h>

#include "support/http.h"

#define PASSWORD "correct horse 배터리"

struct person {
    long long member, seller; /* seller: 0 unless one */
    char email[80];
    char token[64];
};

/* Who can log in with PASSWORD, and is. */
struct person customer_new(void);
/* A customer who became a seller. */
struct person seller_new(void);
/* The admin of the test stack; the test is skipped where nobody told who that is. */
struct person admin_person(void);
/* A guest's token. */
const char *guest_new(void);
/* A business registration number that nobody else has, its check digit right. */
const char *registration_number(void);

/* A product of the seller, in a category of its own making. */
long long product_new(const struct person *seller, long long price, long long stock);
/* With an immediate discount. */
long long product_discounted(const struct person *seller, long long price, long long discount,
                             long long stock);

void charge(const struct person *person, long long amount);
long long balance_of(const struct person *person);

/* A line in the cart of whoever has the token; gives its id. */
long long cart_line(const char *token, long long product, long long quantity);

/* "shipping":{…} of a valid order. */
#define SHIPPING                                                                                   \
    "\"shipping\":{\"recipient\":\"김받음\",\"phone\":\"010-2345-6789\","                       \
    "\"address\":{\"postcode\":\"04524\",\"line1\":\"세종대로 110\"}}"

/* Orders one product: paid by points at once, by points later, by card. */
struct answer order_paid(const char *token, long long product, long long quantity);
struct answer order_pending(const char *token, long long product, long long quantity);
struct answer order_by_card(const char *token, long long product, long long quantity);

/* The stock of a product as the shop tells it. */
#define assert_stock(product, on_hand, reserved)                                                   \
    check_stock(product, on_hand, reserved, __FILE__, __LINE__)
void check_stock(long long product, long long on_hand, long long reserved, const char *file,
                 int line);

#endif
