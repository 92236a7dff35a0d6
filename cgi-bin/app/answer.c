#include "app/app.h"

struct json json_answer(struct ctx *ctx)
{
    struct json root = json_new(ctx->call->arena);
    json_text(root, "code", err_code(E_OK));
    json_text(root, "message", message_error(ctx->lang, E_OK));
    return json_object(root, "data");
}

struct json json_refusal(struct ctx *ctx, enum err e)
{
    struct json root = json_new(ctx->call->arena);
    json_text(root, "code", err_code(e));
    json_text(root, "message", message_error(ctx->lang, e));
    json_text(root, "requestId", ctx->call->request_id);
    return json_object(root, "data");
}

enum err app_json(struct ctx *ctx, int status, struct json data)
{
    struct slice text;
    TRY(json_render(data, &text));
    ctx->res->status = status;
    ctx->res->content_type = "application/json";
    ctx->res->body = text;
    return E_OK;
}

enum err app_no_content(struct ctx *ctx)
{
    ctx->res->status = 204;
    ctx->res->content_type = NULL;
    ctx->res->body = (struct slice){"", 0};
    return E_OK;
}
