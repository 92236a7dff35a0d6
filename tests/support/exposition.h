/* Prometheus' text format, read strictly: what /metrics answers is held against its grammar. */
#ifndef JANGTEO_TESTS_SUPPORT_EXPOSITION_H
#define JANGTEO_TESTS_SUPPORT_EXPOSITION_H

/* NULL when the text is right, else what is not, with its line. Right is: every metric has one HELP
 * and one TYPE and stands in one place, names and escapes are allowed ones, no series comes twice,
 * numbers are numbers; a histogram's buckets rise, by bound and by number, to +Inf and _count. */
const char *exposition_fault(const char *text);
/* Value of the series whose line begins with `series` and a space; 0 when there is none. */
double exposition_value(const char *text, const char *series);
/* Sum of all series that begin with `prefix`. */
double exposition_sum(const char *text, const char *prefix);
/* What /metrics answers now, and that it is right; lives until the test's end. */
const char *metrics_now(void);

#endif
