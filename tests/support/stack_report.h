/* What is wrong with a stack though every answer of it was right. It is printed, and left in the
 * folder JANGTEO_REPORTS for tests/run, which fails by it. For stack_remove. */
#ifndef JANGTEO_TESTS_SUPPORT_STACK_REPORT_H
#define JANGTEO_TESTS_SUPPORT_STACK_REPORT_H

#include "support/stack.h"

/* Laws of the books that do not hold in a stack that runs. */
void stack_report_books(const struct stack *stack);
/* Logs of one that has ended which tell of a sanitizer's finding, or of a program that died where
 * the test does not make them die. */
void stack_report_logs(const struct stack *stack);

#endif
