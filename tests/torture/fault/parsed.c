#include "torture/fault/parsed.h"

#include <json-c/json.h>

struct json_object *parsed_new(const char *text)
{
    return json_tokener_parse(text);
}

void parsed_free(struct json_object *json)
{
    json_object_put(json);
}
