#include "support/platform.h"

#include <arpa/inet.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#include <json-c/json.h>

#include "base/signature.h"
#include "support/server.h"

enum { EVENTS_MAX = 4000 };

static struct {
    int listener;
    const char *secret;
    pthread_t thread;
    _Atomic enum platform_mood moods[PLATFORM_PATHS];
    atomic_bool stopping;
    atomic_int talking; /* connections under way */
    pthread_mutex_t lock;
    struct platform_event events[EVENTS_MAX];
    size_t count;
} platform = {.lock = PTHREAD_MUTEX_INITIALIZER};

static void nap(void)
{
    (void)nanosleep(&(struct timespec){0, 20 * 1000000L}, NULL);
}

/* ---- one request ---- */

static bool is_signed(const char *head, struct slice body, const char *id)
{
    char at[32], signature[128];
    server_header(head, "webhook-timestamp", at, sizeof at);
    server_header(head, "webhook-signature", signature, sizeof signature);
    const int64_t at_s = strtoll(at, NULL, 10);
    const int64_t age_s = (int64_t)time(NULL) - at_s;
    return age_s >= -5 && age_s < 60 && signature_valid(platform.secret, id, at_s, body, signature);
}

static void keep(const struct platform_event *event)
{
    (void)pthread_mutex_lock(&platform.lock);
    if (platform.count < EVENTS_MAX)
        platform.events[platform.count++] = *event;
    else
        json_object_put(event->document);
    (void)pthread_mutex_unlock(&platform.lock);
}

static void answer(int fd, enum platform_path path, enum platform_mood mood)
{
    switch (mood) {
    case PLATFORM_TAKES:
        server_say(fd, "HTTP/1.1 204 No Content\r\nConnection: close\r\n\r\n");
        return;
    case PLATFORM_REFUSES:
        server_say(fd, "HTTP/1.1 500 Oh no\r\nConnection: close\r\nContent-Length: 0\r\n\r\n");
        return;
    case PLATFORM_GABBLES:
        server_say(fd, "\x16\x03\x01 <html>204 OK\n\n\n");
        return;
    case PLATFORM_HANGS:
        while (!atomic_load(&platform.stopping) &&
               atomic_load(&platform.moods[path]) == PLATFORM_HANGS)
            nap();
        return;
    }
}

static void *talk(void *arg)
{
    const int fd = (int)(intptr_t)arg;
    char *buffer = malloc(SERVER_REQUEST_MAX);
    struct slice body = {NULL, 0};
    if (buffer != NULL)
        body.data = server_receive(fd, buffer, SERVER_REQUEST_MAX, &body.size);
    if (body.data != NULL) {
        struct platform_event event = {
            .path = strncmp(buffer, "POST /delivery ", 15) == 0 ? PLATFORM_DELIVERY : PLATFORM_DATA,
            .document = json_tokener_parse(body.data)};
        server_header(buffer, "webhook-id", event.id, sizeof event.id);
        event.valid = is_signed(buffer, body, event.id);
        event.mood = atomic_load(&platform.moods[event.path]);
        keep(&event);
        answer(fd, event.path, event.mood);
    }
    free(buffer);
    (void)close(fd);
    atomic_fetch_sub(&platform.talking, 1);
    return NULL;
}

static void *listen_on(void *arg)
{
    (void)arg;
    while (!atomic_load(&platform.stopping)) {
        pthread_t thread;
        const int fd = accept(platform.listener, NULL, NULL);
        if (fd < 0)
            continue;
        atomic_fetch_add(&platform.talking, 1);
        if (pthread_create(&thread, NULL, talk, (void *)(intptr_t)fd) == 0) {
            (void)pthread_detach(thread);
        } else {
            atomic_fetch_sub(&platform.talking, 1);
            (void)close(fd);
        }
    }
    return NULL;
}

/* ---- as tests see it ---- */

int platform_start(const char *secret)
{
    struct sockaddr_in at = {.sin_family = AF_INET};
    socklen_t size = sizeof at;
    at.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    platform.secret = secret;
    platform.listener = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (platform.listener < 0 || bind(platform.listener, (struct sockaddr *)&at, size) != 0 ||
        listen(platform.listener, 512) != 0 ||
        getsockname(platform.listener, (struct sockaddr *)&at, &size) != 0 ||
        pthread_create(&platform.thread, NULL, listen_on, NULL) != 0) {
        perror("platform");
        abort();
    }
    return ntohs(at.sin_port);
}

void platform_feel(enum platform_path path, enum platform_mood mood)
{
    atomic_store(&platform.moods[path], mood);
}

static bool has(const struct platform_event *event, const char *name, const char *wanted)
{
    struct json_object *value;
    return json_object_object_get_ex(event->document, name, &value) &&
           strcmp(json_object_get_string(value), wanted) == 0;
}

/* What a document must hold: one member, or two (`other` NULL: one). */
struct sought {
    const char *name, *value, *other, *other_value;
};

static size_t count(struct sought sought, bool taken_only, struct platform_event *ret_last)
{
    size_t found = 0;
    (void)pthread_mutex_lock(&platform.lock);
    for (size_t i = 0; i < platform.count; i++) {
        const struct platform_event *event = &platform.events[i];
        const bool taken = event->mood == PLATFORM_TAKES;
        if (!has(event, sought.name, sought.value) ||
            (sought.other != NULL && !has(event, sought.other, sought.other_value)))
            continue;
        found += taken || !taken_only;
        if (taken && ret_last != NULL)
            *ret_last = *event;
    }
    (void)pthread_mutex_unlock(&platform.lock);
    return found;
}

size_t platform_count(const char *type, const char *subject, struct platform_event *ret_last)
{
    return count((struct sought){"type", type, "subject", subject}, false, ret_last);
}

size_t platform_count_member(const char *name, const char *value)
{
    return count((struct sought){.name = name, .value = value}, false, NULL);
}

static size_t wait_for(struct sought sought, int seconds, struct platform_event *ret_last)
{
    const time_t end = time(NULL) + seconds;
    size_t found;
    while ((found = count(sought, true, ret_last)) == 0 && time(NULL) <= end)
        nap();
    return found;
}

size_t platform_wait(const char *type, const char *subject, int seconds,
                     struct platform_event *ret_last)
{
    return wait_for((struct sought){"type", type, "subject", subject}, seconds, ret_last);
}

size_t platform_wait_member(const char *name, const char *value, int seconds,
                            struct platform_event *ret_last)
{
    return wait_for((struct sought){.name = name, .value = value}, seconds, ret_last);
}

int platform_place(const char *type, const char *subject)
{
    int place = -1;
    (void)pthread_mutex_lock(&platform.lock);
    for (size_t i = 0; place < 0 && i < platform.count; i++)
        if (platform.events[i].mood == PLATFORM_TAKES && has(&platform.events[i], "type", type) &&
            has(&platform.events[i], "subject", subject))
            place = (int)i;
    (void)pthread_mutex_unlock(&platform.lock);
    return place;
}

void platform_stop(void)
{
    atomic_store(&platform.stopping, true);
    (void)shutdown(platform.listener, SHUT_RDWR);
    (void)pthread_join(platform.thread, NULL);
    (void)close(platform.listener);
    while (atomic_load(&platform.talking) > 0)
        nap();
    for (size_t i = 0; i < platform.count; i++)
        json_object_put(platform.events[i].document);
    platform.count = 0;
}
