#include "shop/catalog/product_page.h"

#include <inttypes.h>
#include <string.h>

#include "shop/cart/cart.h"
#include "shop/picture/picture_rules.h"

/* From this many down a page says how few are left. */
#define FEW 5

void picture_page(struct tpl *tpl, struct arena *arena, const char *hash)
{
    tpl_show_if(tpl, "PICTURE", hash != NULL);
    tpl_text(tpl, "PICTURE_320", picture_url(arena, hash, 320));
    tpl_text(tpl, "PICTURE_640", picture_url(arena, hash, 640));
    tpl_text(tpl, "PICTURE_1280", picture_url(arena, hash, 1280));
}

void price_page(struct tpl *tpl, int64_t price, int64_t discount)
{
    tpl_money(tpl, "PRICE", price);
    tpl_money(tpl, "FINAL_PRICE", price - discount);
    if (discount <= 0 || price <= 0)
        return;
    const int64_t percent = discount * 100 / price;
    tpl_int(tpl_section(tpl, "DISCOUNTED"), "PERCENT", percent > 0 ? percent : 1);
}

void product_card(struct tpl *item, struct arena *arena, const struct product *product,
                  int64_t rank, size_t place)
{
    struct tpl *card = tpl_include(item, "CARD", "partials/product_card.tpl");
    tpl_int(card, "PRODUCT_ID", product->product_id.v);
    tpl_text(card, "NAME", product->name);
    tpl_text(card, "SELLER_NAME", product->seller_name);
    tpl_int(card, "STOCK", product->stock);
    tpl_show_if(card, "SOLD_OUT", product->stock <= 0);
    tpl_show_if(card, "LOW_STOCK", product->stock > 0 && product->stock <= FEW);
    tpl_show_if(card, "RANK_SHOWN", rank > 0);
    tpl_int(card, "RANK", rank);
    tpl_show_if(card, "FIRST", place == 0);
    tpl_show_if(card, "LATER", place >= CARDS_AT_ONCE);
    picture_page(card, arena, product->picture);
    price_page(card, product->price, product->discount);
}

const char *product_href(struct arena *arena, product_id id)
{
    return arena_printf(arena, "/products/%" PRId64, id.v);
}

const char *category_href(struct arena *arena, const char *category)
{
    const char *name = str_url_encode(arena, category);
    return name != NULL ? arena_printf(arena, "/products?category=%s", name) : NULL;
}

/* The same, of a list that stays as it is but for the category. */
static const char *category_href_in(struct arena *arena, const char *kept, const char *category)
{
    const char *name = str_url_encode(arena, category);
    return name != NULL ? arena_printf(arena, "%s&category=%s", kept, name) : NULL;
}

void categories_page(struct tpl *tpl, struct arena *arena, const struct category_list *list,
                     const char *current, const char *kept, bool counted)
{
    struct tpl *chips = tpl_include(tpl, "CATEGORIES", "partials/categories.tpl");
    tpl_text(chips, "ALL_HREF", kept != NULL ? kept : "/products");
    tpl_show_if(chips, "ALL_CURRENT", current != NULL && current[0] == '\0');
    for (size_t i = 0; i < list->count; i++) {
        const struct category_count *item = &list->items[i];
        struct tpl *chip = tpl_section(chips, "CATEGORY");
        tpl_text(chip, "NAME", item->category);
        if (counted)
            tpl_int(tpl_section(chip, "COUNTED"), "COUNT", item->products);
        tpl_text(chip, "HREF",
                 kept != NULL ? category_href_in(arena, kept, item->category)
                              : category_href(arena, item->category));
        tpl_show_if(chip, "CURRENT", current != NULL && strcmp(current, item->category) == 0);
    }
}

static void stock_page(struct tpl *tpl, const struct product *product)
{
    const bool sold = product->status == PRODUCT_ON_SALE || product->status == PRODUCT_SOLD_OUT;
    tpl_int(tpl, "STOCK", product->stock);
    tpl_int(tpl, "FEW", FEW);
    tpl_int(tpl, "CART_MOST", CART_QUANTITY_MAX);
    tpl_show_if(tpl, "WATCHED", sold);
    tpl_int(tpl, "QUANTITY_MAX",
            product->stock < CART_QUANTITY_MAX ? product->stock : CART_QUANTITY_MAX);
    tpl_show_if(tpl, "BUYABLE", sold && product->stock > 0);
    tpl_show_if(tpl, "SOLD_OUT", sold && product->stock <= 0);
    tpl_show_if(tpl, "IN_STOCK", sold && product->stock > FEW);
    tpl_show_if(tpl, "LOW_STOCK", sold && product->stock > 0 && product->stock <= FEW);
    tpl_show_if(tpl, "DISCONTINUED", !sold);
}

void product_page(struct tpl *tpl, struct call *call, const struct product *product,
                  const char *quantity)
{
    const struct settings *settings = call->settings;
    tpl_int(tpl, "PRODUCT_ID", product->product_id.v);
    tpl_text(tpl, "NAME", product->name);
    tpl_text(tpl, "SELLER_NAME", product->seller_name);
    if (product->description != NULL && product->description[0] != '\0')
        tpl_text(tpl_section(tpl, "DESCRIBED"), "DESCRIPTION", product->description);
    tpl_text(tpl, "CATEGORY_NAME", product->category);
    tpl_text(tpl, "CATEGORY_HREF", category_href(call->arena, product->category));
    tpl_text(tpl, "QUANTITY", quantity != NULL ? quantity : "1");
    const bool ships_free = settings->shipping_fee == 0 || settings->free_shipping_from == 0;
    tpl_show_if(tpl, "SHIPPING_FREE", ships_free);
    tpl_show_if(tpl, "SHIPPING_PAID", !ships_free);
    tpl_money(tpl, "SHIPPING_FEE", settings->shipping_fee);
    tpl_money(tpl, "FREE_SHIPPING_FROM", settings->free_shipping_from);
    picture_page(tpl, call->arena, product->picture);
    price_page(tpl, product->price, product->discount);
    stock_page(tpl, product);
}
