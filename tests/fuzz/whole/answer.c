#include "fuzz/whole/answer.h"

#include <json-c/json.h>

#define DEPTH 40

bool answer_is_json(struct slice body)
{
    struct json_tokener *tokener = json_tokener_new_ex(DEPTH);
    json_tokener_set_flags(tokener, JSON_TOKENER_STRICT | JSON_TOKENER_VALIDATE_UTF8);
    struct json_object *root = json_tokener_parse_ex(tokener, body.data, (int)body.size);
    const bool whole = root != NULL && json_tokener_get_parse_end(tokener) == body.size;
    json_object_put(root);
    json_tokener_free(tokener);
    return whole;
}
