// The wavelet loss: levels of orthonormal filters that wrap around at the border, along rows and then columns of maps
// whose upper left part is split further. See `wavelets.rs`.

// The part of maps that a level is about, and its taps; the high pass is the low pass backwards, every second sign
// turned.
struct Level {
    u32 map_height, map_width, channels;
    u32 height, width;
    u32 vertical;
    u32 taps;
    float low[4], high[4];
};

// Where number `i` of a level's parts stands: its place in all maps, along the filter, and how far neighbours are.
struct Stand {
    size_t base;
    u32 along, side;
    size_t step;
};

__device__ inline Stand stand(u32 i, Level l)
{
    u32 channel = i % l.channels, pixel = i / l.channels;
    u32 column = pixel % l.width, rest = pixel / l.width;
    u32 row = rest % l.height, image = rest / l.height;
    size_t line = (size_t)l.map_width * l.channels;
    Stand s;
    s.base = (size_t)image * l.map_height * line + channel;
    s.along = l.vertical ? row : column;
    s.side = l.vertical ? l.height : l.width;
    s.step = l.vertical ? line : l.channels;
    s.base += l.vertical ? (size_t)column * l.channels : row * line;
    return s;
}

// Approximation to the first half, details to the second.
KERNEL wavelet_split(const float *from, float *to, u32 count, Level l)
{
    EACH(i, count) {
        Stand s = stand(i, l);
        u32 half = s.side / 2;
        bool fine = s.along >= half;
        u32 first = 2 * (fine ? s.along - half : s.along);
        float sum = 0.0f;
        for (u32 tap = 0; tap < l.taps; tap++) {
            float factor = fine ? l.high[tap] : l.low[tap];
            sum += factor * from[s.base + (first + tap) % s.side * s.step];
        }
        to[s.base + s.along * s.step] = sum;
    }
}

// The way back: the transpose.
KERNEL wavelet_join(const float *from, float *to, u32 count, Level l)
{
    EACH(i, count) {
        Stand s = stand(i, l);
        u32 half = s.side / 2;
        float sum = 0.0f;
        for (u32 tap = 0; tap < l.taps; tap++) {
            // Sides are even, so that going around keeps what is odd.
            u32 first = (s.along + 4 * s.side - tap) % s.side;
            if (first % 2 != 0) continue;
            sum += l.low[tap] * from[s.base + first / 2 * s.step];
            sum += l.high[tap] * from[s.base + (half + first / 2) * s.step];
        }
        to[s.base + s.along * s.step] = sum;
    }
}

// (output - target) times `factors`, one a place of a row of `width`, which may be null.
KERNEL weighted_error(
    const float *output, const float *target, const float *factors, float *error, u32 count, u32 width)
{
    EACH(i, count) {
        float off = output[i] - target[i];
        error[i] = factors ? off * factors[i % width] : off;
    }
}

// The mean of weighted squares or absolute values.
KERNEL weighted_mean(
    const float *numbers, const float *weights, u32 count, u32 width, int squares, float *mean, double *partial,
    u32 *arrived)
{
    float sum = 0.0f;
    EACH(i, count) {
        float c = numbers[i];
        sum += weights[i % width] * (squares ? c * c : fabsf(c));
    }
    double total = sum;
    if (grid_total(total, partial, arrived)) *mean = (float)(total / count);
}

// Numbers to the slope of that mean by each, times the mean's gradient `scale`.
KERNEL weighted_mean_slopes(
    float *numbers, const float *weights, const float *scale, u32 count, u32 width, int squares)
{
    float share = *scale / (float)count;
    EACH(i, count) {
        float c = numbers[i];
        float slope = squares ? 2.0f * c : (c > 0.0f ? 1.0f : 0.0f) - (c < 0.0f ? 1.0f : 0.0f);
        numbers[i] = share * weights[i % width] * slope;
    }
}

// gradient += error, times `factors` as in `weighted_error`.
KERNEL add_weighted(const float *error, const float *factors, float *gradient, u32 count, u32 width)
{
    EACH(i, count) gradient[i] += factors ? error[i] * factors[i % width] : error[i];
}
