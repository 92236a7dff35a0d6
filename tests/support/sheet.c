#include "support/sheet.h"

#include "support/test.h"

struct answer sheet_ask(const char *token, long long product, long long quantity, const char *more)
{
    return call("POST", "/api/order-sheet", token,
                "{\"items\":[{\"productId\":%lld,\"quantity\":%lld}]%s}", product, quantity, more);
}

long long sheet_new(const char *token, long long product, long long quantity, const char *more)
{
    struct answer a = sheet_ask(token, product, quantity, more);
    assert_answer(a, 201, "SUCCESS");
    return answer_int(a, "data.orderSheetId");
}

struct answer sheet_show(const char *token, long long sheet)
{
    return ask("GET", text("/api/order-sheet/%lld", sheet), token);
}

struct answer sheet_order(const char *token, long long sheet)
{
    return call("POST", "/api/order", token, "{\"orderSheetId\":%lld,\"paymentMethod\":\"POINT\"}",
                sheet);
}

void sheet_let_expire(long long sheet)
{
    db_do("UPDATE order_sheet SET created_at = now() - interval '31 min', "
          "expires_at = now() - interval '1 min' WHERE sheet_id = %lld",
          sheet);
}
