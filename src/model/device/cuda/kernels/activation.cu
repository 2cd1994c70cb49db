// Bias and activation after a matrix product, and the way back.

// z += bias, a number a column; y = activation(z). Where `y` is `z` only the activation is left.
KERNEL add_bias_and_activate(float *z, const float *bias, float *y, u32 count, u32 columns, int activation)
{
    EACH(i, count) {
        float sum = z[i] + bias[i % columns];
        if (y != z) z[i] = sum;
        y[i] = activate(sum, activation);
    }
}

// gradient *= activation', from the activation's output (its input for SiLU), and the bias's gradient: its column sums.
// `add`: to what is there already.
KERNEL slope_and_column_sums(
    float *gradient, const float *values, float *bias_gradient, int add, Columns m, int activation, float2 *partial,
    u32 *arrived)
{
    u32 column = own_column(m);
    float sum = 0.0f, none = 0.0f;
    if (column < m.columns) {
        EACH_ROW(row, m) {
            u32 i = row * m.columns + column;
            float slope = gradient[i];
            if (activation != IDENTITY) {
                slope = times_slope(slope, values[i], activation);
                gradient[i] = slope;
            }
            sum += slope;
        }
    }
    if (column_totals(m, sum, none, partial, arrived)) bias_gradient[column] = add ? bias_gradient[column] + sum : sum;
}
