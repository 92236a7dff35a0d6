/* web/multipart.c: the file of a form, and bodies that are none. */
#include "web_test.h"

#include "web/multipart.h"

#define PART(name, type, bytes)                                                                    \
    "--b\r\nContent-Disposition: form-data; name=\"" name "\"; filename=\"a\"\r\n" type            \
    "\r\n" bytes "\r\n"
#define END "--b--\r\n"

static enum err find(struct call *call, const char *body, struct multipart_file *ret_file)
{
    return multipart_find(call->arena, (struct slice){body, strlen(body)}, "image", ret_file);
}

static void c7_file_is_found_among_other_parts(void **state)
{
    struct multipart_file file = {0};
    const char *body = PART("csrf", "", "token")
        PART("image", "Content-Type: Image/PNG; x=y\r\n", "\r\n--B\r\n--") PART("rest", "", "") END;
    assert_int_equal(find(*state, body, &file), E_OK);
    assert_string_equal(file.content_type, "image/png");
    assert_int_equal(file.bytes.size, strlen("\r\n--B\r\n--"));
    assert_memory_equal(file.bytes.data, "\r\n--B\r\n--", file.bytes.size);
}

static void c7_no_file_chosen_is_an_empty_one(void **state)
{
    struct multipart_file file = {0};
    assert_int_equal(find(*state, PART("image", "", "") END, &file), E_OK);
    assert_int_equal(file.bytes.size, 0);
    assert_string_equal(file.content_type, "");
}

static void c7_what_is_no_such_form_is_refused(void **state)
{
    static const char *const BODIES[] = {
        "",
        "--",
        "--\r\n",
        "--b",
        "--b\r\n",
        "--b--\r\n",
        "b\r\n\r\nx\r\n",
        PART("other", "", "x") END,
        "--b\r\nContent-Disposition: form-data; name=\"image\"\r\n\r\nnever ends",
        "--b\r\nContent-Disposition: form-data; name=\"image\"\r\n--b--\r\n",
        "--b\r\nname=\"image\"\r\n\r\nx\r\n--b--\r\n",
        "--0123456789012345678901234567890123456789012345678901234567890123456789012\r\n\r\nx",
    };
    for (size_t i = 0; i < COUNT_OF(BODIES); i++) {
        struct multipart_file file = {0};
        assert_int_equal(find(*state, BODIES[i], &file), E_INVALID_REQUEST);
        assert_null(file.content_type);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        WEB_TEST(c7_file_is_found_among_other_parts),
        WEB_TEST(c7_no_file_chosen_is_an_empty_one),
        WEB_TEST(c7_what_is_no_such_form_is_refused),
    };
    return cmocka_run_group_tests_name("web/multipart", tests, NULL, NULL);
}
