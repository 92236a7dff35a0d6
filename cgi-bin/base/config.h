/* Settings: read once at start from the environment, checked as a whole, then read-only. */
#ifndef JANGTEO_BASE_CONFIG_H
#define JANGTEO_BASE_CONFIG_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include "base/instant.h"

struct settings {
#define SETTING_INT(field, env, def, low, high, meaning) int64_t field;
#define SETTING_SPAN(field, env, def, low, high, meaning) span field;
#define SETTING_TEXT(field, env, def, low, high, meaning) const char *field;
#define SETTING_FLAG(field, env, def, low, high, meaning) bool field;
#define SETTING_RATE(field, env, def, low, high, meaning) bool field;
#include "base/settings.def"
#undef SETTING_INT
#undef SETTING_SPAN
#undef SETTING_TEXT
#undef SETTING_FLAG
#undef SETTING_RATE
};

/* Reads all settings from the environment; an unset or empty variable takes its default. PUBLIC_URL
 * is derived from PORT when unset, must be an http(s) origin without a path, and is kept as
 * browsers send it in Origin: no trailing slash, lower case, no default port. On a wrong value
 * writes one sentence that names the variable, its value (never a secret) and what is allowed to
 * `ret_message` and gives false; so it does for GATEWAY_URL without both of its secrets. Texts live
 * as long as the process. Call it before the threads start. */
bool settings_load(struct settings *ret_settings, char *ret_message, size_t message_size);

/* One setting a line as NAME='value', quoted for a POSIX shell. */
void settings_print_shell(const struct settings *settings, FILE *out);
/* The same for people: says of each whether it is at its default, and shows no secret. */
void settings_print_list(const struct settings *settings, FILE *out);
/* The README's table, in Markdown. */
void settings_print_table(FILE *out);

#endif
