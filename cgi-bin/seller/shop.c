/* The seller's pages: products, stock, orders and claims of the own shop. */
#include "seller/shop/shop.h"
#include "app/catalog_fields.h"
#include "app/seller_fields.h"

static const struct route ROUTES[] = {
    {"GET", "/seller", ACCESS_SELLER, ROUTE_PAGE, seller_home, NULL, NULL, 0},
    {"GET", "/seller/join", ACCESS_MEMBER, ROUTE_PAGE, seller_join, NULL, NULL, 0},
    {"POST", "/seller/join", ACCESS_MEMBER, ROUTE_PAGE, seller_join_post, &SELLER_FIELDS, NULL, 0},
    {"GET", "/seller/products", ACCESS_SELLER, ROUTE_PAGE, seller_products, NULL,
     &SELLER_PRODUCTS_QUERY, 0},
    {"GET", "/seller/products/new", ACCESS_SELLER, ROUTE_PAGE, seller_product_new, NULL, NULL, 0},
    {"POST", "/seller/products/new", ACCESS_SELLER, ROUTE_PAGE | ROUTE_IDEMPOTENT,
     seller_product_create, &SELLER_PRODUCT_FORM, NULL, 0},
    {"GET", "/seller/products/{id}", ACCESS_SELLER, ROUTE_PAGE, seller_product, NULL,
     &SELLER_PRODUCT_QUERY, 0},
    {"POST", "/seller/products/{id}", ACCESS_SELLER, ROUTE_PAGE, seller_product_change,
     &SELLER_PRODUCT_FORM, NULL, 0},
    {"POST", "/seller/products/{id}/discontinue", ACCESS_SELLER, ROUTE_PAGE,
     seller_product_discontinue, NULL, NULL, 0},
    {"POST", "/seller/products/{id}/resume", ACCESS_SELLER, ROUTE_PAGE, seller_product_resume, NULL,
     NULL, 0},
    {"GET", "/seller/products/{id}/stock", ACCESS_SELLER, ROUTE_PAGE, seller_stock, NULL,
     &SELLER_STOCK_QUERY, 0},
    {"POST", "/seller/products/{id}/stock", ACCESS_SELLER, ROUTE_PAGE | ROUTE_IDEMPOTENT,
     seller_stock_adjust, &SELLER_STOCK_FORM, NULL, 0},
    {"GET", "/seller/orders", ACCESS_SELLER, ROUTE_PAGE, seller_orders, NULL, &SELLER_ORDERS_QUERY,
     0},
    {"POST", "/seller/orders", ACCESS_SELLER, ROUTE_PAGE, seller_orders_move, &SELLER_MOVE_FORM,
     NULL, 0},
    {"GET", "/seller/orders/slip", ACCESS_SELLER, ROUTE_PAGE, seller_slip, NULL, &SELLER_SLIP_QUERY,
     0},
    {"POST", "/seller/orders/slip", ACCESS_SELLER, ROUTE_PAGE, seller_slip_ask, &SELLER_SLIP_QUERY,
     NULL, 0},
    {"GET", "/seller/orders/export", ACCESS_SELLER, ROUTE_PAGE, seller_table, NULL,
     &SELLER_TABLE_QUERY, 0},
};

int main(void)
{
    static const struct program PROGRAM = {"seller-shop", ROUTES, COUNT_OF(ROUTES), NULL};
    return app_main(&PROGRAM);
}
