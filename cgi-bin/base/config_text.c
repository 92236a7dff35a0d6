/* What the texts among the settings must look like. */
#include <stdio.h>
#include <string.h>

#include "base/config_table.h"
#include "base/err.h"
#include "base/str.h"

/* What follows "http://" or "https://"; NULL when `text` is no such address. */
static const char *after_scheme(const char *text)
{
    static const char *const SCHEMES[] = {"http://", "https://"};
    for (size_t i = 0; i < COUNT_OF(SCHEMES); i++) {
        size_t length = strlen(SCHEMES[i]);
        if (strncmp(text, SCHEMES[i], length) == 0)
            return text + length;
    }
    return NULL;
}

/* An address of `size` bytes: a scheme, a host, no space, no quote. */
static bool url_valid_n(const char *text, size_t size)
{
    const char *host = after_scheme(text);
    if (host == NULL || host >= text + size || strchr("/:?#@", *host) != NULL)
        return false;
    for (const char *p = text; p < text + size; p++) {
        if ((unsigned char)*p <= ' ' || strchr("\"'<>\\^`{|}", *p) != NULL)
            return false;
    }
    return true;
}

static bool url_valid(const char *text)
{
    return url_valid_n(text, strlen(text));
}

/* Addresses separated by commas or spaces. */
static bool url_list_valid(const char *text)
{
    size_t count = 0;
    for (text += strspn(text, ", "); *text != '\0'; text += strspn(text, ", ")) {
        size_t size = strcspn(text, ", ");
        if (!url_valid_n(text, size))
            return false;
        text += size;
        count++;
    }
    return count > 0;
}

static char lower(char c)
{
    return c >= 'A' && c <= 'Z' ? (char)(c + ('a' - 'A')) : c;
}

/* Length of the host that `text` starts with; 0 when it starts with none. */
static size_t host_length(const char *text)
{
    static const char NAME[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.-_";
    if (text[0] != '[')
        return strspn(text, NAME);
    size_t inner = strspn(text + 1, "0123456789abcdefABCDEF:.");
    return inner > 0 && text[1 + inner] == ']' ? inner + 2 : 0;
}

bool origin_normalize(const char *text, char *ret_origin, size_t size)
{
    const char *host = after_scheme(text);
    if (host == NULL)
        return false;
    size_t length = host_length(host);
    const char *rest = host + length;
    int64_t port = 0;
    if (*rest == ':') {
        size_t digits = strspn(rest + 1, "0123456789");
        if (!str_to_int(rest + 1, digits, 1, 65535, &port))
            return false;
        rest += 1 + digits;
    }
    if (length == 0 || (*rest != '\0' && strcmp(rest, "/") != 0))
        return false;
    bool tls = host - text == sizeof "https://" - 1;
    bool shown = port != 0 && port != (tls ? 443 : 80);
    int prefix = (int)(host - text) + (int)length;
    int written = shown ? snprintf(ret_origin, size, "%.*s:%d", prefix, text, (int)port)
                        : snprintf(ret_origin, size, "%.*s", prefix, text);
    if (written < 0 || (size_t)written >= size)
        return false;
    for (char *p = ret_origin; *p != '\0'; p++)
        *p = lower(*p);
    return true;
}

static bool origin_valid(const char *text)
{
    char origin[1024];
    return origin_normalize(text, origin, sizeof origin);
}

/* Value of a base64 digit; -1 when `c` is none. */
static int base64_value(char c)
{
    static const char DIGITS[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    const char *at = c == '\0' ? NULL : strchr(DIGITS, c);
    return at == NULL ? -1 : (int)(at - DIGITS);
}

/* Padded base64 (RFC 4648, section 4) of at least one byte, its unused bits zero: what a strict
 * decoder takes. */
static bool base64_valid(const char *text)
{
    size_t size = strlen(text);
    if (size == 0 || size % 4 != 0)
        return false;
    size_t padding = text[size - 1] != '=' ? 0 : text[size - 2] != '=' ? 1 : 2;
    for (size_t i = 0; i < size - padding; i++) {
        if (base64_value(text[i]) < 0)
            return false;
    }
    int unused = padding == 0 ? 0 : padding == 1 ? 3 : 15;
    return (base64_value(text[size - padding - 1]) & unused) == 0;
}

static bool whsec_valid(const char *text)
{
    static const char PREFIX[] = "whsec_";
    const size_t length = sizeof PREFIX - 1;
    return strncmp(text, PREFIX, length) == 0 && base64_valid(text + length);
}

static bool email_valid(const char *text)
{
    const char *at = strchr(text, '@');
    return at != NULL && at != text && at[1] != '\0' && strpbrk(at + 1, "@") == NULL &&
           strpbrk(text, " ,;<>\"") == NULL;
}

static bool password_valid(const char *text)
{
    return utf8_length(text, strlen(text)) >= 8;
}

/* "10.0.0.1:8081": what nginx may listen on. */
static bool listen_valid(const char *text)
{
    const size_t length = host_length(text);
    int64_t port;
    return length > 0 && text[length] == ':' &&
           str_to_int(text + length + 1, strlen(text + length + 1), 1, 65535, &port);
}

static bool anything(const char *text)
{
    (void)text;
    return true;
}

const struct text_rule *text_rule_of(const char *env)
{
    static const char URL[] = "an http:// or https:// address";
    static const char WHSEC[] = "whsec_ followed by a key in base64";
    static const struct text_rule RULES[] = {
        {"DATABASE_URL", true, anything, "a PostgreSQL connection string"},
        {"PUBLIC_URL", false, origin_valid, "an http:// or https:// origin without a path"},
        {"ADMIN_EMAIL", false, email_valid, "an e-mail address"},
        {"ADMIN_PASSWORD", true, password_valid, "at least 8 characters long"},
        {"PUSH_URLS", false, url_list_valid, "http:// or https:// addresses separated by commas"},
        {"PUSH_LISTEN", false, listen_valid, "an address and a port with ':' between them"},
        {"GATEWAY_URL", false, url_valid, URL},
        {"GATEWAY_SECRET", true, anything, "a secret"},
        {"GATEWAY_WEBHOOK_SECRET", true, whsec_valid, WHSEC},
        {"DATA_PLATFORM_URL", false, url_valid, URL},
        {"DELIVERY_URL", false, url_valid, URL},
        {"EVENTS_SECRET", true, whsec_valid, WHSEC},
    };
    for (size_t i = 0; i < COUNT_OF(RULES); i++) {
        if (strcmp(RULES[i].env, env) == 0)
            return &RULES[i];
    }
    return NULL;
}
