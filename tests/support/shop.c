#include "support/shop.h"

#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <setjmp.h>

#include <cmocka.h>
#include <sodium.h>

#include "support/answer.h"
#include "support/database.h"

static void log_in(struct person *person, const char *password)
{
    struct answer a = call("POST", "/api/session", NULL, "{\"email\":\"%s\",\"password\":\"%s\"}",
                           person->email, password);
    assert_answer(a, 200, "SUCCESS");
    person->member = answer_int(a, "data.memberId");
    (void)snprintf(person->token, sizeof person->token, "%s", answer_text(a, "data.token"));
}

struct person customer_new(void)
{
    /* Of PASSWORD, with the parameters of shop/member/password.c. */
    static const char *const HASH = "$argon2id$v=19$m=47104,t=1,p=1$JDVVhcThl1/e3FRVa7dSMA$"
                                    "9K6Bcm5odgChkL061BirDM9uNBX1gTtDsvDElacR8nc";
    struct person person = {0};
    (void)snprintf(person.email, sizeof person.email, "%s@test.example", unique());
    person.member = member_new(person.email, HASH, 0, person.token);
    return person;
}

const char *registration_number(void)
{
    static const unsigned WEIGHTS[9] = {1, 3, 7, 1, 3, 7, 1, 3, 5};
    char digits[11] = {0};
    unsigned sum = 0;
    assert_true(sodium_init() >= 0);
    for (size_t i = 0; i < 9; i++) {
        const unsigned digit = i == 0 ? 1 + randombytes_uniform(9) : randombytes_uniform(10);
        digits[i] = (char)('0' + digit);
        sum += digit * WEIGHTS[i] + (i == 8 ? digit * 5 / 10 : 0);
    }
    digits[9] = (char)('0' + (10 - sum % 10) % 10);
    return text("%s", digits);
}

struct person seller_new(void)
{
    struct person person = customer_new();
    struct answer a = call("POST", "/api/seller", person.token,
                           "{\"businessName\":\"시험상회\",\"registrationNumber\":\"%s\","
                           "\"contact\":\"02-123-4567\",\"address\":{\"postcode\":\"04524\","
                           "\"line1\":\"세종대로 110\"},\"category\":\"생활\"}",
                           registration_number());
    assert_answer(a, 201, "SUCCESS");
    person.seller = answer_int(a, "data.sellerId");
    return person;
}

static const char *first_of(const char *a, const char *b)
{
    const char *value = getenv(a);
    return value != NULL ? value : getenv(b);
}

struct person admin_person(void)
{
    struct person person = {0};
    const char *email = first_of("JANGTEO_ADMIN_EMAIL", "ADMIN_EMAIL");
    const char *password = first_of("JANGTEO_ADMIN_PASSWORD", "ADMIN_PASSWORD");
    if (email == NULL || password == NULL)
        skip();
    (void)snprintf(person.email, sizeof person.email, "%s", email);
    log_in(&person, password);
    return person;
}

const char *guest_new(void)
{
    struct answer a = ask("POST", "/api/session/guest", NULL);
    assert_answer(a, 201, "SUCCESS");
    return answer_text(a, "data.token");
}

long long product_discounted(const struct person *seller, long long price, long long discount,
                             long long stock)
{
    struct answer a = call("POST", "/api/product", seller->token,
                           "{\"name\":\"시험 상품 %s\",\"price\":%lld,\"discount\":%lld,"
                           "\"stock\":%lld,\"category\":\"시험\"}",
                           unique(), price, discount, stock);
    assert_answer(a, 201, "SUCCESS");
    return answer_int(a, "data.productId");
}

long long product_new(const struct person *seller, long long price, long long stock)
{
    return product_discounted(seller, price, 0, stock);
}

void charge(const struct person *person, long long amount)
{
    assert_answer(call("PATCH", "/api/point/charge", person->token, "{\"amount\":%lld}", amount),
                  200, "SUCCESS");
}

long long balance_of(const struct person *person)
{
    struct answer a = ask("GET", text("/api/point/%lld", person->member), person->token);
    assert_answer(a, 200, "SUCCESS");
    return answer_int(a, "data.balance");
}

long long cart_line(const char *token, long long product, long long quantity)
{
    struct answer a = call("POST", "/api/cart", token, "{\"productId\":%lld,\"quantity\":%lld}",
                           product, quantity);
    assert_answer(a, 201, "SUCCESS");
    return answer_int(a, "data.cartItemId");
}

#define ITEMS "{\"items\":[{\"productId\":%lld,\"quantity\":%lld}],"

struct answer order_paid(const char *token, long long product, long long quantity)
{
    return call("POST", "/api/order", token, ITEMS "\"paymentMethod\":\"POINT\"}", product,
                quantity);
}

struct answer order_pending(const char *token, long long product, long long quantity)
{
    return call("POST", "/api/order", token, ITEMS "\"paymentMethod\":\"POINT\",\"pay\":false}",
                product, quantity);
}

struct answer order_by_card(const char *token, long long product, long long quantity)
{
    return call("POST", "/api/order", token, ITEMS "\"paymentMethod\":\"CARD\"," SHIPPING "}",
                product, quantity);
}

void check_stock(long long product, long long on_hand, long long reserved, const char *file,
                 int line)
{
    struct answer a = ask("GET", text("/api/product/%lld/stock", product), NULL);
    check_answer(a, 200, "SUCCESS", file, line);
    check_value(a, "data.onHand", text("%lld", on_hand), file, line);
    check_value(a, "data.reserved", text("%lld", reserved), file, line);
    check_value(a, "data.available", text("%lld", on_hand - reserved), file, line);
}
