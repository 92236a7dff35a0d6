/* What is wrong with a stack though every answer of it was right: see stack_remove. */
#include "support/stack_report.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>

#include <cmocka.h>

#include "support/cluster.h"
#include "support/http.h"

/* Tells of it here, and to tests/run when that runs us. */
static void report(const struct stack *stack, const char *what, const char *file)
{
    const char *folder = getenv("JANGTEO_REPORTS");
    print_error("[  ERROR   ] %s: %s\n", what, file);
    if (folder == NULL)
        return;
    const char *copy =
        text("%s/%s-%s", folder, strrchr(stack->folder, '/') + 1, strrchr(file, '/') + 1);
    (void)run_command("", (const char *const[]){"cp", file, copy, NULL});
}

void stack_report_books(const struct stack *stack)
{
    const char *build = getenv("BUILD"), *out = text("%s/audit.log", stack->folder);
    const char *program = text("%s/bin/jangteo-audit", build != NULL ? build : "build");
    if (!run_command(out, (const char *const[]){program, "sql/audit", NULL}))
        report(stack, "the books do not balance", out);
}

static bool tells_of_a_fault(const struct stack *stack, const char *log)
{
    char *line = NULL;
    size_t size = 0;
    bool does = false;
    FILE *file = fopen(log, "r");
    while (file != NULL && !does && getline(&line, &size, file) > 0)
        does = strstr(line, "runtime error:") != NULL || strstr(line, "Sanitizer: ") != NULL ||
               (!stack->loses_programs && strncmp(line, "Child[0] died", 13) == 0);
    if (file != NULL)
        (void)fclose(file);
    free(line);
    return does;
}

void stack_report_logs(const struct stack *stack)
{
    const char *folder = text("%s/state/log", stack->folder);
    DIR *logs = opendir(folder);
    for (struct dirent *entry; logs != NULL && (entry = readdir(logs)) != NULL;) {
        const char *log = text("%s/%s", folder, entry->d_name);
        if (entry->d_name[0] != '.' && tells_of_a_fault(stack, log))
            report(stack, "a program failed", log);
    }
    if (logs != NULL)
        (void)closedir(logs);
}
