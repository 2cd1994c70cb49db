// The divergence of a softmax from rows scaled to sum 1, a block a row: rows are long.

// What is kept of a row: its mass, the largest logit, the logarithm of the sum of the exponentials beyond it, its loss.
#define KEPT 4

__device__ inline float block_sum(float value, double *sums)
{
    block_total(value, sums);
    float sum = (float)sums[0];
    __syncthreads();
    return sum;
}

__device__ inline float block_most(float value, float *most)
{
    u32 t = threadIdx.x;
    most[t] = value;
    __syncthreads();
    for (u32 half = THREADS / 2; half > 0; half /= 2) {
        if (t < half) most[t] = fmaxf(most[t], most[t + half]);
        __syncthreads();
    }
    float found = most[0];
    __syncthreads();
    return found;
}

KERNEL divergences(const float *logits, const float *target, u32 rows, u32 width, float *kept)
{
    __shared__ double sums[THREADS];
    __shared__ float most[THREADS];
    for (u32 row = blockIdx.x; row < rows; row += gridDim.x) {
        const float *z = logits + (size_t)row * width, *t = target + (size_t)row * width;
        float largest = -INFINITY, mass = 0.0f;
        for (u32 k = threadIdx.x; k < width; k += THREADS) {
            largest = fmaxf(largest, z[k]);
            mass += fmaxf(t[k], 0.0f);
        }
        largest = block_most(largest, most);
        mass = block_sum(mass, sums);
        float sum = 0.0f;
        for (u32 k = threadIdx.x; k < width; k += THREADS) sum += expf(z[k] - largest);
        float log_sum = logf(block_sum(sum, sums));
        double loss = 0.0;
        if (mass > 0.0f) {
            for (u32 k = threadIdx.x; k < width; k += THREADS) {
                if (t[k] > 0.0f) {
                    float share = t[k] / mass;
                    loss += share * (logf(share) - (z[k] - largest - log_sum));
                }
            }
        }
        block_total(loss, sums);
        if (threadIdx.x == 0) {
            float *of_row = kept + (size_t)row * KEPT;
            of_row[0] = mass;
            of_row[1] = largest;
            of_row[2] = log_sum;
            of_row[3] = (float)sums[0];
        }
        __syncthreads();
    }
}

// The mean over the rows that have mass, and how many these are; of one block.
KERNEL mean_divergence(const float *kept, u32 rows, float *mean, float *present)
{
    __shared__ double sums[THREADS];
    double loss = 0.0, count = 0.0;
    for (u32 row = threadIdx.x; row < rows; row += THREADS) {
        loss += kept[(size_t)row * KEPT + 3];
        count += kept[(size_t)row * KEPT] > 0.0f;
    }
    block_total(count, sums);
    count = sums[0] > 0.0 ? sums[0] : 1.0;
    __syncthreads();
    block_total(loss, sums);
    if (threadIdx.x == 0) {
        *mean = (float)(sums[0] / count);
        *present = (float)count;
    }
}

KERNEL divergence_slopes(
    const float *logits, const float *target, const float *kept, const float *present, const float *scale, u32 count,
    u32 width, float *gradient)
{
    float share = *scale / *present;
    EACH(i, count) {
        const float *of_row = kept + (size_t)(i / width) * KEPT;
        if (of_row[0] > 0.0f) {
            float probability = expf(logits[i] - of_row[1] - of_row[2]);
            gradient[i] += share * (probability - fmaxf(target[i], 0.0f) / of_row[0]);
        }
    }
}
