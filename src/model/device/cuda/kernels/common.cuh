// What all kernels share: loops over numbers, activations, and the sum over a whole grid.

typedef unsigned int u32;
typedef unsigned long long u64;

// Threads of every block.
#define THREADS 256

// A loop over `count` numbers by all threads of the grid.
#define EACH(i, count)                                                                                        \
    for (u32 i = blockIdx.x * THREADS + threadIdx.x; i < (count); i += gridDim.x * THREADS)

#define KERNEL extern "C" __global__ void __launch_bounds__(THREADS)

// In the order of `activation_number`.
enum { IDENTITY, RELU, LEAKY_RELU, TANH, SIGMOID, SILU };

// Slope of leaky ReLU below zero, PyTorch's default.
#define LEAK 0.01f

__device__ inline float sigmoid(float z) { return 1.0f / (1.0f + expf(-z)); }

__device__ inline float activate(float z, int activation)
{
    switch (activation) {
    // Not `fmaxf`, which would turn NaN into zero and hide a diverging run.
    case RELU: return z < 0.0f ? 0.0f : z;
    case LEAKY_RELU: return z < 0.0f ? LEAK * z : z;
    case TANH: return tanhf(z);
    case SIGMOID: return sigmoid(z);
    case SILU: return z * sigmoid(z);
    default: return z;
    }
}

// `gradient` times the activation's slope, from its output (its input for SiLU).
__device__ inline float times_slope(float gradient, float value, int activation)
{
    switch (activation) {
    case RELU: return value > 0.0f ? gradient : 0.0f;
    case LEAKY_RELU: return value > 0.0f ? gradient : LEAK * gradient;
    case TANH: return gradient * (1.0f - value * value);
    case SIGMOID: return gradient * value * (1.0f - value);
    case SILU: {
        float s = sigmoid(value);
        return gradient * s * (1.0f + value * (1.0f - s));
    }
    default: return gradient;
    }
}

// Adds `value` of all threads of a block; the result is in `sums[0]`.
__device__ inline void block_total(double value, double *sums)
{
    u32 t = threadIdx.x;
    sums[t] = value;
    __syncthreads();
    for (u32 half = THREADS / 2; half > 0; half /= 2) {
        if (t < half) sums[t] += sums[t + half];
        __syncthreads();
    }
}

// Adds `value` of all threads of a grid (one-dimensional). True on one thread of the last block to arrive, which then
// holds the total in `value`. `partial` has room for a number a block; `arrived` is zero before and after.
__device__ inline bool grid_total(double &value, double *partial, u32 *arrived)
{
    __shared__ double sums[THREADS];
    __shared__ u32 before;
    u32 t = threadIdx.x;
    block_total(value, sums);
    if (gridDim.x > 1) {
        if (t == 0) {
            partial[blockIdx.x] = sums[0];
            __threadfence();
            before = atomicAdd(arrived, 1u);
        }
        __syncthreads();
        if (before != gridDim.x - 1) return false;
        __threadfence();
        double sum = 0.0;
        for (u32 block = t; block < gridDim.x; block += THREADS) sum += ((volatile double *)partial)[block];
        block_total(sum, sums);
        if (t == 0) *arrived = 0;
    }
    value = sums[0];
    return t == 0;
}
