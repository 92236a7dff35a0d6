#include "shop/desk/desk_rules.h"

#include <string.h>

#include "base/ids.h"
#include "base/str.h"
#include "shop/order/order_rules.h"

enum desk_key desk_key_of(const char *text)
{
    int64_t number;
    if (text == NULL || text[0] == '\0')
        return DESK_KEY_NONE;
    const size_t size = strlen(text);
    if (order_number_valid(text))
        return DESK_KEY_ORDER;
    if (strchr(text, '@') != NULL)
        return DESK_KEY_EMAIL;
    if (text[0] == '0' && strspn(text, "0123456789- ") == size)
        return DESK_KEY_PHONE;
    return str_to_int(text, size, 1, ID_MAX, &number) ? DESK_KEY_NUMBER : DESK_KEY_NAME;
}
