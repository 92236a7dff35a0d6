/* What a decoder's end means, whichever it is: the one beside this program is a script. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "shop/picture/picture.h"

static const struct slice PNG = {"\x89PNG\r\n\x1a\n...", 11};
static struct call call;
static char decoder[4200];

static int open_call(void **state)
{
    (void)state;
    call = (struct call){.arena = arena_new(1 << 20)};
    const ssize_t length = readlink("/proc/self/exe", decoder, 4096);
    if (call.arena == NULL || length <= 0)
        return 1;
    decoder[length] = '\0';
    memcpy(strrchr(decoder, '/') + 1, "jangteo-picture", sizeof "jangteo-picture");
    return 0;
}

static int close_call(void **state)
{
    (void)state;
    (void)unlink(decoder);
    arena_free(call.arena);
    return 0;
}

static enum err processed_by(const char *script, struct picture *ret_picture)
{
    FILE *file = fopen(decoder, "we");
    assert_non_null(file);
    assert_true(fprintf(file, "#!/bin/sh\n%s\n", script) > 0);
    assert_int_equal(fclose(file), 0);
    assert_int_equal(chmod(decoder, 0700), 0);
    call.problems = (struct problems){0};
    return picture_process(&call, "image/png", PNG, ret_picture);
}

static void c7_takes_what_the_decoder_writes(void **state)
{
    (void)state;
    struct picture picture;
    /* Little-endian frames: width, height, size; the last file is what was read. */
    assert_int_equal(processed_by("printf '\\100\\1\\0\\0\\1\\0\\0\\0\\1\\0\\0\\0'\n"
                                  "printf '\\200\\2\\0\\0\\2\\0\\0\\0\\2\\0\\0\\0'\n"
                                  "printf '\\0\\5\\0\\0\\3\\0\\0\\0\\13\\0\\0\\0abb'\n/bin/cat",
                                  &picture),
                     E_OK);
    for (size_t i = 0; i < PICTURE_SIZES; i++) {
        assert_int_equal(picture.files[i].width, PICTURE_WIDTHS[i]);
        assert_int_equal(picture.files[i].height, i + 1);
    }
    assert_memory_equal(picture.files[0].bytes.data, "a", 1);
    assert_memory_equal(picture.files[1].bytes.data, "bb", 2);
    assert_int_equal(picture.files[2].bytes.size, PNG.size);
    assert_memory_equal(picture.files[2].bytes.data, PNG.data, PNG.size);
    char hash[PICTURE_HASH_SIZE];
    picture_hash(PNG, hash);
    assert_string_equal(picture.hash, hash);
    assert_int_equal(strlen(hash), PICTURE_HASH_SIZE - 1);
}

static void c7_a_decoder_that_dies_says_that_the_picture_is_broken(void **state)
{
    static const char *const ENDS[] = {"kill -SEGV $$", "kill -KILL $$", "exit 3"};
    (void)state;
    for (size_t i = 0; i < COUNT_OF(ENDS); i++) {
        struct picture untouched = {.hash = "untouched"};
        assert_int_equal(processed_by(ENDS[i], &untouched), E_INVALID_REQUEST);
        assert_non_null(problem_of(&call.problems, "image"));
        assert_string_equal(untouched.hash, "untouched");
    }
}

static void c7_other_failures_are_ours(void **state)
{
    (void)state;
    struct picture picture;
    assert_int_equal(processed_by("exit 4", &picture), E_NO_MEMORY);
    assert_int_equal(processed_by("exit 1", &picture), E_INTERNAL);
    assert_int_equal(processed_by("printf nonsense", &picture), E_INTERNAL);
    assert_int_equal(processed_by("/usr/bin/head -c 36 /dev/zero", &picture), E_INTERNAL);
    assert_int_equal(unlink(decoder), 0);
    assert_int_equal(picture_process(&call, "image/png", PNG, &picture), E_INTERNAL);
}

static void c7_the_decoder_has_nothing_of_ours(void **state)
{
    (void)state;
    struct picture picture;
    assert_int_equal(setenv("JANGTEO_SECRET", "known", 1), 0);
    assert_int_equal(dup2(0, 9), 9);
    /* Whatever it finds beside its three files or in its environment makes it fail otherwise. */
    assert_int_equal(
        processed_by("[ -z \"$JANGTEO_SECRET\" ] && [ ! -e /dev/fd/9 ] && exit 4", &picture),
        E_NO_MEMORY);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(c7_takes_what_the_decoder_writes),
        cmocka_unit_test(c7_a_decoder_that_dies_says_that_the_picture_is_broken),
        cmocka_unit_test(c7_other_failures_are_ours),
        cmocka_unit_test(c7_the_decoder_has_nothing_of_ours),
    };
    return cmocka_run_group_tests(tests, open_call, close_call);
}
