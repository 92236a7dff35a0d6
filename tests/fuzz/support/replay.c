/* The targets without libFuzzer: each seed as it is, then a fixed number of mutations of the seeds,
 * the same ones each time. FUZZ_SEED starts another row of them, FUZZ_RUNS says how many. */
#include <dirent.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#include "fuzz/support/fuzz.h"

#define SEEDS "tests/fuzz/seeds/"
#define SEEDS_MAX 400
#define SEED_SIZE_MAX ((size_t)256 << 10)
#define RUNS_DEFAULT 3000

struct seed {
    uint8_t *data;
    size_t size;
};
static struct seed seeds[SEEDS_MAX];
static size_t seed_count;

static int64_t number_of(const char *name, int64_t otherwise)
{
    const char *text = getenv(name);
    return text != NULL ? strtoll(text, NULL, 10) : otherwise;
}

static void read_seed(const char *folder, const char *name)
{
    char path[600];
    assert_true(seed_count < SEEDS_MAX);
    (void)snprintf(path, sizeof path, "%s/%s", folder, name);
    FILE *file = fopen(path, "rb");
    assert_non_null(file);
    struct seed seed = {.data = malloc(SEED_SIZE_MAX)};
    assert_non_null(seed.data);
    seed.size = fread(seed.data, 1, SEED_SIZE_MAX, file);
    (void)fclose(file);
    seeds[seed_count++] = seed;
}

static int by_name(const struct dirent **a, const struct dirent **b)
{
    return strcmp((*a)->d_name, (*b)->d_name);
}

static int is_file(const struct dirent *entry)
{
    return entry->d_name[0] != '.';
}

/* In the order of their names, so that a run is the same on each machine. */
static void takes_each_seed(void **state)
{
    const char *folder = *state;
    struct dirent **entries;
    const int count = scandir(folder, &entries, is_file, by_name);
    if (count <= 0)
        fail_msg("no seeds in %s", folder);
    for (int i = 0; i < count; i++) {
        read_seed(folder, entries[i]->d_name);
        free(entries[i]);
    }
    free(entries);
    for (size_t i = 0; i < seed_count; i++)
        (void)LLVMFuzzerTestOneInput(seeds[i].data, seeds[i].size);
}

static uint64_t next(uint64_t *state)
{
    *state ^= *state << 13;
    *state ^= *state >> 7;
    *state ^= *state << 17;
    return *state;
}

/* Changes a byte, takes some out, doubles some, or puts a piece of another seed in. */
static size_t mutate(uint64_t *random, uint8_t *data, size_t size)
{
    static const uint8_t TELLING[] = "\0\n\r\"\\%&=;:/{}[],<>'+-0 9\x7f\x80\xff\xc3\xed";
    const size_t at = size > 0 ? next(random) % size : 0, left = size - at;
    const size_t piece = left > 0 ? next(random) % (left < 20 ? left + 1 : 20) : 0;
    const struct seed *other = &seeds[next(random) % seed_count];
    switch (next(random) % 5) {
    case 0:
        if (size > 0)
            data[at] = (uint8_t)next(random);
        return size;
    case 1:
        if (size > 0)
            data[at] = TELLING[next(random) % (sizeof TELLING - 1)];
        return size;
    case 2:
        memmove(data + at, data + at + piece, left - piece);
        return size - piece;
    case 3:
        if (size + piece > SEED_SIZE_MAX)
            return size;
        memmove(data + at + piece, data + at, left);
        return size + piece;
    default:
        if (other->size == 0)
            return size;
        const size_t from = next(random) % other->size;
        const size_t more = next(random) % (other->size - from < 30 ? other->size - from + 1 : 30);
        if (size + more > SEED_SIZE_MAX)
            return size;
        memmove(data + at + more, data + at, left);
        memcpy(data + at, other->data + from, more);
        return size + more;
    }
}

static void takes_what_is_like_them(void **state)
{
    (void)state;
    uint64_t random = (uint64_t)number_of("FUZZ_SEED", 1) * UINT64_C(0x9e3779b97f4a7c15) | 1;
    uint8_t *data = malloc(SEED_SIZE_MAX);
    assert_non_null(data);
    const int64_t runs = number_of("FUZZ_RUNS", RUNS_DEFAULT);
    for (int64_t run = 0; run < runs; run++) {
        const struct seed *seed = &seeds[next(&random) % seed_count];
        size_t size = seed->size;
        if (size > 0)
            memcpy(data, seed->data, size);
        for (uint64_t changes = 1 + next(&random) % 4; changes > 0; changes--)
            size = mutate(&random, data, size);
        (void)LLVMFuzzerTestOneInput(data, size);
    }
    free(data);
}

static int forget_seeds(void **state)
{
    (void)state;
    while (seed_count > 0)
        free(seeds[--seed_count].data);
    arena_free(fuzz_call()->arena);
    return 0;
}

int main(int argc, char **argv)
{
    (void)argc;
    const char *slash = strrchr(argv[0], '/');
    static char folder[300];
    (void)snprintf(folder, sizeof folder, SEEDS "%s", slash != NULL ? slash + 1 : argv[0]);
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_prestate(takes_each_seed, folder),
        cmocka_unit_test(takes_what_is_like_them),
    };
    return cmocka_run_group_tests_name(folder, tests, NULL, forget_seeds);
}
