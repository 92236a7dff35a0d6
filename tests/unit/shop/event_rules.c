/* Events: who is told of what, how long a failed delivery waits, and the document that is sent. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "shop/event/event_json.h"

static void x2_delivery_hears_of_deliveries_and_the_data_platform_of_orders(void **state)
{
    (void)state;
    for (enum event_type t = EVENT_ORDER_PAID; t <= EVENT_DELIVERY_CANCELLED; t++)
        assert_int_equal(event_goes_to(t) == TO_DELIVERY,
                         strncmp(EVENT_TYPE_NAMES[t], "delivery.", 9) == 0);
    assert_null(EVENT_TYPE_NAMES[EVENT_DELIVERY_CANCELLED + 1]);
}

static void x1_event_without_a_listener_or_a_key_goes_nowhere(void **state)
{
    (void)state;
    struct settings settings = {
        .data_platform_url = "http://data", .delivery_url = "", .events_secret = "whsec_MTIz"};
    assert_string_equal(event_url(&settings, TO_DATA_PLATFORM), "http://data");
    assert_null(event_url(&settings, TO_DELIVERY));
    settings.events_secret = "";
    assert_null(event_url(&settings, TO_DATA_PLATFORM));
}

static void check_wait(int64_t failures, int64_t low_ms, int64_t high_ms)
{
    static const uint32_t DRAWS[] = {0, 1, UINT32_MAX / 2, UINT32_MAX - 1, UINT32_MAX};
    for (size_t i = 0; i < COUNT_OF(DRAWS); i++) {
        const span wait = event_back_off(SPAN_MS(1000), failures, DRAWS[i]);
        assert_in_range(wait.us, low_ms * 1000, high_ms * 1000);
    }
    assert_int_equal(event_back_off(SPAN_MS(1000), failures, 0).us, low_ms * 1000);
    assert_int_equal(event_back_off(SPAN_MS(1000), failures, UINT32_MAX).us, high_ms * 1000);
}

static void x1_wait_doubles_with_jitter_up_to_an_hour(void **state)
{
    (void)state;
    check_wait(1, 500, 1000);
    check_wait(2, 1000, 2000);
    check_wait(5, 8000, 16000);
    check_wait(12, 1024000, 2048000);
    check_wait(13, 1800000, 3600000);
    check_wait(100, 1800000, 3600000);
    check_wait(INT64_MAX, 1800000, 3600000);
    assert_int_equal(event_back_off(SPAN_HOURS(1), 1, UINT32_MAX).us, SPAN_HOURS(1).us);
}

static void x4_document_is_a_cloudevent(void **state)
{
    (void)state;
    struct arena *arena = arena_new(1 << 16);
    const struct event_out event = {
        .event_id = 7,
        .type = EVENT_ORDER_PAID,
        .subject = "20261120-ABCDEFGH12",
        .payload = "{\"name\":\"감귤 \\\"특\\\"\",\"n\":[1,2]}",
    };
    struct slice text;
    assert_int_equal(event_document(arena, "http://shop.example", "event-7", &event, &text), E_OK);
    assert_string_equal(text.data, "{\"specversion\":\"1.0\",\"id\":\"event-7\","
                                   "\"source\":\"http://shop.example\",\"type\":\"order.paid\","
                                   "\"subject\":\"20261120-ABCDEFGH12\","
                                   "\"time\":\"1970-01-01T09:00:00+09:00\","
                                   "\"datacontenttype\":\"application/json\","
                                   "\"data\":{\"name\":\"감귤 \\\"특\\\"\",\"n\":[1,2]}}");
    assert_int_equal(text.size, strlen(text.data));
    arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(x2_delivery_hears_of_deliveries_and_the_data_platform_of_orders),
        cmocka_unit_test(x1_event_without_a_listener_or_a_key_goes_nowhere),
        cmocka_unit_test(x1_wait_doubles_with_jitter_up_to_an_hour),
        cmocka_unit_test(x4_document_is_a_cloudevent),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
