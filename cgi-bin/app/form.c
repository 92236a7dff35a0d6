#include <stdio.h>
#include <string.h>

#include "app/app.h"

#define NAME_MAX_SIZE 100

/* "address.line1" becomes ADDRESS_LINE1, "businessName" BUSINESS_NAME. */
static void value_name(const char *field, char ret_name[NAME_MAX_SIZE])
{
    size_t size = 0;
    for (const char *p = field; *p != '\0' && size + 2 < NAME_MAX_SIZE; p++) {
        if (*p >= 'A' && *p <= 'Z')
            ret_name[size++] = '_';
        if (*p == '.')
            ret_name[size++] = '_';
        else
            ret_name[size++] = *p >= 'a' && *p <= 'z' ? (char)(*p - 'a' + 'A') : *p;
    }
    ret_name[size] = '\0';
}

static const char *sent_value(const struct ctx *ctx, const char *field)
{
    for (size_t i = 0; i < ctx->form_count; i++)
        if (strcmp(ctx->form[i].name, field) == 0)
            return ctx->form[i].value;
    return NULL;
}

static void show_problem(struct ctx *ctx, struct tpl *tpl, const char *field, const char *name)
{
    const struct problem *problem = problem_of(&ctx->call->problems, field);
    if (problem == NULL)
        return;
    char section[NAME_MAX_SIZE + 8];
    snprintf(section, sizeof section, "%s_ERROR", name);
    tpl_text(tpl_section(tpl, section), "PROBLEM",
             message_problem(ctx->call->arena, ctx->lang, problem));
}

static void fill(struct ctx *ctx, struct tpl *tpl, const struct field_set *set, const char *prefix)
{
    for (size_t i = 0; i < set->count; i++) {
        const struct field *field = &set->fields[i];
        char path[NAME_MAX_SIZE], name[NAME_MAX_SIZE];
        snprintf(path, sizeof path, "%s%s", prefix, field->name);
        if (field->type == FIELD_OBJECT) {
            char inner[NAME_MAX_SIZE];
            snprintf(inner, sizeof inner, "%.*s.", NAME_MAX_SIZE - 2, path);
            fill(ctx, tpl, field->of, inner);
            continue;
        }
        value_name(path, name);
        const char *sent = field->type != FIELD_SECRET ? sent_value(ctx, path) : NULL;
        if (sent != NULL)
            tpl_text(tpl, name, sent);
        show_problem(ctx, tpl, path, name);
    }
}

void app_form(struct ctx *ctx, struct tpl *tpl, const struct field_set *set)
{
    fill(ctx, tpl, set, "");
    show_problem(ctx, tpl, "", "FORM");
}
