/* ctemplate behind a C surface: the project's one C++ file. No exception leaves it: each function
 * that calls into ctemplate does so inside a try block, and a failure marks the dictionary. */
#include <dirent.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <sys/stat.h>

#include <new>
#include <string>

#include <ctemplate/template.h>
#include <ctemplate/template_cache.h>
#include <ctemplate/template_dictionary.h>
#include <ctemplate/template_emitter.h>
#include <ctemplate/template_modifiers.h>

extern "C" {
/* In C a struct and a function may share a name (arena_mark); g++ takes that for shadowing. */
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wshadow"
#include "base/log.h"
#include "base/money.h"
#include "view/template.h"
#pragma GCC diagnostic pop
}

/* A page larger than this is a mistake of ours. */
#define PAGE_LIMIT ((size_t)4 * 1024 * 1024)
#define PRAGMA "{{%AUTOESCAPE context=\"HTML\"}}"
/* Folders below a language's root. */
#define FOLDER_DEPTH_MAX 4

static const ctemplate::Strip STRIP = ctemplate::STRIP_BLANK_LINES;

/* An include of a page; ctemplate would leave out a missing file without a word. */
struct included {
    const char *file;
    struct included *next;
};

struct tpl {
    ctemplate::TemplateDictionary *dict;
    struct arena *arena;
    struct tpl *root;
    struct included *includes; /* of the root */
    bool failed;               /* of the root */
};

/* ---- JSON within a script element ---- */

namespace
{
/* {{NAME:x-json}}: JSON as it is, but for what could end the element or begin a comment in it.
 * Those bytes stand in JSON's strings only, where an escape means the same. */
class JsonModifier : public ctemplate::TemplateModifier
{
  public:
    void Modify(const char *in, size_t size, const ctemplate::PerExpandData *,
                ctemplate::ExpandEmitter *out, const std::string &) const override
    {
        static const struct {
            const char *bytes;
            const char *escape;
        } ESCAPES[] = {
            {"<", "\\u003c"},      {">", "\\u003e"},      {"&", "\\u0026"},
            {"\u2028", "\\u2028"}, {"\u2029", "\\u2029"},
        };
        for (size_t i = 0; i < size;) {
            size_t step = 0;
            for (const auto &item : ESCAPES) {
                const size_t length = strlen(item.bytes);
                if (size - i < length || memcmp(in + i, item.bytes, length) != 0)
                    continue;
                out->Emit(item.escape);
                step = length;
            }
            if (step == 0)
                out->Emit(in[i]);
            i += step > 0 ? step : 1;
        }
    }
};
} // namespace

/* ---- the templates of each language ---- */

static std::string *root_directory;
static ctemplate::TemplateCache *caches[LANG_COUNT];

void tpl_root(const char *directory)
{
    static const JsonModifier json;
    static bool added;
    try {
        /* Known as safe, so that automatic escaping leaves its values alone. */
        if (!added && !ctemplate::AddXssSafeModifier("x-json", &json))
            log_write(LOG_ERROR, "templates: the modifier for JSON cannot be added");
        added = true;
        delete root_directory;
        root_directory = nullptr;
        root_directory = new std::string(directory);
        for (int lang = 0; lang < LANG_COUNT; lang++) {
            delete caches[lang];
            caches[lang] = nullptr;
            caches[lang] = new ctemplate::TemplateCache();
            caches[lang]->SetTemplateRootDirectory(*root_directory + "/" +
                                                   lang_code((enum lang)lang));
        }
    } catch (...) {
        log_write(LOG_ERROR, "templates: no memory for the caches");
    }
}

/* ---- dictionaries ---- */

static void release(void *item)
{
    delete static_cast<ctemplate::TemplateDictionary *>(item);
}

static struct tpl *fail(struct tpl *tpl)
{
    tpl->root->failed = true;
    return nullptr;
}

struct tpl *tpl_new(struct arena *arena)
{
    struct tpl *tpl = NEW(arena, struct tpl);
    if (tpl == nullptr)
        return nullptr;
    try {
        tpl->dict = new ctemplate::TemplateDictionary("page");
    } catch (...) {
        return nullptr;
    }
    tpl->arena = arena;
    tpl->root = tpl;
    if (arena_on_reset(arena, release, tpl->dict) != E_OK)
        return nullptr;
    return tpl;
}

void tpl_text(struct tpl *tpl, const char *name, const char *value)
{
    if (tpl == nullptr)
        return;
    try {
        tpl->dict->SetValue(name, value != nullptr ? value : "");
    } catch (...) {
        fail(tpl);
    }
}

void tpl_int(struct tpl *tpl, const char *name, int64_t value)
{
    if (tpl == nullptr)
        return;
    try {
        tpl->dict->SetValue(name, std::to_string(value));
    } catch (...) {
        fail(tpl);
    }
}

void tpl_money(struct tpl *tpl, const char *name, int64_t amount)
{
    if (tpl == nullptr)
        return;
    char *text = money_format(tpl->arena, amount);
    if (text == nullptr)
        fail(tpl);
    else
        tpl_text(tpl, name, text);
}

void tpl_global(struct tpl *tpl, const char *name, const char *value)
{
    if (tpl == nullptr)
        return;
    try {
        tpl->dict->SetTemplateGlobalValue(name, value != nullptr ? value : "");
    } catch (...) {
        fail(tpl);
    }
}

void tpl_show(struct tpl *tpl, const char *section)
{
    if (tpl == nullptr)
        return;
    try {
        tpl->dict->ShowSection(section);
    } catch (...) {
        fail(tpl);
    }
}

void tpl_show_if(struct tpl *tpl, const char *section, bool condition)
{
    if (condition)
        tpl_show(tpl, section);
}

static struct tpl *make_child(struct tpl *parent, ctemplate::TemplateDictionary *dict)
{
    struct tpl *child = NEW(parent->arena, struct tpl);
    if (child == nullptr || dict == nullptr)
        return fail(parent);
    child->dict = dict;
    child->arena = parent->arena;
    child->root = parent->root;
    return child;
}

struct tpl *tpl_section(struct tpl *tpl, const char *section)
{
    if (tpl == nullptr)
        return nullptr;
    try {
        return make_child(tpl, tpl->dict->AddSectionDictionary(section));
    } catch (...) {
        return fail(tpl);
    }
}

static bool note_include(struct tpl *root, const char *file)
{
    for (struct included *item = root->includes; item != nullptr; item = item->next)
        if (strcmp(item->file, file) == 0)
            return true;
    struct included *item = NEW(root->arena, struct included);
    char *copy = arena_strdup(root->arena, file);
    if (item == nullptr || copy == nullptr)
        return false;
    item->file = copy;
    item->next = root->includes;
    root->includes = item;
    return true;
}

struct tpl *tpl_include(struct tpl *tpl, const char *name, const char *file)
{
    if (tpl == nullptr)
        return nullptr;
    try {
        if (!note_include(tpl->root, file))
            return fail(tpl);
        ctemplate::TemplateDictionary *dict = tpl->dict->AddIncludeDictionary(name);
        dict->SetFilename(file);
        return make_child(tpl, dict);
    } catch (...) {
        return fail(tpl);
    }
}

/* ---- expanding ---- */

namespace
{
/* Writes the page straight into the request's arena. */
class ArenaEmitter : public ctemplate::ExpandEmitter
{
  public:
    explicit ArenaEmitter(struct strbuf *out) : out_(out) {}
    void Emit(char c) override
    {
        strbuf_add(out_, &c, 1);
    }
    void Emit(const std::string &s) override
    {
        strbuf_add(out_, s.data(), s.size());
    }
    void Emit(const char *s) override
    {
        strbuf_puts(out_, s);
    }
    void Emit(const char *s, size_t size) override
    {
        strbuf_add(out_, s, size);
    }

  private:
    struct strbuf *out_;
};
} // namespace

static bool load(enum lang lang, const char *file)
{
    if (caches[lang] != nullptr && caches[lang]->LoadTemplate(file, STRIP))
        return true;
    log_write(LOG_ERROR, "template missing or broken: %s/%s", lang_code(lang), file);
    return false;
}

enum err tpl_render(struct tpl *tpl, struct arena *arena, enum lang lang, const char *file,
                    struct slice *ret_html)
{
    if (tpl == nullptr || tpl->root->failed)
        return E_NO_MEMORY;
    try {
        if (!load(lang, file))
            return E_INTERNAL;
        for (struct included *item = tpl->root->includes; item != nullptr; item = item->next)
            if (!load(lang, item->file))
                return E_INTERNAL;
        struct strbuf out = strbuf_make(arena, PAGE_LIMIT);
        ArenaEmitter emitter(&out);
        if (!caches[lang]->ExpandWithData(file, STRIP, tpl->dict, nullptr, &emitter)) {
            log_write(LOG_ERROR, "template does not expand: %s/%s", lang_code(lang), file);
            return E_INTERNAL;
        }
        return strbuf_finish(&out, ret_html);
    } catch (...) {
        return E_NO_MEMORY;
    }
}

/* ---- checking all ---- */

static bool ends_with(const std::string &text, const char *end)
{
    size_t n = strlen(end);
    return text.size() >= n && text.compare(text.size() - n, n, end) == 0;
}

/* Whether automatic escaping is on; checked on the file itself, since ctemplate stays silent. */
static bool has_pragma(const std::string &path)
{
    char start[sizeof(PRAGMA)] = "";
    FILE *file = fopen(path.c_str(), "re");
    if (file == nullptr)
        return false;
    size_t got = fread(start, 1, sizeof(PRAGMA) - 1, file);
    fclose(file);
    return got == sizeof(PRAGMA) - 1 && memcmp(start, PRAGMA, sizeof(PRAGMA) - 1) == 0;
}

static bool check_file(enum lang lang, const std::string &base, const std::string &file)
{
    if (has_pragma(base + "/" + file))
        return load(lang, file.c_str());
    log_write(LOG_ERROR, "template without its AUTOESCAPE pragma: %s/%s", lang_code(lang),
              file.c_str());
    return false;
}

/* Checks the files of one folder and of those below it; returns how many are good, -1 when one is
 * not. `folder` is relative to `base`: "" or "cart/". */
static int check_folder(enum lang lang, const std::string &base, const std::string &folder,
                        int depth)
{
    DIR *dir = opendir((base + "/" + folder).c_str());
    if (dir == nullptr || depth > FOLDER_DEPTH_MAX) {
        if (dir != nullptr)
            closedir(dir);
        log_write(LOG_ERROR, "templates: cannot read %s/%s", lang_code(lang), folder.c_str());
        return -1;
    }
    int good = 0;
    bool broken = false;
    while (const struct dirent *entry = readdir(dir)) {
        if (entry->d_name[0] == '.')
            continue;
        std::string file = folder + entry->d_name;
        struct stat info;
        if (stat((base + "/" + file).c_str(), &info) != 0)
            continue;
        int found = 0;
        if (S_ISDIR(info.st_mode))
            found = check_folder(lang, base, file + "/", depth + 1);
        else if (ends_with(file, ".tpl"))
            found = check_file(lang, base, file) ? 1 : -1;
        broken = broken || found < 0;
        good += found;
    }
    closedir(dir);
    return broken ? -1 : good;
}

enum err tpl_check_all(void)
{
    try {
        bool broken = root_directory == nullptr;
        for (int lang = 0; lang < LANG_COUNT && !broken; lang++)
            broken = check_folder((enum lang)lang,
                                  *root_directory + "/" + lang_code((enum lang)lang), "", 0) <= 0;
        return broken ? E_INTERNAL : E_OK;
    } catch (...) {
        return E_NO_MEMORY;
    }
}
