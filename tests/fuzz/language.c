/* The Accept-Language header, and what is told in the language it chooses. */
#include "fuzz/support/fuzz.h"
#include "view/message.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct call *call = fuzz_call();
    const char *text = fuzz_text(call, data, size);
    const enum lang lang = lang_choose(text);
    HOLDS(lang < LANG_COUNT);
    const struct problem problem = {.field = text, .code = P_OUT_OF_RANGE, .low = INT64_MIN};
    const char *said = message_problem(call->arena, lang, &problem);
    HOLDS(said != NULL && utf8_valid(said, strlen(said)));
    return 0;
}
