/* The demo shop: people, sellers, products with drawn pictures, coupons, a past of charges and
 * orders, read from the text files of sql/demo/ and brought in through the shop's own use cases, so
 * that every law of the books holds for it too. */
#ifndef JANGTEO_SHOP_DEMO_DEMO_H
#define JANGTEO_SHOP_DEMO_DEMO_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/call.h"
#include "base/err.h"
#include "base/ids.h"
#include "base/str.h"
#include "db/db.h"
#include "shop/coupon/coupon_rules.h"
#include "shop/member/member_rules.h"
#include "shop/order/order.h"
#include "shop/picture/picture.h"

struct demo_member {
    const char *key;
    struct member_registration registration;
    const char *hash; /* of the password */
    member_id id;     /* 0 until filled */
    bool sells;
    struct seller_registration shop;
    seller_id seller; /* 0 until filled, or when the member sells nothing */
};

struct demo_product {
    const char *drawing; /* pictures/<drawing>.svg; its key too */
    struct demo_member *seller;
    const char *category, *name, *description;
    int64_t price, discount, stock;
    bool discontinued;
    const char *scene, *backdrop;
    struct picture picture; /* once drawn */
    product_id id;          /* 0 until filled */
};

struct demo_line {
    struct demo_product *product;
    int64_t quantity;
};

/* A charge of points, or an order paid by points. */
struct demo_event {
    int64_t hours_ago;
    struct demo_member *member;
    int64_t charge; /* 0: an order */
    enum item_status reached;
    struct demo_line *lines;
    size_t line_count;
};

struct demo_coupon {
    struct coupon_terms terms; /* without its window */
    int64_t opens_in_hours;
    int64_t days; /* it is given out from then on */
};

struct demo_scene {
    const char *name;
    const char *colours[5]; /* wall, light, floor, edge, prop */
};

struct demo {
    const char *folder;
    struct demo_member *members;
    struct demo_product *products;
    struct demo_event *events;
    struct demo_coupon *coupons;
    struct demo_scene *scenes;
    size_t member_count, product_count, event_count, coupon_count, scene_count;
};

/* ---- text (demo_text.c) ---- */

/* A tab-separated file: lines of `columns` fields; '#' starts a comment line. What is wrong is
 * logged with file and line: E_INTERNAL. */
struct demo_table {
    const char *path;
    const char ***rows; /* rows[i][column], NULL-terminated texts in the arena */
    size_t count;
};
enum err demo_read_table(struct arena *arena, const char *folder, const char *file, size_t columns,
                         struct demo_table *ret_table) MUST;
/* A whole text file of at most 1 MiB. E_INTERNAL (logged), E_NO_MEMORY. */
enum err demo_read_file(struct arena *arena, const char *path, const char **ret_text) MUST;

/* ---- what the shop is made of (demo_load.c) ---- */

/* Reads all files of a folder and checks them by the shop's own rules. `folder` and the call must
 * outlive the result. E_INTERNAL (logged, with file and line), E_NO_MEMORY. */
enum err demo_load(struct call *call, const char *folder, struct demo *ret_demo) MUST;

/* ---- pictures (demo_draw.c) ---- */

/* The SVG of a product: its drawing set into its scene. E_INTERNAL (logged), E_NO_MEMORY. */
enum err demo_compose(struct arena *arena, const struct demo *demo,
                      const struct demo_product *product, struct slice *ret_svg) MUST;

#define DEMO_THREADS 8
/* Draws every product's picture in as many threads as there are processors. The pictures live in
 * `arenas`, which the caller frees afterwards. picture_start comes first. */
enum err demo_draw(struct demo *demo, struct arena *arenas[DEMO_THREADS]) MUST;

/* ---- into the database (demo_fill.c) ---- */

/* Hashes the passwords. */
enum err demo_hash_passwords(struct call *call, struct demo *demo) MUST;
/* Whether there is a product already, and an admin. */
enum err demo_has_products(struct db *db, bool *ret_has) MUST;
enum err demo_has_admin(struct db *db, bool *ret_has) MUST;
/* Fills an empty shop; does nothing, and says so, when there is a product by now. Amounts and
 * limits are judged by the call's settings. Any error of the use cases it runs. */
enum err demo_fill(struct tx *tx, struct demo *demo, bool *ret_filled) MUST;

#endif
