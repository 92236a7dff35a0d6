#include "support/desk.h"

#include "support/test.h"

struct answer page(const char *path, const char *token)
{
    return ASK(.method = "GET", .path = path, .headers = {text("Cookie: sid=%s", token)});
}

struct answer post(const char *path, const char *token, const char *form)
{
    return ASK(.method = "POST", .path = path, .body = form,
               .type = "application/x-www-form-urlencoded",
               .headers = {text("Cookie: sid=%s", token)});
}

void assert_shows(struct answer a, const char *what)
{
    assert_int_equal(a.status, 200);
    if (strstr(a.body, what) == NULL)
        fail_msg("%s does not show \"%s\"", a.asked, what);
}

const char *place(struct answer a)
{
    assert_int_equal(a.status, 303);
    return header(a, "Location");
}
