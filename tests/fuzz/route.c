/* Paths: which route they take, what they carry, and whether they may be led back to. The first
 * line is the method, the second the path. */
#include "web/route.h"
#include "base/ids.h"
#include "fuzz/support/fuzz.h"
#include "shop/picture/picture_rules.h"
#include "web/http.h"

static const struct route ROUTES[] = {
    {.method = "GET", .pattern = "/"},
    {.method = "GET", .pattern = "/products/{id}"},
    {.method = "POST", .pattern = "/products/{id}"},
    {.method = "GET", .pattern = "/api/order/{no}"},
    {.method = "GET", .pattern = "/api/order/{no}/items/{id}"},
    {.method = "PATCH", .pattern = "/api/order/{no}/items/{id}/{no}"},
    {.method = "DELETE", .pattern = "/{id}/{id}/{id}"},
    {.method = "PUT", .pattern = "/{no}/{no}/{no}/{no}"},
    {.method = "GET", .pattern = "/media/{no}"},
};

static size_t count_of(const char *pattern, const char *sought)
{
    size_t count = 0;
    while ((pattern = strstr(pattern, sought)) != NULL) {
        count++;
        pattern++;
    }
    return count;
}

static void text_holds(const char *text)
{
    HOLDS(text != NULL && text[0] != '\0' && strchr(text, '/') == NULL);
    HOLDS(utf8_valid(text, strlen(text)));
}

static void match_holds(const struct route_match *match, const char *method)
{
    HOLDS(match->route == NULL || match->path_known);
    HOLDS(match->path_known == (match->allow[0] != '\0'));
    if (match->route == NULL)
        return;
    HOLDS(strcmp(match->route->method, strcmp(method, "HEAD") == 0 ? "GET" : method) == 0);
    const size_t ids = count_of(match->route->pattern, "{id}");
    const size_t texts = count_of(match->route->pattern, "{no}");
    for (size_t i = 0; i < ids; i++)
        HOLDS(match->params.id[i] >= 1 && match->params.id[i] <= ID_MAX);
    for (size_t i = 0; i < texts && i < ROUTE_PARAMS_MAX; i++)
        text_holds(match->params.text[i]);
}

/* What may be led back to is what a redirect takes, and stays on this site. */
static void way_back_holds(const char *path)
{
    struct response res = {0};
    if (!path_is_local(path))
        return;
    HOLDS(path[0] == '/' && path[1] != '/' && path[1] != '\\');
    HOLDS(response_redirect(&res, path) == E_OK && res.status == 303);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct call *call = fuzz_call();
    struct slice rest = fuzz_bytes(call, data, size);
    const char *method = fuzz_line(call, &rest), *path = fuzz_line(call, &rest);
    struct route_match match = {0};
    route_find(ROUTES, COUNT_OF(ROUTES), call->arena, method, path, &match);
    match_holds(&match, method);
    way_back_holds(path);

    char hash[PICTURE_HASH_SIZE];
    int width;
    if (path[0] == '/' && picture_name_parse(path + 1, hash, &width))
        HOLDS(strcmp(picture_url(call->arena, hash, width) + strlen("/media"), path) == 0);
    return 0;
}
