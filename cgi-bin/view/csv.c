#include "view/csv.h"

#include <string.h>

void csv_begin(struct strbuf *csv)
{
    strbuf_puts(csv, "\xef\xbb\xbf");
}

static bool looks_like_formula(const char *text)
{
    /* The last four are the full-width forms, which some spreadsheets fold. */
    static const char *const SIGNS[] = {"=",
                                        "+",
                                        "-",
                                        "@",
                                        "\t",
                                        "\r",
                                        "\n",
                                        "\xef\xbc\x9d",
                                        "\xef\xbc\x8b",
                                        "\xef\xbc\x8d",
                                        "\xef\xbc\xa0"};
    for (size_t i = 0; i < sizeof SIGNS / sizeof SIGNS[0]; i++)
        if (strncmp(text, SIGNS[i], strlen(SIGNS[i])) == 0)
            return true;
    return false;
}

static void add_cell(struct strbuf *csv, const char *text)
{
    strbuf_puts(csv, "\"");
    if (looks_like_formula(text))
        strbuf_puts(csv, "'");
    for (const char *rest = text; *rest != '\0';) {
        const size_t size = strcspn(rest, "\"");
        strbuf_add(csv, rest, size);
        rest += size;
        if (*rest == '"') {
            strbuf_puts(csv, "\"\"");
            rest++;
        }
    }
    strbuf_puts(csv, "\"");
}

void csv_row(struct strbuf *csv, const char *const *cells, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (i > 0)
            strbuf_puts(csv, ",");
        add_cell(csv, cells[i] != NULL ? cells[i] : "");
    }
    strbuf_puts(csv, "\r\n");
}
