#include "shop/catalog/product.h"

const char *const PRODUCT_STATUS_NAMES[] = {"ON_SALE", "SOLD_OUT", "DISCONTINUED", "DELETED", NULL};
const char *const PRODUCT_SORT_NAMES[] = {"newest", "price_asc", "price_desc", "popular", NULL};

#define CARD_FIELDS                                                                                \
    ROW_FIELD(ROW_INT, struct product, product_id), ROW_FIELD(ROW_INT, struct product, seller_id), \
        ROW_FIELD(ROW_TEXT, struct product, seller_name),                                          \
        ROW_FIELD(ROW_TEXT, struct product, name), ROW_FIELD(ROW_TEXT, struct product, category),  \
        ROW_FIELD(ROW_INT, struct product, price), ROW_FIELD(ROW_INT, struct product, discount),   \
        ROW_FIELD(ROW_INT, struct product, stock),                                                 \
        ROW_FIELD_ENUM(struct product, status, PRODUCT_STATUS_NAMES),                              \
        ROW_FIELD_NULL(ROW_TEXT, struct product, picture),                                         \
        ROW_FIELD(ROW_TIME, struct product, created_at), ROW_FIELD(ROW_INT, struct product, sold)

static const struct row_field CARD_ROW[] = {CARD_FIELDS};
static const struct row_field PRODUCT_ROW[] = {
    CARD_FIELDS,
    ROW_FIELD(ROW_TEXT, struct product, description),
};

/* By order, then without and with a category. */
static const enum stmt LISTS[SORT_COUNT][2] = {
    [SORT_NEWEST] = {Q_product_list_newest, Q_product_category_newest},
    [SORT_PRICE_ASC] = {Q_product_list_price_asc, Q_product_category_price_asc},
    [SORT_PRICE_DESC] = {Q_product_list_price_desc, Q_product_category_price_desc},
    [SORT_POPULAR] = {Q_product_list_popular, Q_product_category_popular},
};

/* Turns the rows of limit + 1 into a page. */
static enum err decode_page(struct db *db, const struct rows *rows, int64_t limit,
                            struct product_page *ret_page)
{
    struct sort_key {
        int64_t sort_key;
    } * keys;
    static const struct row_field KEY_ROW[] = {ROW_FIELD(ROW_INT, struct sort_key, sort_key)};

    struct product_page page = {0};
    TRY(rows_decode(db, rows, CARD_ROW, COUNT_OF(CARD_ROW), sizeof *page.items, &page.items));
    TRY(rows_decode(db, rows, KEY_ROW, COUNT_OF(KEY_ROW), sizeof *keys, &keys));
    page.count = rows->count;
    if (page.count > (size_t)limit) {
        page.count = (size_t)limit;
        page.more = true;
        page.next_key = keys[limit - 1].sort_key;
        page.next_id = page.items[limit - 1].product_id.v;
    }
    *ret_page = page;
    return E_OK;
}

enum err product_list(struct db *db, const struct product_query *query,
                      struct product_page *ret_page)
{
    const bool search = query->text != NULL && query->text[0] != '\0';
    const bool in_category = query->category != NULL && query->category[0] != '\0';
    const char *category = in_category ? query->category : NULL;
    /* Before the first row: below all keys where the order ascends, above all where it descends. */
    const bool ascending = query->sort == SORT_PRICE_ASC && !search;
    int64_t key = ascending ? -1 : INT64_MAX, id = ascending ? 0 : INT64_MAX;
    if (query->after) {
        key = query->after_key;
        id = query->after_id;
    }
    const struct db_arg limit = arg_int(query->limit + 1);
    struct rows rows;
    if (search)
        TRY(db_run(db, Q_product_search,
                   ARGS(limit, arg_int(key), arg_int(id), arg_text(category), arg_text(query->text),
                        arg_text(PRODUCT_SORT_NAMES[query->sort])),
                   &rows));
    else if (in_category)
        TRY(db_run(db, LISTS[query->sort][1],
                   ARGS(limit, arg_int(key), arg_int(id), arg_text(category)), &rows));
    else
        TRY(db_run(db, LISTS[query->sort][0], ARGS(limit, arg_int(key), arg_int(id)), &rows));
    return decode_page(db, &rows, query->limit, ret_page);
}

enum err product_list_of_seller(struct db *db, seller_id seller, int64_t before, int64_t limit,
                                struct product_page *ret_page)
{
    struct rows rows;
    const int64_t id = before == 0 ? INT64_MAX : before;
    TRY(db_run(db, Q_product_of_seller,
               ARGS(arg_int(limit + 1), arg_int(id), arg_int(id), arg_int(seller.v)), &rows));
    return decode_page(db, &rows, limit, ret_page);
}

enum err product_find_of_seller(struct db *db, seller_id seller, const struct own_query *query,
                                struct product_page *ret_page)
{
    struct rows rows;
    const bool search = query->text != NULL && query->text[0] != '\0';
    TRY(db_run(db, Q_product_find_of_seller,
               ARGS(arg_int(seller.v), arg_int(query->before == 0 ? INT64_MAX : query->before),
                    arg_int(query->limit + 1), arg_text(search ? query->text : NULL),
                    arg_text(query->status)),
               &rows));
    return decode_page(db, &rows, query->limit, ret_page);
}

enum err product_low_of_seller(struct db *db, seller_id seller, int64_t left,
                               struct product_page *ret_page)
{
    struct rows rows;
    TRY(db_run(db, Q_product_low_of_seller, ARGS(arg_int(seller.v), arg_int(left)), &rows));
    return decode_page(db, &rows, (int64_t)rows.count, ret_page);
}

enum err product_get(struct db *db, product_id id, struct product *ret_product)
{
    struct rows rows;
    TRY(db_run(db, Q_product_get, ARGS(arg_int(id.v)), &rows));
    return rows_decode_one(db, &rows, PRODUCT_ROW, COUNT_OF(PRODUCT_ROW), E_PRODUCT_NOT_FOUND,
                           ret_product);
}

enum err category_list(struct db *db, struct category_list *ret_list)
{
    static const struct row_field ROW[] = {
        ROW_FIELD(ROW_TEXT, struct category_count, category),
        ROW_FIELD(ROW_INT, struct category_count, products),
    };
    struct rows rows;
    struct category_list list = {0};
    TRY(db_run(db, Q_category_list, NO_ARGS, &rows));
    TRY(rows_decode(db, &rows, ROW, COUNT_OF(ROW), sizeof *list.items, &list.items));
    list.count = rows.count;
    *ret_list = list;
    return E_OK;
}
