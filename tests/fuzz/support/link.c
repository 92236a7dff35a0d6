#include "fuzz/support/link.h"

#include <string.h>

/* Bodies come and answers go in pieces of this size. */
#define PIECE 997
#define ANSWER_MAX ((size_t)4 << 20)

static struct slice left;
static unsigned char piece[PIECE], answer[ANSWER_MAX];
static size_t answer_size;

static void fill(FCGX_Stream *stream)
{
    const size_t size = left.size < PIECE ? left.size : PIECE;
    if (size == 0) {
        stream->isClosed = 1;
        return;
    }
    memcpy(piece, left.data, size);
    stream->rdNext = piece;
    stream->stop = piece + size;
    left = (struct slice){left.data + size, left.size - size};
}

static unsigned char out[PIECE];

static void drain(FCGX_Stream *stream, int close)
{
    (void)close;
    const size_t size = (size_t)(stream->wrNext - out);
    if (size > ANSWER_MAX - answer_size) {
        stream->isClosed = 1;
        stream->FCGI_errno = 32;
        return;
    }
    memcpy(answer + answer_size, out, size);
    answer_size += size;
    stream->wrNext = out;
}

void link_open(struct link *link, struct slice body)
{
    *link = (struct link){
        .in = {.isReader = 1, .fillBuffProc = fill},
        .out = {.wrNext = out, .stop = out + sizeof out, .emptyBuffProc = drain},
    };
    link->in.rdNext = link->in.stop = link->in.stopUnget = piece;
    link->fcgi =
        (FCGX_Request){.in = &link->in, .out = &link->out, .envp = link->params, .ipcFd = -1};
    left = body;
    answer_size = 0;
}

void link_param(struct link *link, char *param)
{
    if (link->param_count < LINK_PARAMS_MAX)
        link->params[link->param_count++] = param;
}

struct slice link_written(void)
{
    return (struct slice){(const char *)answer, answer_size};
}
