#include "shop/member/member_json.h"

#include "shop/address_json.h"

void member_profile_json(struct json object, const struct member_profile *profile)
{
    json_int(object, "memberId", profile->member_id.v);
    json_text(object, "email", profile->email);
    json_text(object, "name", profile->name);
    json_text(object, "role", MEMBER_ROLE_NAMES[profile->role]);
    json_text(object, "phone", profile->phone);
    address_json(object, &profile->address);
    json_text(object, "status", MEMBER_STATUS_NAMES[profile->status]);
    if (profile->seller_id.v != 0)
        json_int(object, "sellerId", profile->seller_id.v);
    json_time(object, "createdAt", profile->created_at);
}

void member_registered_json(struct json object, member_id id, const struct member_registration *reg)
{
    json_int(object, "memberId", id.v);
    json_text(object, "email", reg->email);
    json_text(object, "name", reg->name);
    json_text(object, "role", MEMBER_ROLE_NAMES[MEMBER_CUSTOMER]);
}

void seller_json(struct json object, seller_id id, member_id member,
                 const struct seller_registration *reg)
{
    json_int(object, "sellerId", id.v);
    json_int(object, "memberId", member.v);
    json_text(object, "businessName", reg->business_name);
    json_text(object, "registrationNumber", reg->registration_number);
    json_text(object, "contact", reg->contact);
    address_json(object, &reg->address);
    json_text(object, "category", reg->category);
}

void session_json(struct json object, const struct session_opened *session,
                  const struct account *account)
{
    json_text(object, "token", session->token);
    if (account != NULL) {
        json_int(object, "memberId", account->member_id.v);
        json_text(object, "role", MEMBER_ROLE_NAMES[account->role]);
    }
    json_time(object, "expiresAt", session->expires_at);
}
