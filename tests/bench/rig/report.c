#include "bench/rig/report.h"

#include <inttypes.h>
#include <stdio.h>

void report_head(void)
{
    (void)printf("  %-30s %9s %7s %8s %8s %9s %6s %8s %6s %8s %7s %7s\n", "", "a second", "ratio",
                 "p50 ms", "p99 ms", "limit", "256", "p99 ms", "trips", "locks ms", "ours MB",
                 "PG MB");
}

static double ratio(double part, double whole)
{
    return whole > 0 ? part / whole : 0;
}

void report_line(const struct line *l)
{
    (void)printf("  %-30s %9.0f %7.2f %8.2f %8.2f %9.0f %6.2f %8.1f %6.2f %8.2f %7.0f %7.0f%s\n",
                 l->name, l->few.a_second, ratio(l->few.a_second, l->limit),
                 (double)l->few.p50_us / 1000, (double)l->few.p99_us / 1000, l->limit,
                 ratio(l->many.a_second, l->few.a_second), (double)l->many.p99_us / 1000,
                 l->round_trips, l->lock_ms, (double)l->memory.ours_kb / 1024,
                 (double)l->memory.database_kb / 1024, l->good ? "" : "  WRONG");
    (void)fflush(stdout);
}

static void write_result(FILE *file, const char *name, const struct drive_result *r)
{
    (void)fprintf(
        file,
        "\"%s\":{\"aSecond\":%.1f,\"p50Us\":%" PRId64 ",\"p99Us\":%" PRId64
        ",\"longestUs\":%" PRId64 ",\"wrong\":%" PRIu64 ",\"faults\":%" PRIu64 ",\"starved\":%zu}",
        name, r->a_second, r->p50_us, r->p99_us, r->longest_us, r->wrong, r->faults, r->starved);
}

static void write_json(FILE *file, const struct report *report)
{
    (void)fprintf(file,
                  "{\"scale\":\"%s\",\"idleKb\":%" PRId64 ",\"idleDatabaseKb\":%" PRId64
                  ",\"scenarios\":[",
                  report->scale, report->idle.ours_kb, report->idle.database_kb);
    for (size_t i = 0; i < report->count; i++) {
        const struct line *l = &report->lines[i];
        (void)fprintf(file, "%s\n{\"name\":\"%s\",\"limitASecond\":%.1f,\"ratio\":%.3f,",
                      i > 0 ? "," : "", l->name, l->limit, ratio(l->few.a_second, l->limit));
        write_result(file, "clients16", &l->few);
        (void)fputs(",", file);
        write_result(file, "clients256", &l->many);
        (void)fprintf(file,
                      ",\"roundTrips\":%.2f,\"lockMs\":%.3f,\"oursKb\":%" PRId64
                      ",\"databaseKb\":%" PRId64 "}",
                      l->round_trips, l->lock_ms, l->memory.ours_kb, l->memory.database_kb);
    }
    (void)fputs("\n]}\n", file);
}

/* A bar a scenario: how much of its limit the shop reaches. */
static void write_svg(FILE *file, const struct report *report)
{
    enum { ROW = 26, LEFT = 230, FULL = 360, TOP = 30 };
    int y = TOP;
    (void)fprintf(file,
                  "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"760\" height=\"%zu\" "
                  "font-family=\"sans-serif\" "
                  "font-size=\"13\"><rect width=\"100%%\" height=\"100%%\" fill=\"#fff\"/>"
                  "<text x=\"%d\" y=\"18\" fill=\"#555\">requests a second, and their part of the "
                  "limit measured beside"
                  "</text>\n",
                  report->count * ROW + TOP + 10, LEFT);
    for (size_t i = 0; i < report->count; i++, y += ROW) {
        const struct line *l = &report->lines[i];
        const double part = ratio(l->few.a_second, l->limit);
        const double width = part > 1 ? FULL : part * FULL;
        (void)fprintf(file, "<text x=\"%d\" y=\"%d\" text-anchor=\"end\">%s</text>", LEFT - 10,
                      y + 15, l->name);
        if (l->limit > 0)
            (void)fprintf(file,
                          "<rect x=\"%d\" y=\"%d\" width=\"%d\" height=\"18\" fill=\"#e6ebe4\"/>"
                          "<rect x=\"%d\" y=\"%d\" width=\"%.0f\" height=\"18\" fill=\"#2f6b4f\"/>",
                          LEFT, y + 2, FULL, LEFT, y + 2, width);
        (void)fprintf(file, "<text x=\"%d\" y=\"%d\">%.0f", LEFT + (l->limit > 0 ? FULL + 8 : 0),
                      y + 15, l->few.a_second);
        if (l->limit > 0)
            (void)fprintf(file, " (%.0f %%)", part * 100);
        (void)fputs("</text>\n", file);
    }
    (void)fputs("</svg>\n", file);
}

static bool write_one(const struct report *report, const char *folder, const char *name,
                      void (*write)(FILE *file, const struct report *report))
{
    char path[300];
    (void)snprintf(path, sizeof path, "%s/%s", folder, name);
    FILE *file = fopen(path, "we");
    if (file == NULL) {
        perror(path);
        return false;
    }
    write(file, report);
    return fclose(file) == 0;
}

bool report_write(const struct report *report, const char *folder)
{
    return write_one(report, folder, "bench.json", write_json) &&
           write_one(report, folder, "bench.svg", write_svg);
}
