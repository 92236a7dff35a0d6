#include "view/chart.h"

/* In units of its own: those of the template's viewBox. */
#define WIDTH 600
#define HEIGHT 120
#define BAR_LEAST 2

static int64_t most_of(const struct chart *chart)
{
    int64_t most = 0;
    for (size_t i = 0; i < chart->count; i++)
        if (chart->values[i] > most)
            most = chart->values[i];
    return most;
}

static int64_t height_of(int64_t value, int64_t most)
{
    const int64_t height = most > 0 ? value * HEIGHT / most : 0;
    return value > 0 && height < BAR_LEAST ? BAR_LEAST : height;
}

void chart_add(struct tpl *tpl, const struct chart *chart)
{
    struct tpl *part = tpl_include(tpl, "CHART", "partials/chart.tpl");
    const int64_t most = most_of(chart);
    const int64_t step = WIDTH / (int64_t)chart->count, width = (step * 7 + 9) / 10;
    tpl_text(part, "LABEL", chart->label);
    if (most == 0) {
        tpl_text(tpl_section(part, "NOTHING"), "NONE", chart->none);
        return;
    }
    struct tpl *bars = tpl_section(part, "BARS");
    tpl_money(bars, "MOST", most);
    tpl_show_if(bars, "WON", chart->won);
    tpl_show_if(bars, "COUNTED", !chart->won);
    tpl_text(bars, "FROM", chart->from);
    tpl_text(bars, "TO", chart->to);
    for (size_t i = 0; i < chart->count; i++) {
        if (chart->values[i] == 0)
            continue;
        const int64_t height = height_of(chart->values[i], most);
        struct tpl *bar = tpl_section(bars, "BAR");
        tpl_int(bar, "X", (int64_t)i * step + (step - width) / 2);
        tpl_int(bar, "Y", HEIGHT - height);
        tpl_int(bar, "WIDTH", width);
        tpl_int(bar, "HEIGHT", height);
        tpl_text(bar, "NAME", chart->names[i]);
        tpl_money(bar, "VALUE", chart->values[i]);
    }
}
