#include "base/log.h"

#include <errno.h>
#include <inttypes.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/str.h"

/* PIPE_BUF on Linux: a line up to this long reaches a pipe whole, whoever else writes to it. */
#define LINE_MAX_SIZE 4096
/* Kept free for what must still fit once a text was cut: "…", quote, brace, line feed. */
#define LINE_RESERVE 8
/* The longest name, method, code or request id shown, in bytes of JSON. */
#define SHORT_TEXT 128

struct line {
    char data[LINE_MAX_SIZE];
    size_t size;
};

static const char *program = "jangteo";
static _Thread_local const char *request;

void log_open(const char *program_name)
{
    program = program_name;
}

void log_request(const char *request_id)
{
    request = request_id;
}

static void line_add(struct line *line, const char *data, size_t size)
{
    if (size > sizeof line->data - line->size)
        return;
    memcpy(line->data + line->size, data, size);
    line->size += size;
}

static void line_puts(struct line *line, const char *text)
{
    line_add(line, text, strlen(text));
}

/* One code point of `text` as it stands inside a JSON string, in `out`; returns the bytes read. */
static size_t escape_step(const char *text, size_t size, char out[8], size_t *ret_size)
{
    size_t step = utf8_step(text, size);
    unsigned char c = (unsigned char)text[0];
    /* C1 controls steer terminals as C0 ones do. */
    bool c1 = step == 2 && c == 0xC2 && (unsigned char)text[1] < 0xA0;
    int length;
    if (step == 0)
        length = snprintf(out, 8, "\\ufffd");
    else if (c1)
        length = snprintf(out, 8, "\\u%04x", (unsigned char)text[1]);
    else if (c < 0x20 || c == 0x7F)
        length = snprintf(out, 8, "\\u%04x", c);
    else if (c == '"' || c == '\\')
        length = snprintf(out, 8, "\\%c", c);
    else
        length = snprintf(out, 8, "%.*s", (int)step, text);
    *ret_size = (size_t)length;
    return step == 0 ? 1 : step;
}

/* Adds `"name":"text",` with at most `max` bytes of text; what is cut off shows as "…". */
static void line_text(struct line *line, const char *name, const char *text, size_t max)
{
    line_puts(line, "\"");
    line_puts(line, name);
    line_puts(line, "\":\"");
    size_t room = sizeof line->data - line->size - LINE_RESERVE;
    size_t end = line->size + (max < room ? max : room);
    size_t left = strlen(text);
    while (left > 0) {
        char out[8];
        size_t size, step = escape_step(text, left, out, &size);
        if (size > end - line->size) {
            line_puts(line, "…");
            break;
        }
        line_add(line, out, size);
        text += step;
        left -= step;
    }
    line_puts(line, "\",");
}

static void line_number(struct line *line, const char *name, int64_t value)
{
    char text[64];
    (void)snprintf(text, sizeof text, "\"%s\":%" PRId64 ",", name, value);
    line_puts(line, text);
}

/* What every line begins with. */
static void line_start(struct line *line, enum log_level level)
{
    static const char *const LEVELS[] = {"debug", "info", "warn", "error"};
    instant now = clock_now();
    char seconds[INSTANT_TEXT_SIZE], at[INSTANT_TEXT_SIZE + 8];
    instant_rfc3339(now, seconds);
    /* "2026-11-20T09:30:00" and "+09:00", with the milliseconds between them. */
    int whole = (int)strcspn(seconds, "+");
    (void)snprintf(at, sizeof at, "%.*s.%03d%s", whole, seconds, (int)(now.us / 1000 % 1000),
                   seconds + whole);
    line->size = 0;
    line_puts(line, "{");
    line_text(line, "at", at, SHORT_TEXT);
    line_text(line, "level", LEVELS[level], SHORT_TEXT);
    line_text(line, "program", program, SHORT_TEXT);
    if (request != NULL)
        line_text(line, "requestId", request, SHORT_TEXT);
}

static void line_write(struct line *line)
{
    line->size--; /* the comma after the last member */
    line_puts(line, "}\n");
    ssize_t written;
    do {
        written = write(STDERR_FILENO, line->data, line->size);
    } while (written < 0 && errno == EINTR);
    /* There is nobody left to tell that the log cannot be written. */
}

void log_write(enum log_level level, const char *format, ...)
{
    int saved_errno = errno;
    char message[LINE_MAX_SIZE];
    va_list args;
    va_start(args, format);
    if (vsnprintf(message, sizeof message, format, args) < 0)
        message[0] = '\0';
    va_end(args);
    struct line line;
    line_start(&line, level);
    line_text(&line, "message", message, sizeof message);
    line_write(&line);
    errno = saved_errno;
}

void log_access(const char *method, const char *path, int status, int64_t duration_us,
                const char *code)
{
    int saved_errno = errno;
    struct line line;
    line_start(&line, status >= 500 ? LOG_ERROR : LOG_INFO);
    line_text(&line, "method", method, SHORT_TEXT);
    line_number(&line, "status", status);
    line_number(&line, "durationUs", duration_us);
    line_text(&line, "code", code, SHORT_TEXT);
    /* Last: the client chose its length. */
    line_text(&line, "path", path, sizeof line.data);
    line_write(&line);
    errno = saved_errno;
}
