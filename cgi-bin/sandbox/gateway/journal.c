#include "sandbox/gateway/journal.h"

#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

#include "base/log.h"

static bool read_lines(struct journal *journal, FILE *file, bool (*read)(void *arg, char *line),
                       void *arg)
{
    char *line = NULL;
    size_t room = 0, number = 0;
    bool good = true;
    for (ssize_t size; good && (size = getline(&line, &room, file)) > 0;) {
        if (line[size - 1] != '\n')
            break;
        line[size - 1] = '\0';
        number++;
        good = read(arg, line);
        journal->size += size;
    }
    free(line);
    if (!good)
        log_write(LOG_ERROR, "line %zu of the journal makes no sense", number);
    return good && ferror(file) == 0;
}

static bool read_again(struct journal *journal, const char *path,
                       bool (*read)(void *arg, char *line), void *arg)
{
    FILE *file = fopen(path, "re");
    if (file == NULL)
        return false;
    const bool good = read_lines(journal, file, read, arg);
    (void)fclose(file);
    return good;
}

/* The file's name must survive as well. */
static bool sync_folder(const char *path)
{
    const char *slash = strrchr(path, '/');
    char *folder = slash != NULL ? strndup(path, (size_t)(slash - path) + 1) : strdup(".");
    const int fd = folder != NULL ? open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC) : -1;
    const bool synced = fd >= 0 && fsync(fd) == 0;
    free(folder);
    if (fd >= 0)
        (void)close(fd);
    return synced;
}

bool journal_open(struct journal *journal, const char *path, bool (*read)(void *arg, char *line),
                  void *arg)
{
    *journal = (struct journal){
        .fd = open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC | O_NOFOLLOW, 0600)};
    if (journal->fd >= 0 && flock(journal->fd, LOCK_EX) == 0 &&
        read_again(journal, path, read, arg) && ftruncate(journal->fd, journal->size) == 0 &&
        fsync(journal->fd) == 0 && sync_folder(path))
        return true;
    log_write(LOG_ERROR, "the journal %s cannot be used: error %d", path, errno);
    if (journal->fd >= 0)
        (void)close(journal->fd);
    return false;
}

static bool write_whole(int fd, const char *data, size_t size)
{
    while (size > 0) {
        const ssize_t n = write(fd, data, size);
        if (n < 0 && errno != EINTR)
            return false;
        data += n > 0 ? n : 0;
        size -= n > 0 ? (size_t)n : 0;
    }
    return fdatasync(fd) == 0;
}

bool journal_append(struct journal *journal, const char *format, ...)
{
    char *line = NULL;
    va_list args;
    va_start(args, format);
    const int size = vasprintf(&line, format, args);
    va_end(args);
    if (size < 0 || journal->broken) {
        log_write(LOG_ERROR, "the journal takes no more lines");
        free(size < 0 ? NULL : line);
        return false;
    }
    line[size] = '\n'; /* in place of the NUL: from here on it is so many bytes */
    const bool good = write_whole(journal->fd, line, (size_t)size + 1);
    free(line);
    if (good) {
        journal->size += size + 1;
        return true;
    }
    log_write(LOG_ERROR, "the journal could not be written: error %d", errno);
    journal->broken = ftruncate(journal->fd, journal->size) != 0;
    return false;
}
