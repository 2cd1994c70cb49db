// Losses that are a sum over numbers, each times the weight of its place.

// In the order of `loss_number`.
enum { MSE, L1, BCE, BCE_OF_LOGITS };

// Outputs are kept this far from 0 and 1 before a logarithm is taken.
#define LOWEST 1e-7f
#define HIGHEST (1.0f - 1e-7f)

__device__ inline float term(float y, float x, int loss)
{
    switch (loss) {
    case L1: return fabsf(y - x);
    case BCE: {
        // Not `fminf`, which would turn NaN into a number.
        float inside = y < LOWEST ? LOWEST : y > HIGHEST ? HIGHEST : y;
        return -(x * logf(inside) + (1.0f - x) * logf(1.0f - inside));
    }
    case BCE_OF_LOGITS: return (y < 0.0f ? 0.0f : y) - y * x + log1pf(expf(-fabsf(y)));
    default: return (y - x) * (y - x);
    }
}

__device__ inline float slope(float y, float x, int loss)
{
    switch (loss) {
    case L1: return (y > x ? 1.0f : 0.0f) - (y < x ? 1.0f : 0.0f);
    // Flat where clamped, as the clamp's slope is zero there.
    case BCE: return y >= LOWEST && y <= HIGHEST ? (y - x) / (y * (1.0f - y)) : 0.0f;
    case BCE_OF_LOGITS: return sigmoid(y) - x;
    default: return 2.0f * (y - x);
    }
}

// mean = the mean of all terms. `weights` (one a place of a row of `width`) may be null.
KERNEL mean_loss(
    const float *output, const float *target, const float *weights, u32 count, u32 width, int loss, float *mean,
    double *partial, u32 *arrived)
{
    float sum = 0.0f;
    EACH(i, count) {
        float one = term(output[i], target[i], loss);
        sum += weights ? weights[i % width] * one : one;
    }
    double total = sum;
    if (grid_total(total, partial, arrived)) *mean = (float)(total / count);
}

// gradient += the mean's gradient `scale` times each number's slope.
KERNEL mean_loss_slopes(
    const float *output, const float *target, const float *weights, const float *scale, u32 count, u32 width,
    int loss, float *gradient)
{
    float share = *scale / (float)count;
    EACH(i, count) {
        float weight = weights ? share * weights[i % width] : share;
        gradient[i] += weight * slope(output[i], target[i], loss);
    }
}
