/* The table that templates/messages/messages.awk makes of the catalogues: sorted by id, bytewise.
 */
#ifndef JANGTEO_VIEW_MESSAGE_TABLE_H
#define JANGTEO_VIEW_MESSAGE_TABLE_H

#include "view/message.h"

struct message_row {
    const char *id;
    const char *text[LANG_COUNT];
};

extern const struct message_row message_rows[];
extern const int message_row_count;

#endif
