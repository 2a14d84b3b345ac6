// Tables and tensors of tests/oracle, read whole and cut in place.
#include "support/oracle.h"
#include "support/check.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

static Bytes read_whole(const char *name)
{
    char path[512];
    snprintf(path, sizeof path, "%s/oracle/%s", TESTS_DIR, name);
    Bytes bytes;
    Error err;
    check(file_read(path, 16 << 20, &bytes, &err), "%s", err.text);
    return bytes;
}

static int count_of(const char *text, char what)
{
    int count = 0;
    for (; *text; text++) count += *text == what;
    return count;
}

// Ends the piece that begins at [at] before the next [mark] and answers where the one after it begins, or NULL.
static char *cut(char *at, char mark)
{
    char *end = strchr(at, mark);
    if (end) *end++ = 0;
    return end;
}

static int tensors_from(const Rows *rows)
{
    int column = rows_column(rows, "role");
    return column < 0 ? rows->columns : column;
}

Rows rows_read(const char *name)
{
    Bytes bytes = read_whole(name);
    Rows rows = { .text = memory_new(bytes.length + 1, 1) };
    memcpy(rows.text, bytes.data, bytes.length);
    bytes_clear(&bytes);

    // The longest line says how many cells a row has: cases have more tensors than the header names.
    int lines = count_of(rows.text, '\n');
    char **line = memory_new((size_t)lines, sizeof *line);
    char *at = rows.text;
    for (int i = 0; i < lines; i++) {
        line[i] = at;
        at = cut(at, '\n');
        int cells = count_of(line[i], '\t') + 1;
        if (cells > rows.columns) rows.columns = cells;
    }
    check(lines > 1, "%s has no rows", name);
    rows.cell = memory_new((size_t)lines * (size_t)rows.columns, sizeof *rows.cell);
    static char none[] = "";
    for (int i = 0; i < lines; i++)
    for (int c = 0; c < rows.columns; c++) {
        rows.cell[i * rows.columns + c] = line[i] ? line[i] : none;
        if (line[i]) line[i] = cut(line[i], '\t');
    }
    rows.rows = lines - 1;
    free(line);
    return rows;
}

void rows_clear(Rows *rows)
{
    free(rows->text);
    free(rows->cell);
    *rows = (Rows){ 0 };
}

int rows_column(const Rows *rows, const char *column)
{
    for (int c = 0; c < rows->columns; c++)
        if (!strcmp(rows->cell[c], column)) return c;
    return -1;
}

const char *rows_cell(const Rows *rows, int row, const char *column)
{
    int c = rows_column(rows, column);
    check(c >= 0, "there is no column %s", column);
    return rows->cell[(row + 1) * rows->columns + c];
}

int shape_parse(const char *text, int shape[6])
{
    if (!strcmp(text, "-")) return 0;
    int rank = 0;
    for (char *end;; text = end + 1) {
        check(rank < 6, "the shape has too many sides");
        shape[rank++] = (int)strtol(text, &end, 10);
        if (*end != 'x') return rank;
    }
}

Oracle oracle_open(const char *family)
{
    char name[64];
    Oracle oracle;
    snprintf(name, sizeof name, "%s.tsv", family);
    oracle.rows = rows_read(name);
    snprintf(name, sizeof name, "%s.bin", family);
    oracle.floats = read_whole(name);
    return oracle;
}

void oracle_close(Oracle *oracle)
{
    rows_clear(&oracle->rows);
    bytes_clear(&oracle->floats);
}

int oracle_number(const Oracle *oracle, int row, const char *column, int otherwise)
{
    if (rows_column(&oracle->rows, column) < 0) return otherwise;
    return atoi(rows_cell(&oracle->rows, row, column));
}

bool oracle_tensor(const Oracle *oracle, int row, const char *role, OracleTensor *out)
{
    const Rows *rows = &oracle->rows;
    for (int c = tensors_from(rows); c + 3 < rows->columns; c += 4) {
        char **cell = rows->cell + (row + 1) * rows->columns + c;
        if (strcmp(cell[0], role)) continue;
        *out = (OracleTensor){ .count = 1, .tolerance = ORACLE_INPUT };
        out->rank = shape_parse(cell[1], out->shape);
        for (int i = 0; i < out->rank; i++) out->count *= (size_t)out->shape[i];
        size_t offset = (size_t)atol(cell[2]);
        check((offset + out->count) * sizeof(float) <= oracle->floats.length, "%s lies outside the file", role);
        out->data = (const float *)oracle->floats.data + offset;
        if (strcmp(cell[3], "-") && !number_parse(cell[3], strlen(cell[3]), &out->tolerance)) fail();
        return true;
    }
    return false;
}

void oracle_hold(const char *family, const char *id, const char *role, const float *got, const OracleTensor *want)
{
    for (size_t i = 0; i < want->count; i++) {
        double a = got[i], b = want->data[i];
        if (a == b || (isnan(a) && isnan(b))) continue;
        check(fabs(a - b) <= want->tolerance, "case %s of %s: %s[%zu] is %.9g; wanted %.9g within %g", id, family, role,
              i, a, b, want->tolerance);
    }
}
