#include "support/coupon.h"

#include "support/test.h"

struct answer coupon_draft(const char *token, const char *fields)
{
    return call("POST", "/api/coupon", token,
                "{\"name\":\"시험 쿠폰\",\"issueEndsAt\":\"2100-01-01T00:00:00+09:00\",%s}",
                fields);
}

long long coupon_new(const char *fields)
{
    struct person admin = admin_person();
    struct answer a = coupon_draft(admin.token, fields);
    assert_answer(a, 201, "SUCCESS");
    return answer_int(a, "data.couponId");
}

struct answer coupon_issue(const char *token, long long coupon)
{
    return ask("POST", text("/api/coupon/%lld/issue", coupon), token);
}

long long coupon_issued(const char *token, const char *fields)
{
    struct answer a = coupon_issue(token, coupon_new(fields));
    assert_answer(a, 201, "SUCCESS");
    return answer_int(a, "data.issuedCouponId");
}

const char *coupon_in(struct answer list, long long issued)
{
    for (size_t i = 0; i < answer_count(list, "data.items"); i++)
        if (answer_int(list, text("data.items.%zu.issuedCouponId", i)) == issued)
            return text("data.items.%zu", i);
    return NULL;
}

bool coupon_is(const struct person *p, const char *status, long long issued)
{
    struct answer list = ask("GET", text("/api/coupon/mine?status=%s", status), p->token);
    assert_answer(list, 200, "SUCCESS");
    return coupon_in(list, issued) != NULL;
}

struct answer coupon_revoke(long long issued)
{
    struct person admin = admin_person();
    return ask("POST", text("/api/coupon/issued/%lld/revoke", issued), admin.token);
}

void coupon_let_expire(long long issued)
{
    db_do("UPDATE issued_coupon SET issued_at = now() - interval '2 h', "
          "expires_at = now() - interval '1 min' WHERE issued_coupon_id = %lld",
          issued);
}
