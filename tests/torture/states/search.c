/* Every state once, shortest ways first; then, backwards, from where each can come to rest. */
#include "model.h"

#include <stdlib.h>
#include <string.h>

struct node {
    struct state state;
    uint32_t parent, first_edge; /* its edges end where the next node's begin */
    struct label label;
};
/* An edge is where it leads to, marked when the shop goes there by itself. */
#define OWN (UINT32_C(1) << 31)

struct search {
    const struct model *model;
    struct node *nodes;
    size_t count, room;
    uint32_t *table; /* node + 1 by hash; a power of two places */
    size_t places;
    uint32_t *edges;
    size_t edge_count, edge_room;
    uint32_t at; /* the node whose steps are taken */
};

static void *grown(void *items, size_t *room, size_t size)
{
    *room = *room == 0 ? 1024 : *room * 2;
    void *more = realloc(items, *room * size);
    if (more == NULL)
        abort();
    return more;
}

static size_t hash_of(const struct state *state)
{
    uint64_t words[STATE_SIZE / sizeof(uint64_t)], hash = 0;
    memcpy(words, state, sizeof words);
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
        hash = (hash ^ words[i]) * UINT64_C(0x9e3779b97f4a7c15);
        hash ^= hash >> 32;
    }
    return (size_t)hash;
}

static uint32_t *place_of(const struct search *search, const struct state *state)
{
    size_t at = hash_of(state) & (search->places - 1);
    while (search->table[at] != 0 &&
           memcmp(&search->nodes[search->table[at] - 1].state, state, sizeof *state) != 0)
        at = (at + 1) & (search->places - 1);
    return &search->table[at];
}

static void make_table(struct search *search)
{
    search->places = search->places == 0 ? 4096 : search->places * 2;
    free(search->table);
    search->table = calloc(search->places, sizeof *search->table);
    if (search->table == NULL)
        abort();
    for (size_t i = 0; i < search->count; i++)
        *place_of(search, &search->nodes[i].state) = (uint32_t)(i + 1);
}

/* Workers are alike: states that differ only in which of them does what are one. */
static void sort_workers(struct state *state)
{
    const struct worker a = state->worker[0], b = state->worker[1];
    if (a.refund > b.refund || (a.refund == b.refund && a.answer >= b.answer))
        return;
    state->worker[0] = b;
    state->worker[1] = a;
    for (size_t r = 0; r < REFUNDS; r++)
        if (state->refund[r].claim != 0)
            state->refund[r].claim = (uint8_t)(3 - state->refund[r].claim);
}

static void visit(void *arg, const struct state *next, struct label label, bool own)
{
    struct search *search = arg;
    struct state state = *next;
    sort_workers(&state);
    if (search->count * 2 >= search->places)
        make_table(search);
    uint32_t *place = place_of(search, &state);
    if (*place == 0) {
        if (search->count == search->room)
            search->nodes = grown(search->nodes, &search->room, sizeof *search->nodes);
        search->nodes[search->count] = (struct node){state, search->at, 0, label};
        *place = (uint32_t)++search->count;
    }
    if (search->edge_count == search->edge_room)
        search->edges = grown(search->edges, &search->edge_room, sizeof *search->edges);
    search->edges[search->edge_count++] = (*place - 1) | (own ? OWN : 0);
}

/* ---- what is wrong ---- */

static size_t print_way(const struct search *search, uint32_t to, FILE *out)
{
    if (to == 0)
        return 0;
    const struct node *node = &search->nodes[to];
    const size_t steps = print_way(search, node->parent, out) + 1;
    (void)fprintf(out, "  %2zu. ", steps);
    label_print(out, node->label);
    (void)fprintf(out, "\n");
    return steps;
}

static void tell(const struct search *search, uint32_t at, const char *broken, FILE *out,
                 struct findings *findings)
{
    (void)fprintf(out, "  %s:\n", broken);
    findings->broken = broken;
    findings->steps = print_way(search, at, out);
    (void)fprintf(out, "      ");
    model_print(out, &search->nodes[at].state);
}

static size_t edges_end(const struct search *search, size_t node)
{
    return node + 1 < search->count ? search->nodes[node + 1].first_edge : search->edge_count;
}

/* Nodes from which no good one can be reached over the edges that count: the first of them, 0 when
 * there is none (nothing is wrong with the start). Goes backwards from the good ones. */
static uint32_t find_dead_end(const struct search *search, bool *good, bool own_only)
{
    uint32_t *first = calloc(search->count + 2, sizeof *first);
    uint32_t *before = malloc((search->edge_count + 1) * sizeof *before);
    uint32_t *stack = malloc((search->count + 1) * sizeof *stack);
    const uint32_t wanted = own_only ? OWN : 0;
    size_t depth = 0;
    uint32_t dead = 0;
    if (first == NULL || before == NULL || stack == NULL)
        abort();
    for (size_t i = 0; i < search->edge_count; i++)
        if ((search->edges[i] & wanted) == wanted)
            first[(search->edges[i] & ~OWN) + 2]++;
    for (size_t i = 2; i < search->count + 2; i++)
        first[i] += first[i - 1];
    for (size_t from = 0; from < search->count; from++)
        for (size_t k = search->nodes[from].first_edge; k < edges_end(search, from); k++)
            if ((search->edges[k] & wanted) == wanted)
                before[first[(search->edges[k] & ~OWN) + 1]++] = (uint32_t)from;
    for (size_t i = 0; i < search->count; i++)
        if (good[i])
            stack[depth++] = (uint32_t)i;
    while (depth > 0) {
        const uint32_t at = stack[--depth];
        for (uint32_t k = first[at]; k < first[at + 1]; k++)
            if (!good[before[k]]) {
                good[before[k]] = true;
                stack[depth++] = before[k];
            }
    }
    for (size_t i = search->count; i-- > 0;)
        dead = good[i] ? dead : (uint32_t)i;
    free(first);
    free(before);
    free(stack);
    return dead;
}

static void look_for_dead_ends(const struct search *search, FILE *out, struct findings *findings)
{
    bool *good = calloc(search->count, sizeof *good);
    if (good == NULL)
        abort();
    for (size_t i = 0; i < search->count; i++) {
        good[i] = model_is_settled(search->model, &search->nodes[i].state);
        findings->settled += good[i];
    }
    uint32_t dead = find_dead_end(search, good, false);
    if (dead != 0) {
        tell(search, dead, "from here nothing leads to an end", out, findings);
    } else {
        for (size_t i = 0; i < search->count; i++)
            good[i] = model_money_rests(search->model, &search->nodes[i].state) ||
                      model_needs_word(&search->nodes[i].state);
        dead = find_dead_end(search, good, true);
        if (dead != 0)
            tell(search, dead, "from here the shop alone never gets its money right", out,
                 findings);
    }
    free(good);
}

struct findings model_search(const struct model *model, FILE *out)
{
    struct search search = {.model = model};
    struct findings findings = {0};
    struct state start;
    model_start(model, &start);
    visit(&search, &start, (struct label){0}, true);
    search.edge_count = 0;
    for (; search.at < search.count && findings.broken == NULL; search.at++) {
        search.nodes[search.at].first_edge = (uint32_t)search.edge_count;
        const struct state state = search.nodes[search.at].state;
        const char *broken = model_broken_law(model, &state);
        if (broken != NULL)
            tell(&search, search.at, broken, out, &findings);
        else
            model_moves(model, &state, visit, &search);
    }
    if (findings.broken == NULL)
        look_for_dead_ends(&search, out, &findings);
    findings.states = search.count;
    findings.transitions = search.edge_count;
    for (uint32_t at = search.count == 0 ? 0 : (uint32_t)search.count - 1; at != 0;
         at = search.nodes[at].parent)
        findings.deepest++;
    free(search.nodes);
    free(search.table);
    free(search.edges);
    return findings;
}
