/* /api/product/{id}/image, the form of the seller's page that does the same, and /media/: product
 * pictures.
 *
 * A program of its own: what clients send takes its time to decode. */
#include "shop/picture/picture.h"
#include "app/actor.h"
#include "app/app.h"
#include "shop/catalog/product.h"
#include "shop/picture/picture_rules.h"
#include "web/multipart.h"

static enum err store_image(struct ctx *ctx, struct tx *tx)
{
    const struct picture *picture = ctx->body;
    struct actor actor = app_actor(ctx);
    product_id product = {ctx->params.id[0]};
    TRY(picture_put(tx, &actor, product, picture));

    const char *url = picture_url(ctx->call->arena, picture->hash, 640);
    TRY_NEW(url);
    struct json data = json_answer(ctx);
    json_int(data, "productId", product.v);
    json_text(data, "imageUrl", url);
    return app_json(ctx, 200, data);
}

/* PUT /api/product/{id}/image: the file's bytes. Whose product it is, is asked before the file is
 * decoded, so that nobody makes us decode in vain, and again in the transaction. */
static enum err put_image(struct ctx *ctx)
{
    struct product product;
    TRY(product_get(ctx->db, (product_id){ctx->params.id[0]}, &product));
    if (ctx->caller.role != ROLE_ADMIN && product.seller_id.v != ctx->caller.seller.v)
        return E_FORBIDDEN;
    struct picture *picture = NEW(ctx->call->arena, struct picture);
    TRY_NEW(picture);
    TRY(picture_process(ctx->call, ctx->req->content_type, ctx->req->body, picture));
    ctx->body = picture;
    return app_transact(ctx, store_image);
}

/* ---- the seller's page ---- */

/* What a form has beside its file. */
#define FORM_FRAME_MAX (50 * 1024)

/* Back to the product's page, where `outcome` says how it went. */
static enum err back_to_product(struct ctx *ctx, const char *outcome)
{
    const char *path = arena_printf(ctx->call->arena, "/seller/products/%lld?%s",
                                    (long long)ctx->params.id[0], outcome);
    TRY_NEW(path);
    return response_redirect(ctx->res, path);
}

static enum err store_posted(struct ctx *ctx, struct tx *tx)
{
    const struct actor actor = app_actor(ctx);
    TRY(picture_put(tx, &actor, (product_id){ctx->params.id[0]}, ctx->body));
    return back_to_product(ctx, "saved=picture");
}

static enum err take_posted(struct ctx *ctx)
{
    struct multipart_file file = {0};
    struct picture *picture = NEW(ctx->call->arena, struct picture);
    TRY_NEW(picture);
    TRY(multipart_find(ctx->call->arena, ctx->req->body, "image", &file));
    if (file.bytes.size == 0)
        return back_to_product(ctx, "picture=missing");
    TRY(picture_process(ctx->call, file.content_type, file.bytes, picture));
    ctx->body = picture;
    return app_transact(ctx, store_posted);
}

/* POST /seller/products/{id}/image: the same from a form. A refusal is told on the product's page,
 * which is another program's. */
static enum err post_image(struct ctx *ctx)
{
    struct product product;
    TRY(product_get(ctx->db, (product_id){ctx->params.id[0]}, &product));
    if (product.seller_id.v != ctx->caller.seller.v)
        return E_FORBIDDEN;
    const enum err e = take_posted(ctx);
    switch (e) {
    case E_UNSUPPORTED_MEDIA_TYPE:
        return back_to_product(ctx, "picture=type");
    case E_BODY_TOO_LARGE:
        return back_to_product(ctx, "picture=large");
    case E_INVALID_REQUEST:
        return back_to_product(ctx, "picture=broken");
    case E_UNAVAILABLE:
        return back_to_product(ctx, "picture=busy");
    default:
        return e;
    }
}

/* GET /media/{hash}-{width}.webp: the name changes with the content, so it is kept for ever. */
static enum err get_media(struct ctx *ctx)
{
    char hash[PICTURE_HASH_SIZE];
    int width;
    if (!picture_name_parse(ctx->params.text[0], hash, &width))
        return E_NOT_FOUND;
    struct slice bytes;
    TRY(picture_find(ctx->db, hash, width, &bytes));

    const char *etag = arena_printf(ctx->call->arena, "\"%s-%d\"", hash, width);
    TRY_NEW(etag);
    TRY(response_header(ctx->res, "Cache-Control", "public, max-age=31536000, immutable"));
    TRY(response_header(ctx->res, "ETag", etag));
    ctx->res->status = 200;
    ctx->res->content_type = "image/webp";
    ctx->res->body = bytes;
    return E_OK;
}

static const struct route ROUTES[] = {
    {.method = "PUT",
     .pattern = "/api/product/{id}/image",
     .access = ACCESS_SELLER,
     .flags = ROUTE_BYTES,
     .handle = put_image,
     .body_max = PICTURE_SOURCE_MAX},
    {.method = "POST",
     .pattern = "/seller/products/{id}/image",
     .access = ACCESS_SELLER,
     .flags = ROUTE_PAGE | ROUTE_BYTES,
     .handle = post_image,
     .body_max = PICTURE_SOURCE_MAX + FORM_FRAME_MAX},
    {.method = "GET", .pattern = "/media/{no}", .access = ACCESS_ANYONE, .handle = get_media},
};

int main(void)
{
    static const struct program PROGRAM = {"api-picture", ROUTES, COUNT_OF(ROUTES), NULL};
    return app_main(&PROGRAM);
}
