#include "shop/notice/notice_page.h"

#include "shop/notice/notice_json.h"

static enum err row_page(struct tpl *row, struct arena *arena, enum lang lang,
                         const struct notice_row *notice)
{
    struct notice_text text;
    TRY(notice_text_of(arena, lang, &notice->notice, &text));
    tpl_int(row, "NOTICE_ID", notice->notice_id);
    tpl_text(row, "NOTICE_TITLE", text.title);
    tpl_text(row, "BODY", text.body);
    tpl_text(row, "LINK", text.link);
    tpl_text(row, "AT", message_time(arena, lang, notice->created_at));
    tpl_show_if(row, "UNREAD", instant_is_none(notice->read_at));
    return E_OK;
}

enum err notice_list_page(struct tpl *tpl, struct arena *arena, enum lang lang,
                          const struct notice_page *page)
{
    bool unread = false;
    tpl_show_if(tpl, "EMPTY", page->count == 0);
    if (page->count == 0)
        return E_OK;
    struct tpl *notices = tpl_section(tpl, "NOTICES");
    for (size_t i = 0; i < page->count; i++) {
        TRY(row_page(tpl_section(notices, "NOTICE"), arena, lang, &page->items[i]));
        unread = unread || instant_is_none(page->items[i].read_at);
    }
    tpl_show_if(tpl, "SOME_UNREAD", unread);
    return E_OK;
}
