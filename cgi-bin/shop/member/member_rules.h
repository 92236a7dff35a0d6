/* Rules of membership: what an e-mail, a phone number, a password, a registration number may be.
 * Pure: no database, no clock. */
#ifndef JANGTEO_SHOP_MEMBER_MEMBER_RULES_H
#define JANGTEO_SHOP_MEMBER_MEMBER_RULES_H

#include <stdbool.h>

#include "base/arena.h"
#include "base/call.h"
#include "base/err.h"
#include "shop/address.h"

#define MEMBER_EMAIL_MAX 254
#define MEMBER_NAME_MAX 50
#define MEMBER_PASSWORD_MIN 8
#define MEMBER_PASSWORD_MAX 128
#define SELLER_NAME_MAX 100
#define SELLER_CONTACT_MAX 100
#define SELLER_CATEGORY_MAX 40

struct member_registration {
    const char *email, *password, *name, *phone;
    struct address address;
};

/* What a member changes; what is not sent is NULL (address: has_address). */
struct member_change {
    const char *name, *phone, *password, *current_password;
    struct address address;
    bool has_address;
};

struct seller_registration {
    const char *business_name, *registration_number, *contact, *category;
    struct address address;
};

/* The address in lower case, if it has the form of one (local part of RFC 5322 atoms, a domain name
 * of two labels or more). E_INVALID_REQUEST without a problem, E_NO_MEMORY. */
enum err email_normalise(struct arena *arena, const char *text, const char **ret_email) MUST;
/* The digits of a Korean phone number: "010-1234-5678" or "0212345678". E_INVALID_REQUEST without a
 * problem, E_NO_MEMORY. */
enum err phone_normalise(struct arena *arena, const char *text, const char **ret_digits) MUST;
/* The ten digits of a business registration number ("123-45-67891" or bare) whose check digit is
 * right. E_INVALID_REQUEST without a problem, E_NO_MEMORY. */
enum err registration_number_normalise(struct arena *arena, const char *text,
                                       const char **ret_digits) MUST;
/* Whether a password is one of those that are tried first, or the shop's own name with little else;
 * upper and lower case are one. */
bool password_is_common(const char *password);
/* Five digits. */
bool postcode_valid(const char *text);

/* Each checks what arrived, normalises it in place and names every problem: E_INVALID_REQUEST.
 * Lengths have been checked by the field tables. */
enum err member_check_registration(struct call *call, struct member_registration *reg) MUST;
enum err member_check_change(struct call *call, struct member_change *change) MUST;
enum err seller_check_registration(struct call *call, struct seller_registration *reg) MUST;

#endif
