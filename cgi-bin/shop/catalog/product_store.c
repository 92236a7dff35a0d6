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
        ROW_FIELD_NULL(ROW_TEXT, struct product, picture)

static const struct row_field CARD_ROW[] = {CARD_FIELDS};
static const struct row_field PRODUCT_ROW[] = {
    CARD_FIELDS,
    ROW_FIELD(ROW_TEXT, struct product, description),
};

/* By order, then without and with a category. A window is where the look of a list that is not in
 * the order of prices ends; the newest of any price have a statement of their own. */
static const struct {
    enum stmt list, window;
} LISTS[SORT_COUNT][2] = {
    [SORT_NEWEST] = {{Q_product_list_newest, Q_product_window_newest},
                     {Q_product_category_newest, Q_product_window_category_newest}},
    [SORT_PRICE_ASC] = {{.list = Q_product_list_price_asc}, {.list = Q_product_category_price_asc}},
    [SORT_PRICE_DESC] = {{.list = Q_product_list_price_desc},
                         {.list = Q_product_category_price_desc}},
    [SORT_POPULAR] = {{Q_product_list_popular, Q_product_window_popular},
                      {Q_product_category_popular, Q_product_window_category_popular}},
};

/* So many products of a range of prices are sorted as they are. */
#define FEW_IN_RANGE 2000

struct sort_key {
    int64_t sort_key;
};
static const struct row_field KEY_ROW[] = {ROW_FIELD(ROW_INT, struct sort_key, sort_key)};

/* Turns the rows of limit + 1 into a page. */
static enum err decode_page(struct db *db, const struct rows *rows, int64_t limit,
                            struct product_page *ret_page)
{
    struct sort_key *keys;
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

static bool given(const char *text)
{
    return text != NULL && text[0] != '\0';
}

/* The arguments of every list, in this order; a list takes as many from the first on as it needs.
 */
enum {
    AT_LIMIT,
    AT_KEY,
    AT_ID,
    AT_MIN,
    AT_MAX,
    LIST_ARGS_OF_ALL,
    AT_CATEGORY = LIST_ARGS_OF_ALL,
    LIST_ARGS_OF_CATEGORY,
    AT_TEXT = LIST_ARGS_OF_CATEGORY,
    AT_SORT,
    LIST_ARGS
};

/* Whether a range of prices holds so few products that they can be looked through one by one. */
static enum err is_narrow(struct db *db, const struct db_arg args[LIST_ARGS], bool in_category,
                          bool *ret_narrow)
{
    struct rows rows;
    int64_t count;
    if (in_category)
        TRY(db_run(db, Q_product_range_category_count,
                   ARGS(args[AT_MIN], args[AT_MAX], args[AT_CATEGORY]), &rows));
    else
        TRY(db_run(db, Q_product_range_count, ARGS(args[AT_MIN], args[AT_MAX]), &rows));
    TRY(rows_int(db, &rows, E_INTERNAL, &count));
    *ret_narrow = count <= FEW_IN_RANGE;
    return E_OK;
}

/* The newest, whatever they cost: what most visitors look at. */
static enum err run_newest(struct db *db, bool in_category, const struct db_arg args[LIST_ARGS],
                           struct rows *ret_rows)
{
    if (in_category)
        return db_run(db, Q_product_all_category_newest,
                      ARGS(args[AT_LIMIT], args[AT_ID], args[AT_CATEGORY]), ret_rows);
    return db_run(db, Q_product_all_newest, ARGS(args[AT_LIMIT], args[AT_ID]), ret_rows);
}

static enum err run_list(struct db *db, enum product_sort sort, bool in_category, bool search,
                         bool narrow, const struct db_arg args[LIST_ARGS], struct rows *ret_rows)
{
    static const enum stmt RANGES[] = {Q_product_range_list, Q_product_range_category_list};
    static const enum stmt SEARCHES[] = {Q_product_search, Q_product_search_category};
    if (narrow)
        return db_run(db, RANGES[in_category], args, LIST_ARGS, ret_rows);
    if (search)
        return db_run(db, SEARCHES[in_category], args, LIST_ARGS, ret_rows);
    return db_run(db, LISTS[sort][in_category].list, args,
                  in_category ? LIST_ARGS_OF_CATEGORY : LIST_ARGS_OF_ALL, ret_rows);
}

/* A page without a next one ends where the look for its prices ended, unless that was the end of
 * all products. */
static enum err go_on_behind_window(struct db *db, enum stmt window,
                                    const struct db_arg args[LIST_ARGS], struct product_page *page)
{
    static const struct row_field ROW[] = {ROW_FIELD(ROW_INT, struct product, product_id)};
    struct sort_key *key;
    struct product *last;
    struct rows rows;
    TRY(db_run(db, window, ARGS(args[AT_KEY], args[AT_ID], args[AT_CATEGORY]), &rows));
    TRY(rows_decode(db, &rows, KEY_ROW, COUNT_OF(KEY_ROW), sizeof *key, &key));
    TRY(rows_decode(db, &rows, ROW, COUNT_OF(ROW), sizeof *last, &last));
    if (rows.count == 0)
        return E_OK;
    page->more = true;
    page->next_key = key->sort_key;
    page->next_id = last->product_id.v;
    return E_OK;
}

enum err product_list(struct db *db, const struct product_query *query,
                      struct product_page *ret_page)
{
    const struct price_range *range = &query->range;
    const bool search = given(query->text), in_category = given(query->category);
    const bool ranged = range->has_min || range->has_max;
    const bool by_price = query->sort == SORT_PRICE_ASC || query->sort == SORT_PRICE_DESC;
    /* Before the first row: below all keys where the order ascends, above all where it descends. */
    const bool ascending = query->sort == SORT_PRICE_ASC && !search;
    struct db_arg args[LIST_ARGS] = {
        [AT_LIMIT] = arg_int(query->limit + 1),
        [AT_KEY] = arg_int(ascending ? -1 : INT64_MAX),
        [AT_ID] = arg_int(ascending ? 0 : INT64_MAX),
        [AT_MIN] = arg_int(range->has_min ? range->min : 0),
        [AT_MAX] = arg_int(range->has_max ? range->max : INT64_MAX),
        [AT_CATEGORY] = arg_text(in_category ? query->category : NULL),
        [AT_TEXT] = arg_text(search ? query->text : NULL),
        [AT_SORT] = arg_text(PRODUCT_SORT_NAMES[query->sort]),
    };
    bool narrow = false;
    if (query->after) {
        args[AT_KEY] = arg_int(query->after_key);
        args[AT_ID] = arg_int(query->after_id);
    }
    if (ranged && (search || !by_price))
        TRY(is_narrow(db, args, in_category, &narrow));
    struct rows rows;
    struct product_page page;
    if (query->sort == SORT_NEWEST && !search && !ranged)
        TRY(run_newest(db, in_category, args, &rows));
    else
        TRY(run_list(db, query->sort, in_category, search, narrow, args, &rows));
    TRY(decode_page(db, &rows, query->limit, &page));
    if (ranged && !by_price && !search && !narrow && !page.more)
        TRY(go_on_behind_window(db, LISTS[query->sort][in_category].window, args, &page));
    *ret_page = page;
    return E_OK;
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
