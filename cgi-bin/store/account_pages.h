/* The pages around membership: /join, /login, /logout, /me, /language. api-account serves them. */
#ifndef JANGTEO_STORE_ACCOUNT_PAGES_H
#define JANGTEO_STORE_ACCOUNT_PAGES_H

#include "app/app.h"

/* GET shows the form; POST registers, logs in and goes to ?next=. */
enum err page_join(struct ctx *ctx) MUST;
enum err page_join_post(struct ctx *ctx) MUST;
/* GET shows the form (a member is sent on to ?next=); POST logs in and goes to ?next=. */
enum err page_login(struct ctx *ctx) MUST;
enum err page_login_post(struct ctx *ctx) MUST;
enum err page_logout_post(struct ctx *ctx) MUST;
/* ?saved=profile|password tells what was just done. */
enum err page_me(struct ctx *ctx) MUST;
enum err page_profile_post(struct ctx *ctx) MUST;
enum err page_password_post(struct ctx *ctx) MUST;
enum err page_leave_post(struct ctx *ctx) MUST;
/* `lang` and `next`. */
enum err page_language_post(struct ctx *ctx) MUST;

extern const struct field_set JOIN_FORM, LOGIN_FORM, PROFILE_FORM, PASSWORD_FORM, LEAVE_FORM,
    LANGUAGE_FORM;

#define ACCOUNT_PAGE_ROUTES                                                                        \
    {"GET", "/join", ACCESS_ANYONE, ROUTE_PAGE, page_join, NULL, NULL, 0},                         \
        {"POST", "/join", ACCESS_ANYONE, ROUTE_PAGE, page_join_post, &JOIN_FORM, NULL, 0},         \
        {"GET", "/login", ACCESS_ANYONE, ROUTE_PAGE, page_login, NULL, NULL, 0},                   \
        {"POST", "/login", ACCESS_ANYONE, ROUTE_PAGE, page_login_post, &LOGIN_FORM, NULL, 0},      \
        {"POST", "/logout", ACCESS_ANYONE, ROUTE_PAGE, page_logout_post, NULL, NULL, 0},           \
        {"GET", "/me", ACCESS_MEMBER, ROUTE_PAGE, page_me, NULL, NULL, 0},                         \
        {"POST", "/me/profile", ACCESS_MEMBER, ROUTE_PAGE, page_profile_post, &PROFILE_FORM, NULL, \
         0},                                                                                       \
        {"POST",                                                                                   \
         "/me/password",                                                                           \
         ACCESS_MEMBER,                                                                            \
         ROUTE_PAGE,                                                                               \
         page_password_post,                                                                       \
         &PASSWORD_FORM,                                                                           \
         NULL,                                                                                     \
         0},                                                                                       \
        {"POST", "/me/leave", ACCESS_MEMBER, ROUTE_PAGE, page_leave_post, &LEAVE_FORM, NULL, 0},   \
    {                                                                                              \
        "POST", "/language", ACCESS_ANYONE, ROUTE_PAGE, page_language_post, &LANGUAGE_FORM, NULL,  \
            0                                                                                      \
    }

#endif
