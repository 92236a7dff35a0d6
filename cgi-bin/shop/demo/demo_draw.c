/* Pictures of the demo shop: a drawing (pictures/<drawing>.svg) stands before a backdrop in a scene
 * (pictures/scene.svg) whose colours are the product's. @name@ stands for a value. */
#include <pthread.h>
#include <string.h>
#include <unistd.h>

#include "base/log.h"
#include "shop/demo/demo.h"

#define SVG_MAX ((size_t)512 << 10)
#define ARENA_LIMIT ((size_t)256 << 20)

struct value {
    const char *name, *text;
};

/* Puts values in place of their names; values hold names themselves, one level deep. */
static void expand(struct strbuf *out, const char *text, const struct value *values, size_t count,
                   int depth)
{
    const char *at;
    while ((at = strchr(text, '@')) != NULL) {
        strbuf_add(out, text, (size_t)(at - text));
        size_t length = strcspn(at + 1, "@");
        const struct value *value = NULL;
        for (size_t i = 0; i < count && value == NULL; i++)
            if (strlen(values[i].name) == length && memcmp(values[i].name, at + 1, length) == 0)
                value = &values[i];
        if (value == NULL || depth == 0 || at[1 + length] == '\0') {
            strbuf_fail(out);
            return;
        }
        expand(out, value->text, values, count, depth - 1);
        text = at + length + 2;
    }
    strbuf_puts(out, text);
}

static enum err read_picture(struct arena *arena, const struct demo *demo, const char *prefix,
                             const char *name, const char **ret_text)
{
    const char *path = arena_printf(arena, "%s/pictures/%s%s.svg", demo->folder, prefix, name);
    TRY_NEW(path);
    return demo_read_file(arena, path, ret_text);
}

enum err demo_compose(struct arena *arena, const struct demo *demo,
                      const struct demo_product *product, struct slice *ret_svg)
{
    static const char *const COLOURS[] = {"wall", "light", "floor", "edge", "prop"};
    struct value values[2 + COUNT_OF(COLOURS)] = {{"backdrop", NULL}, {"drawing", NULL}};
    const char *scene;
    TRY(read_picture(arena, demo, "", "scene", &scene));
    TRY(read_picture(arena, demo, "backdrop-", product->backdrop, &values[0].text));
    TRY(read_picture(arena, demo, "", product->drawing, &values[1].text));
    const struct demo_scene *colours = NULL;
    for (size_t i = 0; i < demo->scene_count; i++)
        if (strcmp(demo->scenes[i].name, product->scene) == 0)
            colours = &demo->scenes[i];
    if (colours == NULL) {
        log_write(LOG_ERROR, "scenes.tsv has no scene %s", product->scene);
        return E_INTERNAL;
    }
    for (size_t c = 0; c < COUNT_OF(COLOURS); c++)
        values[2 + c] = (struct value){COLOURS[c], colours->colours[c]};

    struct strbuf out = strbuf_make(arena, SVG_MAX);
    expand(&out, scene, values, COUNT_OF(values), 2);
    if (strbuf_finish(&out, ret_svg) != E_OK) {
        log_write(LOG_ERROR, "the picture of %s: an unknown @name@, or too large",
                  product->drawing);
        return E_INTERNAL;
    }
    return E_OK;
}

/* What the drawing threads share. */
struct drawing {
    struct demo *demo;
    pthread_mutex_t lock;
    size_t next;     /* product to draw next */
    enum err failed; /* the first error; ends the work */
};

struct draughtsman {
    struct drawing *drawing;
    struct arena *arena;
    pthread_t thread;
};

static enum err draw_one(struct arena *arena, const struct demo *demo, struct demo_product *product)
{
    struct arena *paper = arena_new(ARENA_LIMIT);
    TRY_NEW(paper);
    struct slice svg;
    enum err e = demo_compose(paper, demo, product, &svg);
    if (e == E_OK)
        e = picture_draw(arena, svg, &product->picture);
    arena_free(paper);
    return e;
}

static void *draw_some(void *arg)
{
    struct draughtsman *self = arg;
    struct drawing *drawing = self->drawing;
    for (;;) {
        pthread_mutex_lock(&drawing->lock);
        bool done = drawing->failed != E_OK || drawing->next == drawing->demo->product_count;
        size_t i = done ? 0 : drawing->next++;
        pthread_mutex_unlock(&drawing->lock);
        if (done)
            return NULL;
        enum err e = draw_one(self->arena, drawing->demo, &drawing->demo->products[i]);
        if (e != E_OK) {
            pthread_mutex_lock(&drawing->lock);
            drawing->failed = e;
            pthread_mutex_unlock(&drawing->lock);
        }
    }
}

enum err demo_draw(struct demo *demo, struct arena *arenas[DEMO_THREADS])
{
    struct drawing drawing = {.demo = demo, .lock = PTHREAD_MUTEX_INITIALIZER};
    struct draughtsman staff[DEMO_THREADS];
    long processors = sysconf(_SC_NPROCESSORS_ONLN);
    size_t wanted =
        processors < 1 ? 1 : (processors > DEMO_THREADS ? DEMO_THREADS : (size_t)processors);
    size_t started = 0;
    for (; started < wanted; started++) {
        arenas[started] = arena_new(ARENA_LIMIT);
        staff[started] = (struct draughtsman){.drawing = &drawing, .arena = arenas[started]};
        if (arenas[started] == NULL ||
            pthread_create(&staff[started].thread, NULL, draw_some, &staff[started]) != 0)
            break;
    }
    for (size_t i = 0; i < started; i++)
        pthread_join(staff[i].thread, NULL);
    return started == 0 ? E_NO_MEMORY : drawing.failed;
}
