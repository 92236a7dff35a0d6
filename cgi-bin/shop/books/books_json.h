/* The last audit as JSON. */
#ifndef JANGTEO_SHOP_BOOKS_BOOKS_JSON_H
#define JANGTEO_SHOP_BOOKS_BOOKS_JSON_H

#include "shop/books/books.h"
#include "view/json.h"

/* {ranAt,laws:[{name,violations}]} into `data`; ranAt is null before the first run. */
void books_json(struct json data, const struct books *books);

#endif
