// Reads the golden cases of tests/oracle: tables of tab-separated cells, and the tensors that they point to. The
// format is told in tests/oracle/README.md. Whatever is wrong with a file fails the test that reads it.
#ifndef STRIDESCOPE_TESTS_ORACLE_H
#define STRIDESCOPE_TESTS_ORACLE_H

#include "base/base.h"

// A header line with the names of the columns, then rows.
typedef struct Rows {
    char *text;   // cut at tabs and line ends
    char **cell;  // row by row, `columns` each; missing cells at the end of a row are ""
    int rows, columns; // without the header
} Rows;
Rows rows_read(const char *name); // "errors.tsv"
void rows_clear(Rows *rows);
const char *rows_cell(const Rows *rows, int row, const char *column); // fails where there is no such column
int rows_column(const Rows *rows, const char *column);                // or -1
// "1x2x4x4" → 4 and the sides; "-" → 0.
int shape_parse(const char *text, int shape[6]);

enum { ORACLE_INPUT = -1 };

// One tensor of a case. `tolerance` is the largest absolute error to accept, or ORACLE_INPUT.
typedef struct OracleTensor {
    int rank, shape[6];
    size_t count;
    const float *data; // borrowed from the family
    double tolerance;
} OracleTensor;

typedef struct Oracle {
    Rows rows;
    Bytes floats;
} Oracle;
Oracle oracle_open(const char *family); // "conv2d"
void oracle_close(Oracle *oracle);
// The attribute as a number, or [otherwise] where the family has no such column.
int oracle_number(const Oracle *oracle, int row, const char *column, int otherwise);
double oracle_double(const Oracle *oracle, int row, const char *column); // fails where it is none
// Whether the case has a tensor of that role.
bool oracle_tensor(const Oracle *oracle, int row, const char *role, OracleTensor *out);

// Fails with the case's name and the first value that is further than the tolerance from what is wanted; equal
// infinities match, NaN matches NaN.
void oracle_hold(const char *family, const char *id, const char *role, const float *got, const OracleTensor *want);

// ---- whole families --------------------------------------------------------------------------------------------

// One case of a family on its way through a test; `held` counts the expected tensors that were compared.
typedef struct OracleCase {
    const Oracle *oracle;
    const char *family, *id;
    int row, held;
} OracleCase;
// Runs [hold] on every case. Fails where there are not [cases] of them, and where [hold] did not compare as many
// tensors as the case expects: none is forgotten.
void oracle_each(const char *family, int cases, void (*hold)(OracleCase *));
int oracle_attribute(const OracleCase *of, const char *column);
const char *oracle_text(const OracleCase *of, const char *column);
bool oracle_has(const OracleCase *of, const char *role);
OracleTensor oracle_need(const OracleCase *of, const char *role); // fails where the case has no such tensor
// oracle_hold for the expected tensor of that role, which has [count] values.
void oracle_expect(OracleCase *of, const char *role, const float *got, size_t count);
// Room for values, each NaN at first, so that what is not written shows. Free with free.
float *oracle_room(size_t count);

#endif
