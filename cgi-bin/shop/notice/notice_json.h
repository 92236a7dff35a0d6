/* Notices as JSON, in their reader's language. */
#ifndef JANGTEO_SHOP_NOTICE_NOTICE_JSON_H
#define JANGTEO_SHOP_NOTICE_NOTICE_JSON_H

#include "shop/notice/notice.h"
#include "view/json.h"
#include "view/message.h"

/* The texts of a notice, in the arena. E_NO_MEMORY. */
struct notice_text {
    const char *title, *body, *link;
};
enum err notice_text_of(struct arena *arena, enum lang lang, const struct notice *notice,
                        struct notice_text *ret_text) MUST;

/* {notificationId,kind,title,body,link,readAt,createdAt} into `item`. E_NO_MEMORY. */
enum err notice_json(struct json item, struct arena *arena, enum lang lang,
                     const struct notice_row *row) MUST;

#endif
