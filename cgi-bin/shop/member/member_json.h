/* Members, sellers and sessions as JSON. */
#ifndef JANGTEO_SHOP_MEMBER_MEMBER_JSON_H
#define JANGTEO_SHOP_MEMBER_MEMBER_JSON_H

#include "shop/member/member.h"
#include "shop/member/session.h"
#include "view/json.h"

/* {memberId,email,name,role,phone,address,status,sellerId?,createdAt} into `object`. */
void member_profile_json(struct json object, const struct member_profile *profile);
/* {memberId,email,name,role}: the answer to a registration, a new customer's. */
void member_registered_json(struct json object, member_id id,
                            const struct member_registration *reg);
/* {sellerId,memberId,businessName,registrationNumber,contact,address,category}. */
void seller_json(struct json object, seller_id id, member_id member,
                 const struct seller_registration *reg);
/* {token,memberId,role,expiresAt}, and {token,expiresAt} for a guest (`account` NULL). */
void session_json(struct json object, const struct session_opened *session,
                  const struct account *account);

#endif
