#define CURL_DISABLE_TYPECHECK
#include "fuzz/support/curl.h"

#include <curl/curl.h>
#include <stdarg.h>
#include <string.h>

#undef curl_easy_setopt
#undef curl_easy_getinfo

#define PIECE 61

static struct gateway_answer given;
static curl_write_callback take;
static void *take_arg;

void curl_answers(struct gateway_answer answer)
{
    given = answer;
}

CURLcode curl_easy_setopt(CURL *curl, CURLoption option, ...)
{
    va_list args;
    (void)curl;
    va_start(args, option);
    if (option == CURLOPT_WRITEFUNCTION)
        take = va_arg(args, curl_write_callback);
    else if (option == CURLOPT_WRITEDATA)
        take_arg = va_arg(args, void *);
    va_end(args);
    return CURLE_OK;
}

CURLcode curl_easy_perform(CURL *curl)
{
    (void)curl;
    char piece[PIECE];
    for (size_t at = 0; at < given.body.size;) {
        const size_t left = given.body.size - at, size = left < PIECE ? left : PIECE;
        memcpy(piece, given.body.data + at, size);
        if (take(piece, 1, size, take_arg) != size)
            return CURLE_WRITE_ERROR;
        at += size;
    }
    return CURLE_OK;
}

CURLcode curl_easy_getinfo(CURL *curl, CURLINFO info, ...)
{
    va_list args;
    (void)curl;
    (void)info; /* the status is all that is asked for */
    va_start(args, info);
    *va_arg(args, long *) = given.status;
    va_end(args);
    return CURLE_OK;
}
