/* A whole shop of a test's own: nginx/serve on a free port, its state in a temporary folder. For
 * tests that kill parts of it. Its processes are told from any other's by their current directory,
 * a folder of this stack alone. For a test's own thread. */
#ifndef JANGTEO_TESTS_SUPPORT_STACK_H
#define JANGTEO_TESTS_SUPPORT_STACK_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

struct stack {
    char folder[40]; /* all of it lies in here, */
    char run[40];    /* but for sockets, which need a short path */
    char url[40];
    int port;
    pid_t runner;
    bool loses_programs; /* the test kills or starves them: that one died says nothing */
};

/* Kinds of processes that a stack is made of. */
enum part {
    PART_PROGRAM,      /* a FastCGI program */
    PART_WORKER,       /* the job worker */
    PART_NGINX_WORKER, /* one of nginx's */
    PART_BACK_END,     /* any child of the postmaster */
    PART_POSTMASTER,
    PART_COUNT
};
extern const char *const PART_NAMES[PART_COUNT];

/* The next port of the loopback above `port` that nobody listens on now. Of 20000 to 30000 it is
 * below those that the kernel gives away. */
int stack_port_above(int port);
/* Makes the folder and chooses a port; nothing runs yet. */
void stack_make(struct stack *stack);
/* Starts it, on what an earlier start left if there was one, and waits until it is open. Sets
 * JANGTEO_URL and JANGTEO_DB, so that requests and queries of this program go to it. The test fails
 * after a minute, or when the runner ends. */
void stack_start(struct stack *stack);
/* The same for another instance over the database of one that runs; leaves JANGTEO_URL alone. */
void stack_start_beside(struct stack *stack, const struct stack *first);
/* stack_start over a database that is not its own, as DATABASE_URL names it. */
void stack_start_on(struct stack *stack, const char *database);
/* Whether /readyz says 200 within some seconds. */
bool stack_is_ready(const struct stack *stack, int seconds);

/* A random process of a kind (chosen by `random`); 0 when there is none. */
pid_t stack_process(const struct stack *stack, enum part part, unsigned random);
/* One of those of a program ("api-order"); 0 when there is none. */
pid_t stack_process_of(const struct stack *stack, const char *program);
/* Sends a signal to a random process of a kind (chosen by `random`); false when there is none. */
bool stack_signal(const struct stack *stack, enum part part, unsigned random, int signal);
/* The same to every process of one program ("sandbox-gateway"); false when there is none. */
bool stack_signal_program(const struct stack *stack, const char *program, int signal);
/* Processes that run one program. */
size_t stack_program_count(const struct stack *stack, const char *program);
/* Processes that live in the stack's folders; those of a start before this one count too. */
size_t stack_process_count(const struct stack *stack);
/* Whether the runner ends within some seconds, and with status 0. */
bool stack_ends(struct stack *stack, int seconds);
/* Lines of the stack's own logs that hold a text. */
size_t stack_log_lines(const struct stack *stack, const char *sought);
/* Whether the lock on STATE is free. */
bool stack_is_unlocked(const struct stack *stack);
/* Kills all of it at once, as when its machine loses power. */
void stack_kill(struct stack *stack);
/* Ends what still runs and removes the folder; with `keep` it says where the logs are instead.
 * Books of a stack that still runs are audited first (not with `keep`: a test has failed already),
 * and its logs are looked through; what is found is told as stack_report.h says. */
void stack_remove(struct stack *stack, bool keep);

/* Milliseconds of a clock that only goes on, and a pause; for waiting for a condition. */
long long now_ms(void);
void pause_ms(int ms);

/* A number from the environment, such as how long a test goes on. */
unsigned setting(const char *name, unsigned otherwise);

#endif
