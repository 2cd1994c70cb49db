// Softmax and cross-entropy of rows of logits, a thread a row: classes are few.

// The largest logit and the logarithm of the sum of the exponentials beyond it.
__device__ inline float2 largest_and_log_sum(const float *z, u32 classes)
{
    float largest = -INFINITY, sum = 0.0f;
    for (u32 k = 0; k < classes; k++) largest = fmaxf(largest, z[k]);
    for (u32 k = 0; k < classes; k++) sum += expf(z[k] - largest);
    return make_float2(largest, logf(sum));
}

// mean = the mean over rows of `sum of t_k (ln sum of exp(z) - z_k)`
KERNEL softmax_loss(
    const float *logits, const float *target, u32 rows, u32 classes, float *mean, double *partial, u32 *arrived)
{
    double total = 0.0;
    EACH(row, rows) {
        const float *z = logits + (size_t)row * classes, *t = target + (size_t)row * classes;
        float2 most = largest_and_log_sum(z, classes);
        for (u32 k = 0; k < classes; k++) total += t[k] * (most.y - (z[k] - most.x));
    }
    if (grid_total(total, partial, arrived)) *mean = (float)(total / rows);
}

KERNEL softmax_loss_slopes(
    const float *logits, const float *target, const float *scale, u32 rows, u32 classes, float *gradient)
{
    float share = *scale / (float)rows;
    EACH(row, rows) {
        size_t at = (size_t)row * classes;
        const float *z = logits + at, *t = target + at;
        float2 most = largest_and_log_sum(z, classes);
        float sum = 0.0f;
        for (u32 k = 0; k < classes; k++) sum += t[k];
        for (u32 k = 0; k < classes; k++) gradient[at + k] += share * (sum * expf(z[k] - most.x - most.y) - t[k]);
    }
}
