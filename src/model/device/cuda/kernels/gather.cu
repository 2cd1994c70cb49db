// Batches of images out of a data set's bytes.

// rows[r][i] = table[bytes[indices[r]][i]], each of `width` numbers; rows along the grid's y.
KERNEL gather_images(
    const unsigned char *bytes, const u32 *indices, const float *table, float *rows, u32 count, u32 width)
{
    __shared__ float values[THREADS];
    values[threadIdx.x] = table[threadIdx.x];
    __syncthreads();
    for (u32 row = blockIdx.y; row < count; row += gridDim.y) {
        const unsigned char *from = bytes + (size_t)indices[row] * width;
        float *to = rows + (size_t)row * width;
        EACH(i, width) to[i] = values[from[i]];
    }
}
