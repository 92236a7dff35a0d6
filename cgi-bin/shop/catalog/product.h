/* Products: what sellers offer and shoppers find (C1-C7). */
#ifndef JANGTEO_SHOP_CATALOG_PRODUCT_H
#define JANGTEO_SHOP_CATALOG_PRODUCT_H

#include "base/call.h"
#include "base/ids.h"
#include "db/db.h"
#include "shop/actor.h"
#include "shop/catalog/product_rules.h"

/* What a product's status looks like from outside; SOLD_OUT is on sale without stock. */
enum product_status { PRODUCT_ON_SALE, PRODUCT_SOLD_OUT, PRODUCT_DISCONTINUED, PRODUCT_DELETED };
extern const char *const PRODUCT_STATUS_NAMES[];

struct product {
    product_id product_id;
    seller_id seller_id;
    const char *seller_name;
    const char *name;
    const char *description; /* filled by product_get only */
    const char *category;
    int64_t price, discount; /* won each; the buyer pays price - discount */
    int64_t stock;           /* available: on hand - reserved */
    enum product_status status;
    const char *picture; /* hash, NULL without a picture */
};

enum product_sort { SORT_NEWEST, SORT_PRICE_ASC, SORT_PRICE_DESC, SORT_POPULAR, SORT_COUNT };
extern const char *const PRODUCT_SORT_NAMES[]; /* "newest", … NULL */

struct product_query {
    const char *text;     /* search in names; NULL or "": all */
    const char *category; /* NULL or "": all */
    struct price_range range;
    enum product_sort sort;
    int64_t limit;
    bool after; /* go on behind the row with this key and id */
    int64_t after_key, after_id;
};

struct product_page {
    struct product *items;
    size_t count;
    bool more;
    int64_t next_key, next_id; /* cursor of the next page, when there is more */
};

struct category_count {
    const char *category;
    int64_t products;
};
struct category_list {
    struct category_count *items;
    size_t count;
};

#define PRODUCT_NAME_MAX 100
#define PRODUCT_DESCRIPTION_MAX 5000
#define CATEGORY_MAX 40
#define PRODUCT_PRICE_MAX INT64_C(1000000000)
#define STOCK_MAX INT64_C(1000000000)
#define SEARCH_MAX 100

/* A new product. */
struct product_draft {
    const char *name, *description, *category;
    int64_t price, discount, stock;
};
/* A change: only what has its flag set. */
struct product_change {
    bool has_name, has_description, has_category, has_price, has_discount, has_status;
    const char *name, *description, *category;
    int64_t price, discount;
    enum product_status status; /* PRODUCT_ON_SALE or PRODUCT_DISCONTINUED */
};

/* ---- use cases ---- */

/* Products on sale (sold-out ones among them). A page of them by keyset. Of a range of prices in an
 * order that is not by price, a page may hold fewer than asked for though there is more: 5,000
 * products are looked at for it. */
enum err product_list(struct db *db, const struct product_query *query,
                      struct product_page *ret_page) MUST;
/* One product, a discontinued one too. E_PRODUCT_NOT_FOUND for one unknown or deleted. */
enum err product_get(struct db *db, product_id id, struct product *ret_product) MUST;
/* Categories in use by products on sale, by name. */
enum err category_list(struct db *db, struct category_list *ret_list) MUST;
/* The products of a seller, newest first, discontinued ones too. */
enum err product_list_of_seller(struct db *db, seller_id seller, int64_t before, int64_t limit,
                                struct product_page *ret_page) MUST;

/* What a seller looks for among the own products. */
struct own_query {
    const char *text;   /* in names; NULL or "": all */
    const char *status; /* one of PRODUCT_STATUS_NAMES but DELETED; NULL: any */
    int64_t before;     /* older than this product; 0: from the newest */
    int64_t limit;
};
/* The products of a seller that fit, newest first, found among the 5,000 newest before `before`. */
enum err product_find_of_seller(struct db *db, seller_id seller, const struct own_query *query,
                                struct product_page *ret_page) MUST;
/* Those on sale of which `left` or fewer are left, at most 10, the fewest first. */
enum err product_low_of_seller(struct db *db, seller_id seller, int64_t left,
                               struct product_page *ret_page) MUST;

/* Creates a product with its stock (a stock history row INITIAL). E_INVALID_REQUEST, E_FORBIDDEN
 * (the seller has left). */
enum err product_create(struct tx *tx, seller_id seller, const struct product_draft *draft,
                        product_id *ret_id) MUST;
/* Changes a product of the actor's own (an admin: any). E_PRODUCT_NOT_FOUND, E_FORBIDDEN (another
 * seller's, or on sale for one who has left), E_INVALID_REQUEST (price and discount together).
 * Orders keep their price (C3). */
enum err product_update(struct tx *tx, const struct actor *actor, product_id id,
                        const struct product_change *change) MUST;
/* Soft delete (C4): past orders keep it. */
enum err product_delete(struct tx *tx, const struct actor *actor, product_id id) MUST;
/* Whether the actor may manage a product: locks its row. The errors of product_update. */
enum err product_lock_own(struct tx *tx, const struct actor *actor, product_id id) MUST;

#endif
