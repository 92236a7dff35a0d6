/* Settings: NAME=value, one a line, as the environment has them. The tables of the configuration
 * are its own, so its source stands in here. */
#include "base/config.c" // NOLINT(bugprone-suspicious-include): see above

#include "base/signature.h"
#include "fuzz/support/fuzz.h"

static const struct setting *setting_of(const char *name, size_t size)
{
    for (size_t i = 0; i < COUNT_OF(TABLE); i++)
        if (strlen(TABLE[i].env) == size && memcmp(TABLE[i].env, name, size) == 0)
            return &TABLE[i];
    return NULL;
}

/* A refusal is one sentence that names the variable, and never a secret. */
static void refusal_holds(const struct setting *setting, const char *value)
{
    char message[500];
    const struct text_rule *rule = text_rule_of(setting->env);
    describe_error(setting, value, message, sizeof message);
    const size_t size = strlen(message);
    HOLDS(size > 0 && size < sizeof message - 1 && message[size - 1] == '.');
    HOLDS(strncmp(message, setting->env, strlen(setting->env)) == 0);
    for (size_t i = 0; i < size; i++)
        HOLDS(message[i] >= ' ' && message[i] <= '~');
    if (rule != NULL && rule->secret)
        HOLDS(strstr(message, "(its value is not shown)") != NULL);
}

static void origin_holds(const char *value)
{
    char once[1024], twice[1024];
    if (!origin_normalize(value, once, sizeof once))
        return;
    HOLDS(origin_normalize(once, twice, sizeof twice) && strcmp(once, twice) == 0);
    HOLDS(strncmp(once, "http://", 7) == 0 || strncmp(once, "https://", 8) == 0);
    HOLDS(strpbrk(once, " \r\n\"'<>") == NULL);
}

static void value_holds(const struct setting *setting, const char *value)
{
    static const struct slice NOTHING = {"", 0};
    char signature[SIGNATURE_SIZE];
    union {
        int64_t number;
        span length;
        const char *text;
        bool flag;
    } field = {0};
    if (!setting_parse(setting, value, &field)) {
        refusal_holds(setting, value);
        return;
    }
    if (setting->kind == KIND_INT)
        HOLDS(field.number >= setting->low && field.number <= setting->high);
    if (setting->kind == KIND_SPAN)
        HOLDS(field.length.us >= setting->low * 1000 && field.length.us <= setting->high * 1000);
    /* A key that the start takes is one that signs. */
    if (value[0] != '\0' && strstr(setting->env, "WEBHOOK_SECRET") != NULL)
        HOLDS(signature_make(value, "id", 0, NOTHING, signature));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct call *call = fuzz_call();
    struct slice rest = fuzz_bytes(call, data, size);
    while (rest.size > 0) {
        const char *line = fuzz_line(call, &rest);
        const size_t name = strcspn(line, "=");
        const char *value = line[name] == '=' ? line + name + 1 : line + name;
        const struct setting *setting = setting_of(line, name);
        if (setting != NULL)
            value_holds(setting, value);
        origin_holds(value);
    }
    return 0;
}
