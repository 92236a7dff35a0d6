/* The least that nginx and a FastCGI program can do: /hello says hello; /query runs one prepared
 * query of 20 products and writes them as JSON. What the shop does is held against it.
 *
 * limit SOCKET THREADS: serves until it is killed. JANGTEO_DB says where the database is. */
#include <fcgiapp.h>
#include <inttypes.h>
#include <libpq-fe.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char *const QUERY =
    "SELECT c.product_id, c.name, c.price, c.discount, c.stock, c.status, c.category, c.seller_id "
    "FROM (SELECT product_id FROM product WHERE status = 'ON_SALE' ORDER BY product_id DESC LIMIT "
    "20) page "
    "JOIN product_card c USING (product_id) ORDER BY c.product_id DESC";

static int listener;

static void say_hello(FCGX_Request *request)
{
    (void)FCGX_PutS("Content-Type: text/plain\r\n\r\nhello\n", request->out);
}

static PGconn *open_database(void)
{
    PGconn *conn = PQconnectdb(getenv("JANGTEO_DB"));
    PGresult *result = PQprepare(conn, "page", QUERY, 0, NULL);
    if (PQresultStatus(result) != PGRES_COMMAND_OK) {
        (void)fputs(PQerrorMessage(conn), stderr);
        exit(1);
    }
    PQclear(result);
    return conn;
}

static void list_products(FCGX_Request *request, PGconn *conn)
{
    char body[16 << 10];
    size_t at = 0;
    PGresult *result = PQexecPrepared(conn, "page", 0, NULL, NULL, NULL, 0);
    at += (size_t)snprintf(body, sizeof body, "{\"items\":[");
    for (int i = 0; i < PQntuples(result) && at < sizeof body - 1000; i++)
        at += (size_t)snprintf(
            body + at, sizeof body - at,
            "%s{\"productId\":%s,\"name\":\"%s\",\"price\":%s,\"discount\":%s,\"stock\":%s,"
            "\"status\":\"%s\",\"category\":\"%s\",\"sellerId\":%s}",
            i > 0 ? "," : "", PQgetvalue(result, i, 0), PQgetvalue(result, i, 1),
            PQgetvalue(result, i, 2), PQgetvalue(result, i, 3), PQgetvalue(result, i, 4),
            PQgetvalue(result, i, 5), PQgetvalue(result, i, 6), PQgetvalue(result, i, 7));
    at += (size_t)snprintf(body + at, sizeof body - at, "]}\n");
    PQclear(result);
    (void)FCGX_PutS("Content-Type: application/json\r\n\r\n", request->out);
    (void)FCGX_PutStr(body, (int)at, request->out);
}

static void *serve(void *arg)
{
    FCGX_Request request;
    PGconn *conn = open_database();
    (void)arg;
    if (FCGX_InitRequest(&request, listener, 0) != 0)
        return NULL;
    while (FCGX_Accept_r(&request) == 0) {
        const char *path = FCGX_GetParam("SCRIPT_NAME", request.envp);
        if (path != NULL && strcmp(path, "/query") == 0)
            list_products(&request, conn);
        else
            say_hello(&request);
        FCGX_Finish_r(&request);
    }
    return NULL;
}

int main(int argc, char **argv)
{
    pthread_t thread;
    if (argc != 3 || FCGX_Init() != 0)
        return 2;
    listener = FCGX_OpenSocket(argv[1], 1024);
    if (listener < 0)
        return 1;
    for (long i = strtol(argv[2], NULL, 10); i > 1; i--)
        if (pthread_create(&thread, NULL, serve, NULL) != 0)
            return 1;
    (void)serve(NULL);
    return 0;
}
