/* Bar charts: partials/chart.tpl, drawn by the server. What a page shows so it also gives as a
 * table. */
#ifndef JANGTEO_VIEW_CHART_H
#define JANGTEO_VIEW_CHART_H

#include "view/template.h"

struct chart {
    const char *label;
    const char *none;         /* what is said where all values are 0 */
    bool won;                 /* values are sums of money */
    const int64_t *values;    /* none below 0, the highest at most 10^15 */
    const char *const *names; /* of the values, as many; NULL entries: none */
    size_t count;             /* 1 to 100 */
    const char *from, *to;    /* what stands below the first and the last bar */
};

/* Adds a chart at {{>CHART}}, behind those that are there. The highest value fills the height; what
 * is not 0 can be seen. */
void chart_add(struct tpl *tpl, const struct chart *chart);

#endif
