/* jangteo-metrics: prints the Markdown table of all metrics, for the README. */
#include "base/metric_print.h"

int main(void)
{
    metric_print_table(stdout);
    /* A full disk or a closed pipe must not pass for a complete output. */
    return fflush(stdout) != 0 || ferror(stdout);
}
