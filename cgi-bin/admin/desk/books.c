/* /admin/books: the laws of the audit, and what the last run found (O13). */
#include <string.h>

#include "admin/desk/desk.h"
#include "shop/books/books.h"

/* A law's result of the last run, NULL when it was not there then. */
static const struct law_result *result_of(const struct books *books, const char *name)
{
    for (size_t i = 0; i < books->count; i++)
        if (strcmp(books->laws[i].name, name) == 0)
            return &books->laws[i];
    return NULL;
}

/* One line's cells into sections `cell` of `row`; gives where the next line begins. */
static const char *show_cells(struct ctx *ctx, struct tpl *row, const char *cell, const char *line)
{
    for (;;) {
        const size_t size = strcspn(line, "\t\n");
        tpl_text(tpl_section(row, cell), "VALUE", arena_strndup(ctx->call->arena, line, size));
        line += size;
        if (*line != '\t')
            return *line == '\n' ? line + 1 : line;
        line++;
    }
}

static void show_broken(struct ctx *ctx, struct tpl *tpl, const struct law_result *result)
{
    struct tpl *broken = tpl_section(tpl, "BROKEN");
    const char *at = result->offenders;
    tpl_text(broken, "TITLE", message(ctx->lang, "law.", result->name));
    tpl_money(broken, "VIOLATIONS", result->violations);
    if (*at == '\0')
        return;
    struct tpl *rows = tpl_section(broken, "OFFENDERS");
    at = show_cells(ctx, rows, "HEAD_CELL", at);
    int64_t shown = 0;
    for (; *at != '\0'; shown++)
        at = show_cells(ctx, tpl_section(rows, "ROW"), "CELL", at);
    if (shown < result->violations)
        tpl_int(tpl_section(rows, "FIRST_ONLY"), "SHOWN", shown);
}

static void show_law(struct ctx *ctx, struct tpl *tpl, const char *name,
                     const struct law_result *result)
{
    struct tpl *row = tpl_section(tpl, "LAW");
    tpl_text(row, "TITLE", message(ctx->lang, "law.", name));
    tpl_text(row, "LAW_NAME", name);
    tpl_text(row, "SAYS", message(ctx->lang, "law_says.", name));
    tpl_show_if(row, "NEVER", result == NULL);
    if (result == NULL)
        return;
    tpl_text(row, "RAN_AT", message_time(ctx->call->arena, ctx->lang, result->ran_at));
    tpl_show_if(row, "HOLDS", result->violations == 0);
    if (result->violations > 0)
        tpl_money(tpl_section(row, "BREAKS"), "VIOLATIONS", result->violations);
}

enum err desk_show_books(struct ctx *ctx)
{
    const struct desk_done *query = ctx->query;
    struct books books;
    const char **laws;
    size_t count, broken = 0;
    TRY(books_last(ctx->db, &books));
    TRY(books_laws(ctx->call->arena, &laws, &count));
    struct tpl *tpl = tpl_new(ctx->call->arena);
    for (size_t i = 0; i < count; i++) {
        const struct law_result *result = result_of(&books, laws[i]);
        show_law(ctx, tpl, laws[i], result);
        if (result != NULL && result->violations > 0) {
            show_broken(ctx, tpl, result);
            broken++;
        }
    }
    tpl_int(tpl, "LAWS", (int64_t)count);
    tpl_int(tpl, "BROKEN_LAWS", (int64_t)broken);
    tpl_show_if(tpl, "ALL_HOLD", books.count > 0 && broken == 0);
    tpl_show_if(tpl, "SOME_BREAK", broken > 0);
    tpl_show_if(tpl, "NEVER_RAN", books.count == 0);
    if (books.count > 0)
        tpl_text(tpl_section(tpl, "LAST_RUN"), "RAN_AT",
                 message_time(ctx->call->arena, ctx->lang, books.laws[0].ran_at));
    tpl_show_if(tpl, "DONE", query->done);
    return desk_page(ctx, E_OK, "desk/books.tpl", DESK_BOOKS, tpl);
}

enum err desk_run_books(struct ctx *ctx)
{
    struct books books;
    TRY(books_audit(ctx->db, &books));
    return response_redirect(ctx->res, "/admin/books?done=true");
}
