/* /api/product/{id}/image and /media/: product pictures.
 *
 * A program of its own: it decodes what clients send, under a limit of memory. */
#include "shop/picture/picture.h"
#include "app/app.h"
#include "shop/catalog/product.h"
#include "shop/picture/picture_rules.h"

static struct actor actor_of(const struct ctx *ctx)
{
    return (struct actor){
        .kind = ACTOR_SELLER,
        .member = ctx->caller.owner.member,
        .seller = ctx->caller.seller,
    };
}

static enum err store_image(struct ctx *ctx, struct tx *tx)
{
    const struct picture *picture = ctx->body;
    struct actor actor = actor_of(ctx);
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
    if (product.seller_id.v != ctx->caller.seller.v)
        return E_FORBIDDEN;
    struct picture *picture = NEW(ctx->call->arena, struct picture);
    TRY_NEW(picture);
    TRY(picture_process(ctx->call, ctx->req->content_type, ctx->req->body, picture));
    ctx->body = picture;
    return app_transact(ctx, store_image);
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
    {.method = "GET", .pattern = "/media/{no}", .access = ACCESS_ANYONE, .handle = get_media},
};

static enum err start(const struct settings *settings)
{
    (void)settings;
    return picture_start(true);
}

int main(void)
{
    static const struct program PROGRAM = {
        .name = "api-picture",
        .routes = ROUTES,
        .route_count = COUNT_OF(ROUTES),
        .start = start,
    };
    return app_main(&PROGRAM);
}
