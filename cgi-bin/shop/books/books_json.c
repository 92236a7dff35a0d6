#include "shop/books/books_json.h"

void books_json(struct json data, const struct books *books)
{
    json_time(data, "ranAt", books->count > 0 ? books->laws[0].ran_at : INSTANT_NONE);
    struct json laws = json_array(data, "laws");
    for (size_t i = 0; i < books->count; i++) {
        struct json law = json_object(laws, NULL);
        json_text(law, "name", books->laws[i].name);
        json_int(law, "violations", books->laws[i].violations);
    }
}
