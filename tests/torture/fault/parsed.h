/* json-c where view/json.h is, whose names are the same. */
#ifndef JANGTEO_TESTS_TORTURE_PARSED_H
#define JANGTEO_TESTS_TORTURE_PARSED_H

struct json_object;

/* NULL when the text is no JSON. */
struct json_object *parsed_new(const char *text);
void parsed_free(struct json_object *json);

#endif
