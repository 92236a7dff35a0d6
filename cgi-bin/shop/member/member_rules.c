#include "shop/member/member_rules.h"

#include <stdlib.h>
#include <string.h>

#include "base/str.h"

static const char *const COMMON_PASSWORDS[] = {
#include "shop/member/common_passwords.def"
};

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static bool is_alnum(char c)
{
    return is_digit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static char lower(char c)
{
    return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

/* ---- e-mail ---- */

static bool local_part_valid(const char *text, size_t size)
{
    if (size < 1 || size > 64 || text[0] == '.' || text[size - 1] == '.')
        return false;
    for (size_t i = 0; i < size; i++) {
        if (!is_alnum(text[i]) && strchr("!#$%&'*+-/=?^_`{|}~.", text[i]) == NULL)
            return false;
        if (text[i] == '.' && text[i + 1] == '.')
            return false;
    }
    return true;
}

static bool domain_valid(const char *text)
{
    size_t label = 0, labels = 1;
    for (const char *p = text; *p != '\0'; p++) {
        if (*p == '.') {
            if (label == 0 || p[-1] == '-')
                return false;
            label = 0;
            labels++;
            continue;
        }
        if (!is_alnum(*p) && (*p != '-' || label == 0))
            return false;
        if (++label > 63)
            return false;
    }
    return labels >= 2 && label >= 2 && text[strlen(text) - 1] != '-';
}

enum err email_normalise(struct arena *arena, const char *text, const char **ret_email)
{
    const char *at = strchr(text, '@');
    if (strlen(text) > MEMBER_EMAIL_MAX || at == NULL || strchr(at + 1, '@') != NULL ||
        !local_part_valid(text, (size_t)(at - text)) || !domain_valid(at + 1))
        return E_INVALID_REQUEST;
    char *email = arena_strdup(arena, text);
    TRY_NEW(email);
    for (char *p = email; *p != '\0'; p++)
        *p = lower(*p);
    *ret_email = email;
    return E_OK;
}

/* ---- numbers ---- */

/* Copies the digits of `text`, which may hold single hyphens between digits, to `ret_digits`. The
 * sizes of the groups that hyphens make go to `groups`. False on anything else. */
static bool split_digits(const char *text, size_t max, char *ret_digits, size_t groups[3],
                         size_t *ret_group_count)
{
    size_t size = 0, group = 0;
    groups[0] = 0;
    for (const char *p = text; *p != '\0'; p++) {
        if (*p == '-') {
            if (groups[group] == 0 || ++group == 3)
                return false;
            groups[group] = 0;
        } else if (is_digit(*p) && size < max) {
            ret_digits[size++] = *p;
            groups[group]++;
        } else {
            return false;
        }
    }
    ret_digits[size] = '\0';
    *ret_group_count = group + 1;
    return groups[group] > 0;
}

enum err phone_normalise(struct arena *arena, const char *text, const char **ret_digits)
{
    char digits[12];
    size_t groups[3], count;
    if (!split_digits(text, 11, digits, groups, &count))
        return E_INVALID_REQUEST;
    /* Seoul is 02; every other area, network and service has three digits. */
    const size_t area = strncmp(digits, "02", 2) == 0 ? 2 : 3;
    const size_t size = strlen(digits);
    if (digits[0] != '0' || digits[1] == '0' || size < area + 7 || size > area + 8)
        return E_INVALID_REQUEST;
    if (count != 1 && (count != 3 || groups[0] != area || groups[2] != 4))
        return E_INVALID_REQUEST;
    const char *copy = arena_strdup(arena, digits);
    TRY_NEW(copy);
    *ret_digits = copy;
    return E_OK;
}

static bool registration_checksum_right(const char digits[10])
{
    static const int WEIGHTS[9] = {1, 3, 7, 1, 3, 7, 1, 3, 5};
    int sum = 0;
    for (size_t i = 0; i < 9; i++)
        sum += (digits[i] - '0') * WEIGHTS[i];
    sum += (digits[8] - '0') * 5 / 10;
    return (10 - sum % 10) % 10 == digits[9] - '0';
}

enum err registration_number_normalise(struct arena *arena, const char *text,
                                       const char **ret_digits)
{
    char digits[11] = "";
    size_t groups[3], count;
    if (!split_digits(text, 10, digits, groups, &count) || strlen(digits) != 10)
        return E_INVALID_REQUEST;
    if (count != 1 && (count != 3 || groups[0] != 3 || groups[1] != 2))
        return E_INVALID_REQUEST;
    /* All zeros add up, but no office is numbered 000. */
    if (strncmp(digits, "000", 3) == 0 || !registration_checksum_right(digits))
        return E_INVALID_REQUEST;
    const char *copy = arena_strdup(arena, digits);
    TRY_NEW(copy);
    *ret_digits = copy;
    return E_OK;
}

bool postcode_valid(const char *text)
{
    return strlen(text) == 5 && strspn(text, "0123456789") == 5;
}

/* ---- passwords ---- */

static int compare_texts(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* What everybody thinks of who stands before this shop. */
static const char *const SHOP_WORDS[] = {"jangteo", "장터"};
#define OTHER_LETTERS_MIN 4

/* Whether a password in lower case is one of the shop's words with little but digits and signs
 * around. */
static bool is_shop_word(const char *key)
{
    size_t words = 0, letters = 0;
    for (const char *at = key; *at != '\0';) {
        size_t size = 0;
        for (size_t i = 0; i < COUNT_OF(SHOP_WORDS) && size == 0; i++)
            if (strncmp(at, SHOP_WORDS[i], strlen(SHOP_WORDS[i])) == 0)
                size = strlen(SHOP_WORDS[i]);
        words += size > 0;
        letters += size == 0 && ((*at >= 'a' && *at <= 'z') || (unsigned char)*at >= 0x80);
        at += size > 0 ? size : 1;
    }
    return words > 0 && letters < OTHER_LETTERS_MIN;
}

bool password_is_common(const char *password)
{
    char key[4 * MEMBER_PASSWORD_MAX + 1] = ""; /* of four bytes a character at most */
    const size_t size = strlen(password);
    if (size >= sizeof key)
        return false;
    for (size_t i = 0; i <= size; i++)
        key[i] = lower(password[i]);
    const char *const wanted = key;
    return is_shop_word(key) || bsearch(&wanted, COMMON_PASSWORDS, COUNT_OF(COMMON_PASSWORDS),
                                        sizeof COMMON_PASSWORDS[0], compare_texts) != NULL;
}

/* ---- whole forms ---- */

/* Collects the problems of a form; a lack of memory ends the check. */
static enum err note(struct call *call, enum err e, const char *field)
{
    return e == E_INVALID_REQUEST ? call_refuse(call, field, P_INVALID_FORMAT) : e;
}

static void check_address(struct call *call, struct address *address)
{
    if (!postcode_valid(address->postcode))
        problem_add(&call->problems, call->arena, "address.postcode", P_INVALID_FORMAT);
    if (address->line2 != NULL && address->line2[0] == '\0')
        address->line2 = NULL;
}

static void check_new_password(struct call *call, const char *password)
{
    if (password_is_common(password))
        problem_add(&call->problems, call->arena, "password", P_TOO_COMMON);
}

static enum err verdict(const struct call *call)
{
    return call->problems.count == 0 ? E_OK : E_INVALID_REQUEST;
}

enum err member_check_registration(struct call *call, struct member_registration *reg)
{
    enum err e = email_normalise(call->arena, reg->email, &reg->email);
    if (note(call, e, "email") == E_NO_MEMORY)
        return E_NO_MEMORY;
    e = phone_normalise(call->arena, reg->phone, &reg->phone);
    if (note(call, e, "phone") == E_NO_MEMORY)
        return E_NO_MEMORY;
    check_new_password(call, reg->password);
    check_address(call, &reg->address);
    return verdict(call);
}

enum err member_check_change(struct call *call, struct member_change *change)
{
    if (change->phone != NULL) {
        enum err e = phone_normalise(call->arena, change->phone, &change->phone);
        if (note(call, e, "phone") == E_NO_MEMORY)
            return E_NO_MEMORY;
    }
    if (change->has_address)
        check_address(call, &change->address);
    if (change->password != NULL)
        check_new_password(call, change->password);
    if ((change->password == NULL) != (change->current_password == NULL))
        problem_add(&call->problems, call->arena,
                    change->password == NULL ? "password" : "currentPassword", P_REQUIRED);
    return verdict(call);
}

enum err seller_check_registration(struct call *call, struct seller_registration *reg)
{
    enum err e = registration_number_normalise(call->arena, reg->registration_number,
                                               &reg->registration_number);
    if (note(call, e, "registrationNumber") == E_NO_MEMORY)
        return E_NO_MEMORY;
    check_address(call, &reg->address);
    return verdict(call);
}
