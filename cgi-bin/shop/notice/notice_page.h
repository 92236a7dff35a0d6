/* Notices on pages: struct to template. */
#ifndef JANGTEO_SHOP_NOTICE_NOTICE_PAGE_H
#define JANGTEO_SHOP_NOTICE_NOTICE_PAGE_H

#include "shop/notice/notice.h"
#include "view/message.h"
#include "view/template.h"

/* Section NOTICES with rows NOTICE, or EMPTY, in the reader's language. E_NO_MEMORY. */
enum err notice_list_page(struct tpl *tpl, struct arena *arena, enum lang lang,
                          const struct notice_page *page) MUST;

#endif
