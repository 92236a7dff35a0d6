/* Packed bodies are what they were. */
#include "web/gzip.h"

#include <zlib.h>

#include "unit/web/web_test.h"

/* What gunzip makes of it. */
static struct slice unpack(struct arena *arena, struct slice packed, size_t room)
{
    char *plain = arena_alloc(arena, room);
    z_stream stream = {
        .next_in = (z_const Bytef *)packed.data,
        .avail_in = (unsigned)packed.size,
        .next_out = (Bytef *)plain,
        .avail_out = (unsigned)room,
    };
    assert_non_null(plain);
    assert_int_equal(inflateInit2(&stream, 15 + 16), Z_OK);
    assert_int_equal(inflate(&stream, Z_FINISH), Z_STREAM_END);
    assert_int_equal(stream.avail_in, 0);
    assert_int_equal(inflateEnd(&stream), Z_OK);
    return (struct slice){plain, stream.total_out};
}

static void assert_same(struct call *call, struct slice plain)
{
    struct slice packed;
    assert_int_equal(gzip_pack(call->arena, plain, &packed), E_OK);
    struct slice again = unpack(call->arena, packed, plain.size + 1);
    assert_int_equal(again.size, plain.size);
    assert_memory_equal(again.data, plain.data, plain.size);
}

static void what_was_packed_is_unpacked_as_it_was(void **state)
{
    struct call *call = *state;
    char noise[5000];
    uint32_t x = 1;
    for (size_t i = 0; i < sizeof noise; i++)
        noise[i] = (char)((x = x * 1664525 + 1013904223) >> 24);
    assert_same(call, slice_of(""));
    assert_same(call, slice_of("장터"));
    assert_same(call, (struct slice){noise, sizeof noise});
}

static void what_repeats_itself_becomes_small(void **state)
{
    struct call *call = *state;
    static char page[20000];
    for (size_t i = 0; i < sizeof page; i++)
        page[i] = "<li>product</li>"[i % 16];
    struct slice packed;
    assert_int_equal(gzip_pack(call->arena, (struct slice){page, sizeof page}, &packed), E_OK);
    assert_true(packed.size < sizeof page / 50);
    assert_same(call, (struct slice){page, sizeof page});
}

static void without_memory_nothing_is_packed(void **state)
{
    struct call *call = *state;
    struct slice packed = slice_of("untouched");
    enum err e;
    uint64_t nth = 1;
    for (;; nth++) {
        arena_fail_at(call->arena, nth);
        e = gzip_pack(call->arena, slice_of("a page"), &packed);
        if (e == E_OK)
            break;
        assert_int_equal(e, E_NO_MEMORY);
        assert_string_equal(packed.data, "untouched");
        arena_reset(call->arena);
    }
    assert_true(nth > 3);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        WEB_TEST(what_was_packed_is_unpacked_as_it_was),
        WEB_TEST(what_repeats_itself_becomes_small),
        WEB_TEST(without_memory_nothing_is_packed),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
