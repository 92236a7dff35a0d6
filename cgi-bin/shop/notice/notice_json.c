#include "shop/notice/notice_json.h"

#include <string.h>

#include "base/money.h"
#include "base/str.h"

/* Titles, bodies and links with what is put into them. */
#define TEXT_MAX 1000

/* The pattern with {0} to {3} replaced by `values`. */
static enum err fill(struct arena *arena, const char *pattern, const char *const values[4],
                     const char **ret_text)
{
    struct strbuf out = strbuf_make(arena, TEXT_MAX);
    struct slice text;
    for (const char *at = pattern; *at != '\0';) {
        if (at[0] == '{' && at[1] >= '0' && at[1] <= '3' && at[2] == '}') {
            strbuf_puts(&out, values[at[1] - '0']);
            at += 3;
        } else {
            strbuf_add(&out, at++, 1);
        }
    }
    TRY(strbuf_finish(&out, &text));
    *ret_text = text.data;
    return E_OK;
}

static const char *or_empty(const char *text)
{
    return text != NULL ? text : "";
}

/* A name that runs from right to left is set apart from the sentence around it (FSI and PDI), which
 * is shown where no markup reaches, too. NULL past the arena's limit. */
static const char *set_apart(struct arena *arena, const char *name)
{
    return utf8_runs_left(name, strlen(name)) ? arena_printf(arena, "\u2068%s\u2069", name) : name;
}

/* The pattern with the subject in the place of '*'. */
static enum err link_of(struct arena *arena, const struct notice *notice, const char **ret_link)
{
    struct strbuf out = strbuf_make(arena, TEXT_MAX);
    struct slice text;
    for (const char *at = notice_link_pattern(notice->kind); *at != '\0'; at++) {
        if (*at == '*')
            strbuf_puts(&out, or_empty(notice->subject));
        else
            strbuf_add(&out, at, 1);
    }
    TRY(strbuf_finish(&out, &text));
    *ret_link = text.data;
    return E_OK;
}

enum err notice_text_of(struct arena *arena, enum lang lang, const struct notice *notice,
                        struct notice_text *ret_text)
{
    const char *kind = NOTICE_KIND_NAMES[notice->kind];
    const char *amount = money_format(arena, notice->amount);
    const char *name = set_apart(arena, or_empty(notice->name));
    TRY_NEW(amount);
    TRY_NEW(name);
    const char *const values[4] = {
        or_empty(notice->subject),
        name,
        notice->state != NULL ? message(lang, "status.item.", notice->state) : "",
        amount,
    };
    struct notice_text text = {.title = message(lang, "notice.title.", kind)};
    TRY(fill(arena, message(lang, "notice.body.", kind), values, &text.body));
    TRY(link_of(arena, notice, &text.link));
    *ret_text = text;
    return E_OK;
}

enum err notice_json(struct json item, struct arena *arena, enum lang lang,
                     const struct notice_row *row)
{
    struct notice_text text;
    TRY(notice_text_of(arena, lang, &row->notice, &text));
    json_int(item, "notificationId", row->notice_id);
    json_text(item, "kind", NOTICE_KIND_NAMES[row->notice.kind]);
    json_text(item, "title", text.title);
    json_text(item, "body", text.body);
    json_text(item, "link", text.link);
    json_time(item, "readAt", row->read_at);
    json_time(item, "createdAt", row->created_at);
    return E_OK;
}
