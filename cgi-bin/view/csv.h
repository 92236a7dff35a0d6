/* Tables for spreadsheets (RFC 4180, UTF-8 with a byte order mark, so that Excel reads Korean). */
#ifndef JANGTEO_VIEW_CSV_H
#define JANGTEO_VIEW_CSV_H

#include "base/str.h"

/* Starts the text: the byte order mark. */
void csv_begin(struct strbuf *csv);
/* Adds a row of `count` cells. A cell that a spreadsheet would take for a formula (it begins with
 * =, +, -, @, a tab or a line break, full-width forms too) gets an apostrophe in front. NULL: an
 * empty cell. */
void csv_row(struct strbuf *csv, const char *const *cells, size_t count);

#endif
