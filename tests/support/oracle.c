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

double oracle_double(const Oracle *oracle, int row, const char *column)
{
    const char *cell = rows_cell(&oracle->rows, row, column);
    double value = 0;
    check(number_parse(cell, strlen(cell), &value), "%s is '%s', which is no number", column, cell);
    return value;
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

// ---- whole families --------------------------------------------------------------------------------------------

// The tensors of a case that have a tolerance.
static int expected(const Oracle *oracle, int row)
{
    const Rows *rows = &oracle->rows;
    int count = 0;
    for (int c = tensors_from(rows); c + 3 < rows->columns; c += 4) {
        char **cell = rows->cell + (row + 1) * rows->columns + c;
        count += cell[0][0] && strcmp(cell[3], "-");
    }
    return count;
}

void oracle_each(const char *family, int cases, void (*hold)(OracleCase *))
{
    Oracle oracle = oracle_open(family);
    check(oracle.rows.rows == cases, "%s has %d cases; %d were copied", family, oracle.rows.rows, cases);
    for (int row = 0; row < oracle.rows.rows; row++) {
        OracleCase of = { .oracle = &oracle, .family = family, .id = rows_cell(&oracle.rows, row, "id"), .row = row };
        hold(&of);
        int wanted = expected(&oracle, row);
        check(of.held == wanted, "case %s of %s: %d tensors were compared of %d", of.id, family, of.held, wanted);
    }
    oracle_close(&oracle);
}

int oracle_attribute(const OracleCase *of, const char *column)
{
    const char *cell = oracle_text(of, column);
    long long value = 0;
    check(number_parse_whole(cell, strlen(cell), INT32_MIN, INT32_MAX, &value), "%s of %s is '%s', no whole number",
          column, of->id, cell);
    return (int)value;
}

const char *oracle_text(const OracleCase *of, const char *column)
{
    return rows_cell(&of->oracle->rows, of->row, column);
}

bool oracle_has(const OracleCase *of, const char *role)
{
    OracleTensor tensor;
    return oracle_tensor(of->oracle, of->row, role, &tensor);
}

OracleTensor oracle_need(const OracleCase *of, const char *role)
{
    OracleTensor tensor = { 0 };
    check(oracle_tensor(of->oracle, of->row, role, &tensor), "case %s of %s has no %s", of->id, of->family, role);
    return tensor;
}

void oracle_expect(OracleCase *of, const char *role, const float *got, size_t count)
{
    OracleTensor want = oracle_need(of, role);
    check(want.tolerance >= 0, "%s of case %s is an input", role, of->id);
    check(want.count == count, "case %s of %s: %s has %zu values; wanted %zu", of->id, of->family, role, count,
          want.count);
    oracle_hold(of->family, of->id, role, got, &want);
    of->held++;
}

float *oracle_room(size_t count)
{
    float *room = malloc((count ? count : 1) * sizeof *room);
    check(room != NULL, "no memory for %zu values", count);
    memset(room, 0xFF, count * sizeof *room);
    return room;
}
