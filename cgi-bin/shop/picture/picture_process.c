#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <spawn.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/pidfd.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/log.h"
#include "shop/picture/picture.h"

#define TURN_WAIT_S 5
/* The largest picture takes about a second. */
#define DECODE_WAIT_MS 10000

static pthread_mutex_t decoding = PTHREAD_MUTEX_INITIALIZER;

static void close_file(const int *file)
{
    if (*file >= 0)
        (void)close(*file);
}
#define CLEANUP_FILE __attribute__((cleanup(close_file)))

static enum err complain(const char *what)
{
    log_write(LOG_ERROR, "picture: %s: errno %d", what, errno);
    return E_INTERNAL;
}

/* ---- the decoder's process ---- */

/* It stands beside this program. */
static bool find_decoder(char *path, size_t size)
{
    static const char NAME[] = "jangteo-picture";
    const ssize_t length = readlink("/proc/self/exe", path, size - sizeof NAME);
    if (length <= 0)
        return false;
    path[length] = '\0';
    char *name = strrchr(path, '/');
    if (name == NULL)
        return false;
    memcpy(name + 1, NAME, sizeof NAME);
    return true;
}

/* With `in` and `out` as its standard input and output, and nothing else of ours but the log. */
static bool spawn(enum picture_kind kind, int in, int out, pid_t *ret_pid)
{
    char path[4096], number[12];
    char *const argv[] = {path, number, NULL}, *const environment[] = {NULL};
    posix_spawn_file_actions_t files;
    (void)snprintf(number, sizeof number, "%d", (int)kind);
    if (!find_decoder(path, sizeof path) || posix_spawn_file_actions_init(&files) != 0)
        return false;
    const bool done = posix_spawn_file_actions_adddup2(&files, in, 0) == 0 &&
                      posix_spawn_file_actions_adddup2(&files, out, 1) == 0 &&
                      posix_spawn_file_actions_addclosefrom_np(&files, 3) == 0 &&
                      posix_spawn(ret_pid, path, &files, NULL, argv, environment) == 0;
    (void)posix_spawn_file_actions_destroy(&files);
    return done;
}

/* Waits for its end, not longer than it may take; what it ended with. */
static enum err await(pid_t pid, int *ret_status)
{
    CLEANUP_FILE int process = pidfd_open(pid, 0);
    struct pollfd ended = {.fd = process, .events = POLLIN};
    const int64_t deadline_ms = clock_monotonic_ms() + DECODE_WAIT_MS;
    int ready = -1;
    do {
        const int64_t left_ms = deadline_ms - clock_monotonic_ms();
        if (process >= 0)
            ready = poll(&ended, 1, left_ms > 0 ? (int)left_ms : 0);
    } while (process >= 0 && ready < 0 && errno == EINTR);
    if (ready != 1)
        (void)kill(pid, SIGKILL);
    while (waitpid(pid, ret_status, 0) < 0)
        if (errno != EINTR)
            return complain("waiting for the decoder");
    if (ready == 1)
        return E_OK;
    log_write(LOG_WARN, "picture: the decoder took longer than %d ms", DECODE_WAIT_MS);
    return E_UNAVAILABLE;
}

static enum err judge(struct call *call, int status)
{
    if (WIFEXITED(status) && WEXITSTATUS(status) == 0)
        return E_OK;
    if (WIFEXITED(status) && WEXITSTATUS(status) == PICTURE_EXIT_NO_MEMORY)
        return E_NO_MEMORY;
    if (WIFEXITED(status) && WEXITSTATUS(status) == PICTURE_EXIT_BROKEN)
        return call_refuse(call, "image", P_INVALID_FORMAT);
    log_write(LOG_ERROR, "picture: the decoder ended with status %#x", (unsigned)status);
    /* What dies of a file has something against it; what ends by itself could not do its work. */
    if (WIFEXITED(status))
        return E_INTERNAL;
    return call_refuse(call, "image", P_INVALID_FORMAT);
}

/* ---- what goes in and comes out ---- */

static bool write_all(int file, struct slice bytes)
{
    while (bytes.size > 0) {
        const ssize_t written = write(file, bytes.data, bytes.size);
        if (written <= 0)
            return false;
        bytes = (struct slice){bytes.data + written, bytes.size - (size_t)written};
    }
    return lseek(file, 0, SEEK_SET) == 0;
}

static bool read_all(int file, off_t at, void *to, size_t size)
{
    for (size_t done = 0; done < size;) {
        const ssize_t got = pread(file, (char *)to + done, size - done, at + (off_t)done);
        if (got <= 0)
            return false;
        done += (size_t)got;
    }
    return true;
}

/* A file may have got the better of the decoder: what it says of sizes is as little to be trusted.
 */
static bool is_sound(const struct picture_frame *frame, int width)
{
    return frame->width == width && frame->height >= 1 && frame->height <= PICTURE_SIDE_MAX &&
           frame->size >= 1 && frame->size <= PICTURE_FILE_MAX;
}

static enum err read_picture(struct arena *arena, int file, struct picture_file *files)
{
    struct picture_frame frames[PICTURE_SIZES];
    off_t at = sizeof frames;
    if (!read_all(file, 0, frames, sizeof frames))
        return complain("the decoder's frames");
    for (size_t i = 0; i < PICTURE_SIZES; i++) {
        if (!is_sound(&frames[i], PICTURE_WIDTHS[i]))
            return complain("the decoder's frames");
        char *bytes = arena_alloc(arena, frames[i].size);
        TRY_NEW(bytes);
        if (!read_all(file, at, bytes, frames[i].size))
            return complain("the decoder's files");
        at += (off_t)frames[i].size;
        files[i] =
            (struct picture_file){frames[i].width, frames[i].height, {bytes, frames[i].size}};
    }
    return E_OK;
}

static enum err decode_apart(struct call *call, enum picture_kind kind, struct slice source,
                             struct picture_file *files)
{
    CLEANUP_FILE int in = memfd_create("source", MFD_CLOEXEC);
    CLEANUP_FILE int out = memfd_create("picture", MFD_CLOEXEC);
    pid_t pid;
    int status = 0;
    if (in < 0 || out < 0 || !write_all(in, source))
        return complain("memory for the decoder");
    if (!spawn(kind, in, out, &pid))
        return complain("starting the decoder");
    TRY(await(pid, &status));
    TRY(judge(call, status));
    return read_picture(call->arena, out, files);
}

static bool take_turn(void)
{
    struct timespec until;
    clock_gettime(CLOCK_REALTIME, &until);
    until.tv_sec += TURN_WAIT_S;
    return pthread_mutex_timedlock(&decoding, &until) == 0;
}

enum err picture_process(struct call *call, const char *content_type, struct slice source,
                         struct picture *ret_picture)
{
    enum picture_kind kind;
    struct picture picture;
    TRY(picture_check(call, content_type, source, &kind));
    if (!take_turn())
        return E_UNAVAILABLE;
    const enum err e = decode_apart(call, kind, source, picture.files);
    pthread_mutex_unlock(&decoding);
    TRY(e);
    picture_hash(source, picture.hash);
    *ret_picture = picture;
    return E_OK;
}
