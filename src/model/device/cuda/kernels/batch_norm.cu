// Batch norm over the channels of maps, with the activation after it. Maps are matrices of one column a channel.

#define NORM_EPSILON 1e-5f

// Means of the columns.
KERNEL column_means(const float *x, float *mean, Columns m, float2 *partial, u32 *arrived)
{
    u32 column = own_column(m);
    float sum = 0.0f, none = 0.0f;
    if (column < m.columns) EACH_ROW(row, m) sum += x[row * m.columns + column];
    if (column_totals(m, sum, none, partial, arrived)) mean[column] = sum / (float)m.rows;
}

// Their variances, from what is left without the mean: the difference of two large sums would lose digits.
KERNEL column_variances(const float *x, const float *mean, float *variance, Columns m, float2 *partial, u32 *arrived)
{
    u32 column = own_column(m);
    float sum = 0.0f, none = 0.0f;
    if (column < m.columns) {
        float centre = mean[column];
        EACH_ROW(row, m) {
            float off = x[row * m.columns + column] - centre;
            sum += off * off;
        }
    }
    if (column_totals(m, sum, none, partial, arrived)) variance[column] = sum / (float)m.rows;
}

__device__ inline float normal(float x, float mean, float variance)
{
    return (x - mean) * (1.0f / sqrtf(variance + NORM_EPSILON));
}

KERNEL normalise(
    const float *x, const float *mean, const float *variance, const float *weight, const float *bias, float *y,
    u32 count, u32 channels, int activation)
{
    EACH(i, count) {
        u32 c = i % channels;
        y[i] = activate(normal(x[i], mean[c], variance[c]) * weight[c] + bias[c], activation);
    }
}

// The numbers that both passes back read.
struct Norm {
    const float *x, *mean, *variance, *weight, *bias;
};

// Where the gradients of bias and weight go, and whether to add to what is there already.
struct NormSlopes {
    float *bias, *weight;
    int add_bias, add_weight;
};

// gradient *= activation', then for each channel its sum (the bias's gradient) and the sum of its products with the
// normalised input (the weight's). Means of both are left in `shares`, one half each.
KERNEL norm_sums(
    float *gradient, const float *y, Norm n, NormSlopes to, float *shares, Columns m, int activation, float2 *partial,
    u32 *arrived)
{
    u32 column = own_column(m);
    float sum = 0.0f, products = 0.0f;
    if (column < m.columns) {
        float mean = n.mean[column], variance = n.variance[column];
        float weight = n.weight[column], bias = n.bias[column];
        EACH_ROW(row, m) {
            u32 i = row * m.columns + column;
            float slope = gradient[i], even = normal(n.x[i], mean, variance);
            if (activation != IDENTITY) {
                // SiLU's slope is a function of its input, made anew.
                slope = times_slope(slope, activation == SILU ? even * weight + bias : y[i], activation);
                gradient[i] = slope;
            }
            sum += slope;
            products += slope * even;
        }
    }
    if (column_totals(m, sum, products, partial, arrived)) {
        to.bias[column] = to.add_bias ? to.bias[column] + sum : sum;
        to.weight[column] = to.add_weight ? to.weight[column] + products : products;
        shares[column] = sum / (float)m.rows;
        shares[m.columns + column] = products / (float)m.rows;
    }
}

// to += weight / deviation (gradient - mean gradient - normalised x * mean of gradient times normalised x). Fixed
// statistics (`moving` is 0) do not move with the input.
KERNEL norm_slopes(
    const float *gradient, Norm n, const float *shares, float *to, u32 count, u32 channels, int moving)
{
    EACH(i, count) {
        u32 c = i % channels;
        float inverse = 1.0f / sqrtf(n.variance[c] + NORM_EPSILON);
        float centred = gradient[i];
        if (moving) centred -= shares[c] + (n.x[i] - n.mean[c]) * inverse * shares[channels + c];
        to[i] += n.weight[c] * inverse * centred;
    }
}

// running += share * (factor * measured - running)
KERNEL follow(float *running, const float *measured, float share, float factor, u32 count)
{
    EACH(i, count) running[i] += share * (factor * measured[i] - running[i]);
}
