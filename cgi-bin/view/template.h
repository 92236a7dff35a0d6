/* Templates: Google ctemplate behind a C surface. template.cc is the project's one C++ file; no
 * exception leaves it.
 *
 * Template sources stand in templates/; the build puts each language's texts in place of
 * [[message.id]] and writes build/templates/<lang>/. At run time they are read from there, once.
 * Every file starts with {{%AUTOESCAPE context="HTML"}}: values are escaped by where they stand.
 * That turns line breaks into spaces; a text of several lines is shown by {{NAME:p}}, which keeps
 * them.
 * JSON for a data block in a script element is {{NAME:x-json}}, which stays the same JSON.
 *
 * Building never fails on the spot: a failure marks the whole dictionary, and tpl_render reports
 * it. */
#ifndef JANGTEO_VIEW_TEMPLATE_H
#define JANGTEO_VIEW_TEMPLATE_H

#include <stdint.h>

#include "base/arena.h"
#include "base/err.h"
#include "base/str.h"
#include "view/message.h"

#ifdef __cplusplus
extern "C" {
#endif

/* A dictionary: the values of a template, of one of its sections or of an included file. */
struct tpl;

/* Where build/templates is; call once before any thread starts. The text must outlive the process.
 */
void tpl_root(const char *directory);

/* A new dictionary, released with the arena. NULL only when the arena is exhausted; every function
 * takes NULL and does nothing (tpl_render then gives E_NO_MEMORY). */
struct tpl *tpl_new(struct arena *arena);

/* Sets a value for this dictionary and the sections within it (not for included files). NULL: "".
 */
void tpl_text(struct tpl *tpl, const char *name, const char *value);
void tpl_int(struct tpl *tpl, const char *name, int64_t value);
/* 1234500 -> "1,234,500". */
void tpl_money(struct tpl *tpl, const char *name, int64_t amount);
/* The same as tpl_text, and seen by included files (the layout) too. */
void tpl_global(struct tpl *tpl, const char *name, const char *value);
/* Shows section {{#NAME}} once with the values of its surroundings. */
void tpl_show(struct tpl *tpl, const char *section);
/* Shows it too if `condition`. */
void tpl_show_if(struct tpl *tpl, const char *section, bool condition);
/* Adds one more appearance of a section, with values of its own. */
struct tpl *tpl_section(struct tpl *tpl, const char *section);
/* Includes a file ("partials/product_card.tpl") at {{>NAME}}, with values of its own. */
struct tpl *tpl_include(struct tpl *tpl, const char *name, const char *file);

/* Expands `file` ("cart/show.tpl") in a language. Errors: E_INTERNAL (no such template, broken
 * template; logged), E_NO_MEMORY. `ret_html` lives in the arena. */
enum err tpl_render(struct tpl *tpl, struct arena *arena, enum lang lang, const char *file,
                    struct slice *ret_html) MUST;

/* Loads and checks every template of every language below the root; what is wrong goes to the log.
 */
enum err tpl_check_all(void) MUST;

#ifdef __cplusplus
}
#endif

#endif
