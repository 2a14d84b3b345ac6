// The two steps by which a transposed convolution becomes an ordinary one: zeros between the input's cells, and the
// kernel turned by 180°. The kernels do neither; both are here to be looked at, and to be held equal with them.
#include "op/op.h"

#include <string.h>

void op_stretch(float *z, const float *x, int planes, int height, int width, int stride_y, int stride_x)
{
    size_t rows = (size_t)(height - 1) * (size_t)stride_y + 1, columns = (size_t)(width - 1) * (size_t)stride_x + 1;
    memset(z, 0, (size_t)planes * rows * columns * sizeof *z);
    for (int plane = 0; plane < planes; plane++)
    for (int row = 0; row < height; row++)
    for (int column = 0; column < width; column++)
        z[((size_t)plane * rows + (size_t)row * (size_t)stride_y) * columns + (size_t)column * (size_t)stride_x] = *x++;
}

// Turning by 180° is reading backwards.
void op_rotate(float *turned, const float *w, int planes, int kernel_y, int kernel_x)
{
    size_t size = (size_t)kernel_y * (size_t)kernel_x;
    for (int plane = 0; plane < planes; plane++, w += size, turned += size)
        for (size_t i = 0; i < size; i++) turned[i] = w[size - 1 - i];
}
