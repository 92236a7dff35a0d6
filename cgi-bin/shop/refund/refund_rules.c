#include "shop/refund/refund_rules.h"

#include <stddef.h>

const char *const REFUND_KIND_NAMES[] = {"CLAIM", "RETURNED", NULL};

enum refund_status refund_status_after(enum refund_answer answer, int64_t tries, int64_t tries_max)
{
    switch (answer) {
    case ANSWER_GIVEN_BACK:
        return REFUND_DONE;
    case ANSWER_REFUSED:
        return REFUND_FAILED;
    case ANSWER_UNKNOWN:
        break;
    }
    return tries < tries_max ? REFUND_PENDING : REFUND_FAILED;
}
