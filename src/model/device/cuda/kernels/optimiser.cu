// Optimiser updates. Formulas are PyTorch's.

// In the order of `method_number`.
enum { SGD, SGD_MOMENTUM, SGD_NESTEROV, ADAM, RMSPROP, RMSPROP_MOMENTUM };

// The numbers of one update, the same for all parameters.
struct Rule {
    int method;
    // Added to the gradient as a multiple of the weight.
    float coupled_decay;
    // The weight is multiplied by this first.
    float shrink;
    float rate;
    // 1 / sqrt(1 - beta2^step) for Adam.
    float second_scale;
    // Adam's betas; SGD's momentum; RMSprop's alpha and momentum. Each also as one minus it, in the host's rounding.
    float first_keep, first_take, second_keep, second_take;
    float epsilon;
};

// Sum of the squares of a gradient.
KERNEL square_sum(const float *gradient, u32 count, double *sum, double *partial, u32 *arrived)
{
    float squares = 0.0f;
    EACH(i, count) squares += gradient[i] * gradient[i];
    double total = squares;
    if (grid_total(total, partial, arrived)) *sum = total;
}

// Moves weights by their gradient, which `scale` (may be null) multiplies, and leaves the sum of
// the squares of the gradient before that.
KERNEL update(
    float *weights, const float *gradient, float *first, float *second, u32 count, const double *scale, Rule r,
    double *sum, double *partial, u32 *arrived)
{
    float clip = scale ? (float)*scale : 1.0f;
    float squares = 0.0f;
    EACH(i, count) {
        float g = gradient[i], w = weights[i];
        squares += g * g;
        g = g * clip + r.coupled_decay * w;
        switch (r.method) {
        case SGD: w -= r.rate * g; break;
        case SGD_MOMENTUM:
        case SGD_NESTEROV: {
            float m = r.first_keep * first[i] + g;
            first[i] = m;
            w -= r.rate * (r.method == SGD_NESTEROV ? g + r.first_keep * m : m);
            break;
        }
        case ADAM: {
            float m = r.first_keep * first[i] + r.first_take * g;
            float v = r.second_keep * second[i] + r.second_take * g * g;
            first[i] = m;
            second[i] = v;
            w = r.shrink * w - r.rate * m / (sqrtf(v) * r.second_scale + r.epsilon);
            break;
        }
        default: {
            float v = r.first_keep * first[i] + r.first_take * g * g;
            first[i] = v;
            float step = g / (sqrtf(v) + r.epsilon);
            if (r.method == RMSPROP_MOMENTUM) {
                step = r.second_keep * second[i] + step;
                second[i] = step;
            }
            w -= r.rate * step;
        }
        }
        weights[i] = w;
    }
    double total = squares;
    if (grid_total(total, partial, arrived)) *sum = total;
}
