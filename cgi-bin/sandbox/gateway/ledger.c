#include "sandbox/gateway/ledger.h"

#include <inttypes.h>
#include <pthread.h>
#include <search.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/str.h"
#include "sandbox/gateway/journal.h"

enum { FIELDS_MAX = 9 };
#define AMOUNT_MAX INT64_C(999999999999999)

const char *const VERDICT_NAMES[] = {"PENDING", "APPROVED", "DECLINED", NULL};

/* By one of its keys. */
struct known {
    const char *key;
    struct transaction *transaction;
    int64_t amount; /* of a refund */
};

static struct {
    pthread_mutex_t lock;
    struct journal journal;
    struct transaction *all[LEDGER_TRANSACTIONS_MAX];
    size_t count, refund_count;
    void *by_key, *by_payment_key, *refunds;
} ledger = {.lock = PTHREAD_MUTEX_INITIALIZER};

static int compare(const void *a, const void *b)
{
    return strcmp(((const struct known *)a)->key, ((const struct known *)b)->key);
}

static struct known *look_up(void *const *tree, const char *key)
{
    const struct known sought = {.key = key};
    void *found = tfind(&sought, tree, compare);
    return found != NULL ? *(struct known **)found : NULL;
}

static bool enter(void **tree, const char *key, struct transaction *transaction, int64_t amount)
{
    struct known *known = malloc(sizeof *known);
    if (known == NULL)
        return false;
    *known = (struct known){key, transaction, amount};
    struct known **entered = tsearch(known, tree, compare);
    if (entered != NULL && *entered == known)
        return true;
    free(known);
    return false;
}

static struct transaction *find(const char *key)
{
    const struct known *known = look_up(&ledger.by_key, key);
    return known != NULL ? known->transaction : NULL;
}

/* ---- what happened, in memory: from a call, after its line was written, or from a line ---- */

static void free_transaction(struct transaction *transaction)
{
    free((char *)transaction->charge.payment_key);
    free((char *)transaction->charge.order_no);
    free((char *)transaction->charge.callback_url);
    free((char *)transaction->charge.return_url);
    free(transaction);
}

static struct transaction *new_transaction(const char *key, const char *token,
                                           const struct charge *charge)
{
    struct transaction *transaction = calloc(1, sizeof *transaction);
    if (transaction == NULL)
        return NULL;
    *transaction = (struct transaction){.charge = {.payment_key = strdup(charge->payment_key),
                                                   .order_no = strdup(charge->order_no),
                                                   .callback_url = strdup(charge->callback_url),
                                                   .return_url = strdup(charge->return_url),
                                                   .amount = charge->amount},
                                        .decided_at = INSTANT_NONE};
    (void)snprintf(transaction->key, sizeof transaction->key, "%s", key);
    (void)snprintf(transaction->token, sizeof transaction->token, "%s", token);
    const struct charge *kept = &transaction->charge;
    if (kept->payment_key != NULL && kept->order_no != NULL && kept->callback_url != NULL &&
        kept->return_url != NULL)
        return transaction;
    free_transaction(transaction);
    return NULL;
}

/* False past the limit, for a key that is there already, and without memory. */
static bool add_transaction(struct transaction *transaction)
{
    if (ledger.count == LEDGER_TRANSACTIONS_MAX ||
        !enter(&ledger.by_key, transaction->key, transaction, 0) ||
        !enter(&ledger.by_payment_key, transaction->charge.payment_key, transaction, 0))
        return false;
    ledger.all[ledger.count++] = transaction;
    return true;
}

static bool add_refund(struct transaction *transaction, const char *refund_key, int64_t amount)
{
    char *key = strdup(refund_key);
    if (key == NULL || !enter(&ledger.refunds, key, transaction, amount)) {
        free(key);
        return false;
    }
    ledger.refund_count++;
    transaction->refunded += amount;
    return true;
}

/* ---- lines of the journal: a word and fields, separated by tabs ---- */

static bool read_number(const char *text, int64_t min, int64_t max, int64_t *ret_number)
{
    return str_to_int(text, strlen(text), min, max, ret_number);
}

static bool read_charge(char *const *field, size_t count)
{
    int64_t amount;
    if (count != 8 || strlen(field[1]) >= LEDGER_KEY_SIZE || strlen(field[2]) >= LEDGER_KEY_SIZE ||
        !read_number(field[4], 1, AMOUNT_MAX, &amount))
        return false;
    const struct charge charge = {.payment_key = field[3],
                                  .amount = amount,
                                  .order_no = field[5],
                                  .callback_url = field[6],
                                  .return_url = field[7]};
    struct transaction *transaction = new_transaction(field[1], field[2], &charge);
    return transaction != NULL && add_transaction(transaction);
}

static bool read_decision(char *const *field, size_t count)
{
    struct transaction *transaction = count == 5 ? find(field[1]) : NULL;
    int64_t at_us, calls_back;
    if (transaction == NULL || !read_number(field[3], 0, INT64_MAX, &at_us) ||
        !read_number(field[4], 0, 1, &calls_back))
        return false;
    transaction->verdict = strcmp(field[2], VERDICT_NAMES[VERDICT_APPROVED]) == 0
                               ? VERDICT_APPROVED
                               : VERDICT_DECLINED;
    transaction->decided_at = (instant){at_us};
    transaction->calls_back = calls_back == 1;
    return true;
}

static bool read_refund(char *const *field, size_t count)
{
    struct transaction *transaction = count == 4 ? find(field[1]) : NULL;
    int64_t amount;
    return transaction != NULL && read_number(field[3], 1, AMOUNT_MAX, &amount) &&
           add_refund(transaction, field[2], amount);
}

static bool read_called_back(char *const *field, size_t count)
{
    struct transaction *transaction = count == 2 ? find(field[1]) : NULL;
    if (transaction == NULL)
        return false;
    transaction->called_back = true;
    return true;
}

static bool read_line(void *arg, char *line)
{
    (void)arg;
    static const struct {
        const char *word;
        bool (*read)(char *const *field, size_t count);
    } LINES[] = {{"charge", read_charge},
                 {"decision", read_decision},
                 {"refund", read_refund},
                 {"called-back", read_called_back}};
    char *field[FIELDS_MAX];
    size_t count = 0;
    for (char *part; count < FIELDS_MAX && (part = strsep(&line, "\t")) != NULL;)
        field[count++] = part;
    for (size_t i = 0; count > 0 && i < COUNT_OF(LINES); i++)
        if (strcmp(field[0], LINES[i].word) == 0)
            return LINES[i].read(field, count);
    return false;
}

bool ledger_open(const char *path)
{
    return journal_open(&ledger.journal, path, read_line, NULL);
}

/* ---- what is asked for ---- */

static bool is_same(const struct charge *a, const struct charge *b)
{
    return a->amount == b->amount && strcmp(a->order_no, b->order_no) == 0 &&
           strcmp(a->callback_url, b->callback_url) == 0 &&
           strcmp(a->return_url, b->return_url) == 0;
}

static void draw_key(const char *prefix, char ret_key[LEDGER_KEY_SIZE])
{
    static const char DIGITS[] = "0123456789abcdefghjkmnpqrstvwxyz";
    unsigned char bytes[26]; /* 130 bits */
    randombytes_buf(bytes, sizeof bytes);
    char text[sizeof bytes + 1] = "";
    for (size_t i = 0; i < sizeof bytes; i++)
        text[i] = DIGITS[bytes[i] % 32];
    (void)snprintf(ret_key, LEDGER_KEY_SIZE, "%s%s", prefix, text);
}

static enum ledger_result make_transaction(const struct charge *charge,
                                           struct transaction **ret_transaction)
{
    char key[LEDGER_KEY_SIZE], token[LEDGER_KEY_SIZE];
    if (ledger.count == LEDGER_TRANSACTIONS_MAX)
        return LEDGER_FULL;
    draw_key("tx_", key);
    draw_key("", token);
    struct transaction *transaction = new_transaction(key, token, charge);
    if (transaction == NULL)
        return LEDGER_FAILED;
    if (!journal_append(&ledger.journal, "charge\t%s\t%s\t%s\t%" PRId64 "\t%s\t%s\t%s", key, token,
                        charge->payment_key, charge->amount, charge->order_no, charge->callback_url,
                        charge->return_url)) {
        free_transaction(transaction);
        return LEDGER_FAILED;
    }
    if (!add_transaction(transaction))
        abort(); /* its line is written: the next start reads it */
    *ret_transaction = transaction;
    return LEDGER_OK;
}

enum ledger_result ledger_charge(const struct charge *charge, struct transaction *ret_transaction)
{
    enum ledger_result result = LEDGER_OK;
    (void)pthread_mutex_lock(&ledger.lock);
    const struct known *known = look_up(&ledger.by_payment_key, charge->payment_key);
    struct transaction *transaction = known != NULL ? known->transaction : NULL;
    if (transaction == NULL)
        result = make_transaction(charge, &transaction);
    else if (!is_same(&transaction->charge, charge))
        result = LEDGER_REUSED;
    if (result == LEDGER_OK)
        *ret_transaction = *transaction;
    (void)pthread_mutex_unlock(&ledger.lock);
    return result;
}

enum ledger_result ledger_find(const char *key, struct transaction *ret_transaction)
{
    (void)pthread_mutex_lock(&ledger.lock);
    const struct transaction *transaction = find(key);
    if (transaction != NULL)
        *ret_transaction = *transaction;
    (void)pthread_mutex_unlock(&ledger.lock);
    return transaction != NULL ? LEDGER_OK : LEDGER_UNKNOWN;
}

enum verdict ledger_verdict(const struct transaction *transaction, instant now)
{
    const bool counts = !instant_is_none(transaction->decided_at) &&
                        instant_compare(transaction->decided_at, now) <= 0;
    return counts ? transaction->verdict : VERDICT_PENDING;
}

static enum ledger_result decide(struct transaction *transaction, enum verdict verdict, instant at,
                                 bool calls_back)
{
    if (transaction == NULL)
        return LEDGER_UNKNOWN;
    if (!instant_is_none(transaction->decided_at))
        return transaction->verdict == verdict ? LEDGER_OK : LEDGER_DECIDED;
    if (!journal_append(&ledger.journal, "decision\t%s\t%s\t%" PRId64 "\t%d", transaction->key,
                        VERDICT_NAMES[verdict], at.us, calls_back))
        return LEDGER_FAILED;
    transaction->verdict = verdict;
    transaction->decided_at = at;
    transaction->calls_back = calls_back;
    return LEDGER_OK;
}

enum ledger_result ledger_decide(const char *key, enum verdict verdict, instant at, bool calls_back,
                                 struct transaction *ret_transaction)
{
    (void)pthread_mutex_lock(&ledger.lock);
    struct transaction *transaction = find(key);
    const enum ledger_result result = decide(transaction, verdict, at, calls_back);
    if (transaction != NULL)
        *ret_transaction = *transaction;
    (void)pthread_mutex_unlock(&ledger.lock);
    return result;
}

static enum ledger_result refund(struct transaction *transaction, const char *refund_key,
                                 int64_t amount, instant now)
{
    const struct known *known = look_up(&ledger.refunds, refund_key);
    if (transaction == NULL)
        return LEDGER_UNKNOWN;
    if (known != NULL)
        return known->transaction == transaction && known->amount == amount ? LEDGER_OK
                                                                            : LEDGER_REUSED;
    if (ledger_verdict(transaction, now) != VERDICT_APPROVED)
        return LEDGER_NOT_APPROVED;
    if (amount > transaction->charge.amount - transaction->refunded)
        return LEDGER_TOO_MUCH;
    if (ledger.refund_count == LEDGER_REFUNDS_MAX)
        return LEDGER_FULL;
    if (!journal_append(&ledger.journal, "refund\t%s\t%s\t%" PRId64, transaction->key, refund_key,
                        amount))
        return LEDGER_FAILED;
    if (!add_refund(transaction, refund_key, amount))
        abort(); /* as above */
    return LEDGER_OK;
}

enum ledger_result ledger_refund(const char *key, const char *refund_key, int64_t amount,
                                 instant now)
{
    (void)pthread_mutex_lock(&ledger.lock);
    const enum ledger_result result = refund(find(key), refund_key, amount, now);
    (void)pthread_mutex_unlock(&ledger.lock);
    return result;
}

enum ledger_result ledger_called_back(const char *key)
{
    enum ledger_result result = LEDGER_UNKNOWN;
    (void)pthread_mutex_lock(&ledger.lock);
    struct transaction *transaction = find(key);
    if (transaction != NULL)
        result =
            journal_append(&ledger.journal, "called-back\t%s", key) ? LEDGER_OK : LEDGER_FAILED;
    if (result == LEDGER_OK)
        transaction->called_back = true;
    (void)pthread_mutex_unlock(&ledger.lock);
    return result;
}

bool ledger_at(size_t n, struct transaction *ret_transaction)
{
    (void)pthread_mutex_lock(&ledger.lock);
    const bool is_there = n < ledger.count;
    if (is_there)
        *ret_transaction = *ledger.all[n];
    (void)pthread_mutex_unlock(&ledger.lock);
    return is_there;
}
