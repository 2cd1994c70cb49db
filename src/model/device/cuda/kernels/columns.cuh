// Sums over the rows of a matrix, for each column: gradients of biases, and what batch norm measures.

// How a grid covers a matrix of `rows` x `columns`: a block covers `lanes` columns (a power of two, 32 at most) with
// THREADS / lanes rows at a time; blocks along y share the rows.
struct Columns {
    u32 rows;
    u32 columns;
    u32 lanes;
};

__device__ inline u32 own_column(Columns m) { return blockIdx.x * m.lanes + threadIdx.x % m.lanes; }

// The rows that the calling thread goes through, [first, last) by steps of `own_step`.
__device__ inline u32 rows_of_block(Columns m) { return (m.rows + gridDim.y - 1) / gridDim.y; }
__device__ inline u32 own_first(Columns m) { return blockIdx.y * rows_of_block(m) + threadIdx.x / m.lanes; }
__device__ inline u32 own_last(Columns m) { return min((blockIdx.y + 1) * rows_of_block(m), m.rows); }
__device__ inline u32 own_step(Columns m) { return THREADS / m.lanes; }

#define EACH_ROW(row, m) for (u32 row = own_first(m); row < own_last(m); row += own_step(m))

__device__ inline void add_lanes(float2 value, float2 *sums, u32 lanes)
{
    u32 t = threadIdx.x;
    sums[t] = value;
    __syncthreads();
    for (u32 half = THREADS / 2; half >= lanes; half /= 2) {
        if (t < half) {
            sums[t].x += sums[t + half].x;
            sums[t].y += sums[t + half].y;
        }
        __syncthreads();
    }
}

// Adds two numbers of all threads of a column. True on one thread a column, of the last block to arrive there, which
// then holds the totals. `partial` has room for two numbers a block along y and column, `arrived` for one a block
// along x, zero before and after.
__device__ inline bool column_totals(Columns m, float &a, float &b, float2 *partial, u32 *arrived)
{
    __shared__ float2 sums[THREADS];
    __shared__ u32 before;
    u32 t = threadIdx.x, column = own_column(m);
    bool holds = t < m.lanes && column < m.columns;
    add_lanes(make_float2(a, b), sums, m.lanes);
    if (gridDim.y > 1) {
        if (holds) {
            partial[(size_t)blockIdx.y * m.columns + column] = sums[t];
            __threadfence();
        }
        __syncthreads();
        if (t == 0) before = atomicAdd(&arrived[blockIdx.x], 1u);
        __syncthreads();
        if (before != gridDim.y - 1) return false;
        __threadfence();
        float2 sum = make_float2(0.0f, 0.0f);
        if (column < m.columns) {
            for (u32 block = t / m.lanes; block < gridDim.y; block += THREADS / m.lanes) {
                volatile float *from = (volatile float *)&partial[(size_t)block * m.columns + column];
                sum.x += from[0];
                sum.y += from[1];
            }
        }
        __syncthreads();
        add_lanes(sum, sums, m.lanes);
        if (t == 0) arrived[blockIdx.x] = 0;
    }
    a = sums[t].x;
    b = sums[t].y;
    return holds;
}
