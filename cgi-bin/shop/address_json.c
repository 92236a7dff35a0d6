#include "shop/address_json.h"

void address_json(struct json parent, const struct address *address)
{
    struct json object = json_object(parent, "address");
    json_text(object, "postcode", address->postcode);
    json_text(object, "line1", address->line1);
    if (address->line2 != NULL)
        json_text(object, "line2", address->line2);
}
