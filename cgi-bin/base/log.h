/* The log: one JSON object a line on standard error, written with a single write(2). */
#ifndef JANGTEO_BASE_LOG_H
#define JANGTEO_BASE_LOG_H

#include <stdint.h>

enum log_level { LOG_DEBUG, LOG_INFO, LOG_WARN, LOG_ERROR };

/* Name that every line of this process carries as "program". `name` must outlive the process. */
void log_open(const char *program_name);
/* The request that this thread serves from now on; NULL for none. The text must outlive it. */
void log_request(const char *request_id);

/* {"at":…,"level":…,"program":…,"requestId":…,"message":…}. Never personal data, never a secret. */
void log_write(enum log_level level, const char *format, ...) __attribute__((format(printf, 2, 3)));
/* The line that closes a request: method, path without query, status, duration, error code. */
void log_access(const char *method, const char *path, int status, int64_t duration_us,
                const char *code);

#endif
