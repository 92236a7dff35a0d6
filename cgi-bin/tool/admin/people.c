/* Chores about people: the password is read from standard input, or made and shown once. */
#include <stdio.h>
#include <string.h>

#include "shop/member/member.h"
#include "shop/member/password.h"
#include "tool/admin/admin.h"

/* ---- passwords ---- */

/* The first line of standard input. */
static enum err read_password(struct arena *arena, const char **ret_password)
{
    char line[4 * MEMBER_PASSWORD_MAX + 3];
    if (fgets(line, sizeof line, stdin) == NULL)
        line[0] = '\0';
    const size_t size = strcspn(line, "\r\n");
    const bool is_whole = line[size] != '\0' || feof(stdin);
    line[size] = '\0';
    const size_t length = utf8_valid(line, size) ? utf8_length(line, size) : 0;
    if (!is_whole || length < MEMBER_PASSWORD_MIN || length > MEMBER_PASSWORD_MAX)
        return E_INVALID_REQUEST;
    *ret_password = arena_strdup(arena, line);
    TRY_NEW(*ret_password);
    return E_OK;
}

static enum err choose_password(const struct chore *chore, const char **ret_password)
{
    struct arena *arena = chore->call->arena;
    enum err e = chore->reads_password ? read_password(arena, ret_password)
                                       : password_make(arena, ret_password);
    if (e == E_OK && chore->reads_password && password_is_common(*ret_password))
        e = E_INVALID_REQUEST;
    if (e == E_INVALID_REQUEST)
        (void)fprintf(stderr, "a password is %d to %d characters long and no common one\n",
                      MEMBER_PASSWORD_MIN, MEMBER_PASSWORD_MAX);
    return e;
}

static void tell_password(const struct chore *chore, const char *password)
{
    if (!chore->reads_password)
        printf("password: %s (shown this once)\n", password);
}

/* ---- an admin ---- */

struct new_admin {
    struct member_registration registration;
    const char *hash;
    member_id id;
};

static enum err add_admin(struct tx *tx, void *arg)
{
    struct new_admin *admin = arg;
    return member_create(tx, &admin->registration, admin->hash, MEMBER_ADMIN, &admin->id);
}

static const char *name_of(const struct chore *chore)
{
    return chore->args[1] != NULL ? chore->args[1] : "관리자";
}

static bool name_is_right(const char *name)
{
    const size_t size = strlen(name);
    return size > 0 && utf8_valid(name, size) && utf8_length(name, size) <= MEMBER_NAME_MAX;
}

static enum err make_admin(const struct chore *chore, struct new_admin *admin)
{
    struct call *call = chore->call;
    if (!name_is_right(admin->registration.name)) {
        (void)fprintf(stderr, "a name has 1 to %d characters\n", MEMBER_NAME_MAX);
        return E_INVALID_REQUEST;
    }
    TRY(choose_password(chore, &admin->registration.password));
    if (member_check_registration(call, &admin->registration) != E_OK) {
        (void)fprintf(stderr, "%s is no e-mail address\n", admin->registration.email);
        return E_INVALID_REQUEST;
    }
    TRY(password_hash(call->arena, admin->registration.password, &admin->hash));
    return tx_run(chore->db, add_admin, admin);
}

int create_admin(const struct chore *chore)
{
    struct new_admin admin = {
        .registration = {.email = chore->args[0],
                         .name = name_of(chore),
                         .phone = "02-555-0100",
                         .address = {"04524", "서울특별시 중구 세종대로 110", NULL}}};
    enum err e = make_admin(chore, &admin);
    if (e == E_EMAIL_TAKEN)
        (void)fprintf(stderr, "%s is a member's address already\n", admin.registration.email);
    if (e != E_OK)
        return complain(e);
    printf("admin %s is member %lld\n", admin.registration.email, (long long)admin.id.v);
    tell_password(chore, admin.registration.password);
    return DONE;
}

/* ---- a new password ---- */

struct reset {
    const char *email, *hash;
    member_id id;
};

static enum err run_reset(struct tx *tx, void *arg)
{
    struct reset *reset = arg;
    return member_reset_password(tx, reset->email, reset->hash, &reset->id);
}

int reset_password(const struct chore *chore)
{
    struct reset reset = {0};
    const char *password = NULL;
    enum err e = email_normalise(chore->call->arena, chore->args[0], &reset.email);
    if (e == E_INVALID_REQUEST)
        (void)fprintf(stderr, "%s is no e-mail address\n", chore->args[0]);
    if (e == E_OK)
        e = choose_password(chore, &password);
    if (e == E_OK)
        e = password_hash(chore->call->arena, password, &reset.hash);
    if (e == E_OK)
        e = tx_run(chore->db, run_reset, &reset);
    if (e == E_MEMBER_NOT_FOUND)
        (void)fprintf(stderr, "no member has the address %s\n", reset.email);
    if (e != E_OK)
        return complain(e);
    printf("member %lld has a new password, and no session any more\n", (long long)reset.id.v);
    tell_password(chore, password);
    return DONE;
}
