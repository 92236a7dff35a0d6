#include "base/config.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/config_table.h"
#include "base/str.h"

/* All texts of a process fit many times over. */
#define TEXTS_LIMIT ((size_t)16 * 1024 * 1024)
/* Bytes of a wrong value that are shown. */
#define SHOWN_MAX 80

static const struct setting TABLE[] = {
#define SETTING_INT(field, env, def, low, high, meaning)                                           \
    {KIND_INT, offsetof(struct settings, field), env, def, low, high, meaning},
#define SETTING_SPAN(field, env, def, low, high, meaning)                                          \
    {KIND_SPAN, offsetof(struct settings, field), env, def, low, high, meaning},
#define SETTING_TEXT(field, env, def, low, high, meaning)                                          \
    {KIND_TEXT, offsetof(struct settings, field), env, def, low, high, meaning},
#define SETTING_FLAG(field, env, def, low, high, meaning)                                          \
    {KIND_FLAG, offsetof(struct settings, field), env, def, low, high, meaning},
#define SETTING_RATE(field, env, def, low, high, meaning)                                          \
    {KIND_RATE, offsetof(struct settings, field), env, def, low, high, meaning},
#include "base/settings.def"
#undef SETTING_INT
#undef SETTING_SPAN
#undef SETTING_TEXT
#undef SETTING_FLAG
#undef SETTING_RATE
};

const struct setting *settings_table(size_t *ret_count)
{
    *ret_count = COUNT_OF(TABLE);
    return TABLE;
}

const char *span_text(int64_t us, char buf[SPAN_TEXT_SIZE])
{
    static const struct unit {
        const char *name;
        int64_t us;
    } UNITS[] = {{"d", INT64_C(86400000000)},
                 {"h", INT64_C(3600000000)},
                 {"m", 60000000},
                 {"s", 1000000},
                 {"ms", 1000}};
    size_t i = 0;
    while (i < COUNT_OF(UNITS) - 1 && us % UNITS[i].us != 0)
        i++;
    (void)snprintf(buf, SPAN_TEXT_SIZE, "%" PRId64 "%s", us / UNITS[i].us, UNITS[i].name);
    return buf;
}

/* ---- reading ---- */

static bool parse_span(const struct setting *setting, const char *text, span *ret_span)
{
    span s;
    if (!span_parse(text, &s) || s.us < setting->low * 1000 || s.us > setting->high * 1000)
        return false;
    *ret_span = s;
    return true;
}

/* "0" and "1", or "off" and "on". */
static bool parse_choice(const char *text, const char *no, const char *yes, bool *ret_value)
{
    bool value = strcmp(text, yes) == 0;
    if (!value && strcmp(text, no) != 0)
        return false;
    *ret_value = value;
    return true;
}

/* One line of UTF-8 without control characters. */
static bool is_plain(const char *text)
{
    if (!utf8_valid(text, strlen(text)))
        return false;
    for (const unsigned char *p = (const unsigned char *)text; *p != '\0'; p++) {
        if (*p < 0x20 || *p == 0x7F || (*p == 0xC2 && p[1] < 0xA0))
            return false;
    }
    return true;
}

static bool text_valid(const struct setting *setting, const char *text)
{
    if (!is_plain(text))
        return false;
    size_t length = utf8_length(text, strlen(text));
    if (length < (uint64_t)setting->low || length > (uint64_t)setting->high)
        return false;
    const struct text_rule *rule = text_rule_of(setting->env);
    return rule == NULL || *text == '\0' || rule->valid(text);
}

static bool setting_parse(const struct setting *setting, const char *text, void *ret_field)
{
    switch (setting->kind) {
    case KIND_INT:
        return str_to_int(text, strlen(text), setting->low, setting->high, ret_field);
    case KIND_SPAN:
        return parse_span(setting, text, ret_field);
    case KIND_FLAG:
        return parse_choice(text, "0", "1", ret_field);
    case KIND_RATE:
        return parse_choice(text, "off", "on", ret_field);
    case KIND_TEXT:
        if (!text_valid(setting, text))
            return false;
        memcpy(ret_field, &text, sizeof text);
        return true;
    }
    return false;
}

/* ---- telling what is wrong ---- */

/* What a setting may be, after "must be". */
static void describe_allowed(const struct setting *setting, char *ret_text, size_t size)
{
    char low[SPAN_TEXT_SIZE], high[SPAN_TEXT_SIZE];
    const struct text_rule *rule;
    switch (setting->kind) {
    case KIND_INT:
        (void)snprintf(ret_text, size, "a whole number from %" PRId64 " to %" PRId64, setting->low,
                       setting->high);
        return;
    case KIND_SPAN:
        (void)snprintf(ret_text, size,
                       "a duration such as 500ms, 30s, 15m, 24h or 7d, from %s to %s",
                       span_text(setting->low * 1000, low), span_text(setting->high * 1000, high));
        return;
    case KIND_FLAG:
        (void)snprintf(ret_text, size, "0 or 1");
        return;
    case KIND_RATE:
        (void)snprintf(ret_text, size, "on or off");
        return;
    case KIND_TEXT:
        rule = text_rule_of(setting->env);
        (void)snprintf(ret_text, size,
                       "%s (%" PRId64 " to %" PRId64 " characters, no control characters)",
                       rule == NULL ? "a text" : rule->wanted, setting->low, setting->high);
        return;
    }
}

/* " is 'abc' but", the value cut and what is not plain ASCII replaced; a secret stays one. */
static void describe_value(const struct setting *setting, const char *value, char *ret_text,
                           size_t size)
{
    const struct text_rule *rule = text_rule_of(setting->env);
    if (rule != NULL && rule->secret) {
        (void)snprintf(ret_text, size, " (its value is not shown)");
        return;
    }
    int shown = snprintf(ret_text, size, " is '%.*s%s' but", SHOWN_MAX, value,
                         strlen(value) > SHOWN_MAX ? "..." : "");
    for (int i = 0; i < shown; i++) {
        if (ret_text[i] < ' ' || ret_text[i] > '~')
            ret_text[i] = '?';
    }
}

static void describe_error(const struct setting *setting, const char *value, char *ret_message,
                           size_t size)
{
    char shown[SHOWN_MAX + 20], allowed[200];
    describe_value(setting, value, shown, sizeof shown);
    describe_allowed(setting, allowed, sizeof allowed);
    (void)snprintf(ret_message, size, "%s%s must be %s.", setting->env, shown, allowed);
}

/* ---- loading ---- */

/* Keeps a copy for the life of the process: the environment may change, a setting may not. NULL
 * when memory runs out. */
static const char *text_keep(const char *text)
{
    static struct arena *texts;
    if (texts == NULL)
        texts = arena_new(TEXTS_LIMIT);
    return texts == NULL ? NULL : arena_strdup(texts, text);
}

static bool derive_public_url(struct settings *settings)
{
    char given[64], origin[1024];
    (void)snprintf(given, sizeof given, "http://127.0.0.1:%" PRId64, settings->port);
    const char *url = *settings->public_url == '\0' ? given : settings->public_url;
    if (!origin_normalize(url, origin, sizeof origin))
        return false;
    settings->public_url = text_keep(origin);
    return settings->public_url != NULL;
}

static bool setting_load(const struct setting *setting, struct settings *settings,
                         char *ret_message, size_t message_size)
{
    const char *value = getenv(setting->env);
    bool given = value != NULL && *value != '\0';
    if (!given)
        value = setting->def;
    if (!setting_parse(setting, value, (char *)settings + setting->offset)) {
        describe_error(setting, value, ret_message, message_size);
        return false;
    }
    if (setting->kind == KIND_TEXT && given) {
        const char *kept = text_keep(value);
        if (kept == NULL) {
            (void)snprintf(ret_message, message_size, "%s found no memory.", setting->env);
            return false;
        }
        memcpy((char *)settings + setting->offset, &kept, sizeof kept);
    }
    return true;
}

/* A real gateway is called with a secret, and calls back with a signature. */
static bool gateway_is_whole(const struct settings *settings, char *ret_message, size_t size)
{
    const char *missing = *settings->gateway_secret == '\0'           ? "GATEWAY_SECRET"
                          : *settings->gateway_webhook_secret == '\0' ? "GATEWAY_WEBHOOK_SECRET"
                                                                      : NULL;
    if (*settings->gateway_url == '\0' || missing == NULL)
        return true;
    (void)snprintf(ret_message, size, "%s must be set where GATEWAY_URL is.", missing);
    return false;
}

bool settings_load(struct settings *ret_settings, char *ret_message, size_t message_size)
{
    struct settings settings = {0};
    for (size_t i = 0; i < COUNT_OF(TABLE); i++) {
        if (!setting_load(&TABLE[i], &settings, ret_message, message_size))
            return false;
    }
    if (!gateway_is_whole(&settings, ret_message, message_size))
        return false;
    if (!derive_public_url(&settings)) {
        (void)snprintf(ret_message, message_size, "PUBLIC_URL found no memory.");
        return false;
    }
    *ret_settings = settings;
    return true;
}
