/* What the bodies and forms about members may hold. */
#ifndef JANGTEO_STORE_ACCOUNT_FIELDS_H
#define JANGTEO_STORE_ACCOUNT_FIELDS_H

#include "app/address_fields.h"
#include "shop/member/member_rules.h"
#include "web/decode.h"

struct credentials {
    const char *email, *password;
};
struct farewell {
    const char *password;
};

#define PHONE_MIN 9
#define PHONE_MAX 13
#define EMAIL_MIN 3

static const struct field REGISTRATION_TABLE[] = {
    {.name = "email",
     .type = FIELD_LINE,
     .required = true,
     .min = EMAIL_MIN,
     .max = MEMBER_EMAIL_MAX,
     .offset = offsetof(struct member_registration, email)},
    {.name = "password",
     .type = FIELD_SECRET,
     .required = true,
     .min = MEMBER_PASSWORD_MIN,
     .max = MEMBER_PASSWORD_MAX,
     .offset = offsetof(struct member_registration, password)},
    {.name = "name",
     .type = FIELD_LINE,
     .required = true,
     .min = 1,
     .max = MEMBER_NAME_MAX,
     .offset = offsetof(struct member_registration, name)},
    {.name = "phone",
     .type = FIELD_LINE,
     .required = true,
     .min = PHONE_MIN,
     .max = PHONE_MAX,
     .offset = offsetof(struct member_registration, phone)},
    {.name = "address",
     .type = FIELD_OBJECT,
     .required = true,
     .offset = offsetof(struct member_registration, address),
     .of = &ADDRESS_FIELDS},
};
static const struct field_set REGISTRATION_FIELDS =
    FIELD_SET(struct member_registration, REGISTRATION_TABLE);

/* A log-in is judged by the password alone, not by the rules for new ones. */
static const struct field CREDENTIALS_TABLE[] = {
    {.name = "email",
     .type = FIELD_LINE,
     .required = true,
     .min = 1,
     .max = MEMBER_EMAIL_MAX,
     .offset = offsetof(struct credentials, email)},
    {.name = "password",
     .type = FIELD_SECRET,
     .required = true,
     .min = 1,
     .max = MEMBER_PASSWORD_MAX,
     .offset = offsetof(struct credentials, password)},
};
static const struct field_set CREDENTIALS_FIELDS = FIELD_SET(struct credentials, CREDENTIALS_TABLE);

#endif
