#include "shop/catalog/product.h"
#include "shop/picture/picture.h"

static void queue_files(struct tx *tx, const struct picture *picture)
{
    db_queue(tx->db, Q_picture_insert, ARGS(arg_text(picture->hash), arg_time(tx->call->now)),
             NULL);
    for (size_t i = 0; i < PICTURE_SIZES; i++) {
        const struct picture_file *file = &picture->files[i];
        db_queue(tx->db, Q_picture_file_insert,
                 ARGS(arg_text(picture->hash), arg_int(file->width), arg_int(file->height),
                      arg_bytes(file->bytes.data, file->bytes.size)),
                 NULL);
    }
}

enum err picture_put(struct tx *tx, const struct actor *actor, product_id product,
                     const struct picture *picture)
{
    TRY(product_lock_own(tx, actor, product));
    queue_files(tx, picture);
    db_queue(tx->db, Q_picture_set,
             ARGS(arg_int(product.v), arg_text(picture->hash), arg_time(tx->call->now)), NULL);
    return db_flush(tx->db);
}

enum err picture_find(struct db *db, const char *hash, int width, struct slice *ret_bytes)
{
    static const struct row_field FIELDS[] = {{"bytes", ROW_BYTES, false, 0, NULL}};
    struct rows rows;
    TRY(db_run(db, Q_picture_find, ARGS(arg_text(hash), arg_int(width)), &rows));
    return rows_decode_one(db, &rows, FIELDS, COUNT_OF(FIELDS), E_NOT_FOUND, ret_bytes);
}
