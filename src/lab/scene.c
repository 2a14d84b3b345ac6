// The picture of a scene: a file is decoded once and kept.
#include "lab/lab.h"

static void prepared_clear(Prepared *prepared)
{
    tensor_clear(&prepared->input);
    tensor_clear(&prepared->reference);
}

void picture_store_clear(PictureStore *store)
{
    prepared_clear(&store->own);
    prepared_clear(&store->quick);
    prepared_clear(&store->tiny);
    source_clear(&store->source);
    tensor_clear(&store->full);
    *store = (PictureStore){ 0 };
}

bool picture_load(PictureStore *store, const Source *source, Error *err)
{
    if (store->full.data && !store->is_signal && source_equal(&store->source, source)) return true;
    picture_store_clear(store);
    bool ok = source->kind == SOURCE_PICTURE ? picture_builtin(source->word, &store->full, err)
              : source->kind == SOURCE_FILE  ? picture_read(source->word, &store->full, err)
                                             : error_set(err, 0, "the Picture place wants x=picture:NAME or x=file:\"PATH\"");
    if (!ok) return false;
    store->source = source_copy(source);
    return true;
}
