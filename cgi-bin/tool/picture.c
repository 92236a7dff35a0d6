/* jangteo-picture <kind>: decodes the picture on standard input, of the kind by its number, and
 * writes its files to standard output, as shop/picture/picture.h says. api-picture starts one for
 * each file a client sends: under limits and without environment or files of the program's, so that
 * a file that gets the better of a decoder finds no connection and no secret in its memory. (It is
 * the programs' user still.) */
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <unistd.h>

#include "base/log.h"
#include "shop/picture/picture.h"

enum {
    ARENA_LIMIT = 32 << 20,
    CPU_S = 10,
    OUTPUT_MAX = PICTURE_SIZES * (PICTURE_FILE_MAX + (int)sizeof(struct picture_frame)),
};

static bool bound(void)
{
    const struct rlimit cpu = {CPU_S, CPU_S}, output = {OUTPUT_MAX, OUTPUT_MAX}, core = {0, 0};
    return prctl(PR_SET_PDEATHSIG, SIGKILL) == 0 && prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0 &&
           setrlimit(RLIMIT_CPU, &cpu) == 0 && setrlimit(RLIMIT_FSIZE, &output) == 0 &&
           setrlimit(RLIMIT_CORE, &core) == 0 && picture_start(true) == E_OK;
}

static bool read_source(char *buffer, struct slice *ret_source)
{
    size_t size = 0;
    ssize_t got;
    while ((got = read(STDIN_FILENO, buffer + size, PICTURE_SOURCE_MAX - size)) > 0)
        size += (size_t)got;
    *ret_source = (struct slice){buffer, size};
    return got == 0;
}

static bool write_all(const void *data, size_t size)
{
    for (size_t done = 0; done < size;) {
        const ssize_t written = write(STDOUT_FILENO, (const char *)data + done, size - done);
        if (written <= 0)
            return false;
        done += (size_t)written;
    }
    return true;
}

static bool write_picture(const struct picture *picture)
{
    struct picture_frame frames[PICTURE_SIZES];
    for (size_t i = 0; i < PICTURE_SIZES; i++) {
        const struct picture_file *file = &picture->files[i];
        frames[i] = (struct picture_frame){file->width, file->height, (uint32_t)file->bytes.size};
    }
    bool done = write_all(frames, sizeof frames);
    for (size_t i = 0; i < PICTURE_SIZES; i++)
        done = done && write_all(picture->files[i].bytes.data, picture->files[i].bytes.size);
    return done;
}

int main(int argc, char **argv)
{
    static char buffer[PICTURE_SOURCE_MAX];
    struct slice source;
    struct picture picture;
    int64_t kind;
    log_open("jangteo-picture");
    if (argc != 2 || !str_to_int(argv[1], strlen(argv[1]), 0, PICTURE_KINDS - 1, &kind) ||
        !bound() || !read_source(buffer, &source))
        return EXIT_FAILURE;
    struct arena *arena = arena_new(ARENA_LIMIT);
    const enum err e = arena == NULL
                           ? E_NO_MEMORY
                           : picture_decode(arena, (enum picture_kind)kind, source, &picture);
    int status = e == E_OK          ? EXIT_SUCCESS
                 : e == E_NO_MEMORY ? PICTURE_EXIT_NO_MEMORY
                                    : PICTURE_EXIT_BROKEN;
    if (e == E_OK && !write_picture(&picture))
        status = EXIT_FAILURE;
    arena_free(arena);
    return status;
}
