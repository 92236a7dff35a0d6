/* The settings as text: for the shell that starts the programs, and for the README. */
#include <inttypes.h>
#include <string.h>

#include "base/config.h"
#include "base/config_table.h"

/* In single quotes a shell reads everything as it stands, but the quote itself. */
static void print_quoted(const char *text, FILE *out)
{
    fputc('\'', out);
    for (; *text != '\0'; text++) {
        if (*text == '\'')
            fputs("'\\''", out);
        else
            fputc(*text, out);
    }
    fputc('\'', out);
}

/* The value of a setting as its variable would hold it. Returns a text of its own or `buf`. */
static const char *value_text(const struct setting *setting, const struct settings *settings,
                              char buf[SPAN_TEXT_SIZE])
{
    const char *field = (const char *)settings + setting->offset;
    const char *text = "";
    int64_t number = 0;
    bool flag = false;
    switch (setting->kind) {
    case KIND_INT:
        memcpy(&number, field, sizeof number);
        (void)snprintf(buf, SPAN_TEXT_SIZE, "%" PRId64, number);
        return buf;
    case KIND_SPAN:
        memcpy(&number, field, sizeof number);
        return span_text(number, buf);
    case KIND_TEXT:
        memcpy(&text, field, sizeof(const char *));
        return text;
    case KIND_FLAG:
        memcpy(&flag, field, sizeof flag);
        return flag ? "1" : "0";
    case KIND_RATE:
        memcpy(&flag, field, sizeof flag);
        return flag ? "on" : "off";
    }
    return text;
}

void settings_print_shell(const struct settings *settings, FILE *out)
{
    size_t count;
    const struct setting *table = settings_table(&count);
    for (size_t i = 0; i < count; i++) {
        char buf[SPAN_TEXT_SIZE];
        fprintf(out, "%s=", table[i].env);
        print_quoted(value_text(&table[i], settings, buf), out);
        fputc('\n', out);
    }
}

/* Durations by their length: 24h is 1d. */
static bool is_default(const struct setting *setting, const struct settings *settings,
                       const char *value)
{
    span given, usual;
    if (setting->kind != KIND_SPAN)
        return strcmp(value, setting->def) == 0;
    memcpy(&given, (const char *)settings + setting->offset, sizeof given);
    return span_parse(setting->def, &usual) && usual.us == given.us;
}

static bool is_secret(const struct setting *setting)
{
    const struct text_rule *rule = text_rule_of(setting->env);
    return rule != NULL && rule->secret;
}

void settings_print_list(const struct settings *settings, FILE *out)
{
    size_t count;
    const struct setting *table = settings_table(&count);
    for (size_t i = 0; i < count; i++) {
        char buf[SPAN_TEXT_SIZE];
        const char *value = value_text(&table[i], settings, buf);
        const bool as_usual = is_default(&table[i], settings, value);
        if (*value == '\0')
            value = "unset";
        else if (is_secret(&table[i]))
            value = "set, not shown";
        fprintf(out, "%-24s %s%s\n", table[i].env, value, as_usual ? " (default)" : "");
    }
}

/* A '|' would end the cell. */
static void print_cell(const char *text, FILE *out)
{
    for (; *text != '\0'; text++) {
        if (*text == '|')
            fputc('\\', out);
        fputc(*text, out);
    }
}

static void print_allowed(const struct setting *setting, FILE *out)
{
    char low[SPAN_TEXT_SIZE], high[SPAN_TEXT_SIZE];
    const struct text_rule *rule;
    switch (setting->kind) {
    case KIND_INT:
        fprintf(out, "%" PRId64 " to %" PRId64, setting->low, setting->high);
        return;
    case KIND_SPAN:
        fprintf(out, "%s to %s", span_text(setting->low * 1000, low),
                span_text(setting->high * 1000, high));
        return;
    case KIND_TEXT:
        rule = text_rule_of(setting->env);
        print_cell(rule == NULL ? "text" : rule->wanted, out);
        return;
    case KIND_FLAG:
        fputs("0, 1", out);
        return;
    case KIND_RATE:
        fputs("on, off", out);
        return;
    }
}

void settings_print_table(FILE *out)
{
    size_t count;
    const struct setting *table = settings_table(&count);
    fputs("| Variable | Default | Allowed | Meaning |\n|---|---|---|---|\n", out);
    for (size_t i = 0; i < count; i++) {
        fprintf(out, "| `%s` | ", table[i].env);
        if (*table[i].def != '\0')
            fprintf(out, "`%s`", table[i].def);
        else
            fputs("unset", out);
        fputs(" | ", out);
        print_allowed(&table[i], out);
        fputs(" | ", out);
        print_cell(table[i].meaning, out);
        fputs(" |\n", out);
    }
}
