/* Short ways over json-c, and complaints, for the parts of jangteo-openapi. What put_… and add_…
 * are given belongs to the object or array from then on. */
#ifndef JANGTEO_TOOL_OPENAPI_NODE_H
#define JANGTEO_TOOL_OPENAPI_NODE_H

#include <stdbool.h>

#include <json-c/json.h>

/* One sentence on standard error; complaints() counts them. */
void complain(const char *format, ...) __attribute__((format(printf, 1, 2)));
int complaints(void);

/* A member; NULL, "" or false when it is not there. */
struct json_object *get(struct json_object *object, const char *name);
const char *get_text(struct json_object *object, const char *name);
bool get_flag(struct json_object *object, const char *name);
/* Whether a text stands in an array. */
bool holds(struct json_object *array, const char *text);

void put(struct json_object *object, const char *name, struct json_object *value);
void put_text(struct json_object *object, const char *name, const char *value);
/* A value that stands elsewhere too; nothing for NULL. */
void put_shared(struct json_object *object, const char *name, struct json_object *value);
/* A new, empty one, lent to the caller. */
struct json_object *put_object(struct json_object *object, const char *name);
struct json_object *put_array(struct json_object *object, const char *name);
void add_text(struct json_object *array, const char *value);

/* {"$ref":"#/components/<kind>/<name>"} */
struct json_object *reference(const char *kind, const char *name);

#endif
