// 2x2 max pooling and nearest-neighbour upsampling of maps; an odd side's last row and column stand by themselves.

// The place of the first pixel of a window, and whether it has a second column and row.
struct Corner {
    u32 at;
    bool wide, high;
};

// For number `i` of small maps under big maps of `height` x `width` x `channels`.
__device__ inline Corner corner(u32 i, u32 height, u32 width, u32 channels)
{
    u32 small_width = (width + 1) / 2, small_height = (height + 1) / 2;
    u32 channel = i % channels, pixel = i / channels;
    u32 x = pixel % small_width, row = pixel / small_width;
    u32 y = row % small_height, image = row / small_height;
    Corner c;
    c.at = ((image * height + 2 * y) * width + 2 * x) * channels + channel;
    c.wide = 2 * x + 1 < width;
    c.high = 2 * y + 1 < height;
    return c;
}

// Written so that a NaN wins, which would otherwise hide a diverging run.
__device__ inline float larger(float a, float b) { return a >= b || a != a ? a : b; }

// `count` numbers of the small maps.
KERNEL max_pool(const float *big, float *small, u32 count, u32 height, u32 width, u32 channels)
{
    EACH(i, count) {
        Corner c = corner(i, height, width, channels);
        u32 down = width * channels;
        float most = big[c.at];
        if (c.wide) most = larger(most, big[c.at + channels]);
        if (c.high) {
            float below = big[c.at + down];
            if (c.wide) below = larger(below, big[c.at + down + channels]);
            most = larger(most, below);
        }
        small[i] = most;
    }
}

// The gradient goes to the first of the largest numbers of each window, row by row, as in PyTorch.
KERNEL unpool(
    const float *big, const float *small, const float *gradient, float *to, u32 count, u32 height, u32 width,
    u32 channels)
{
    EACH(i, count) {
        Corner c = corner(i, height, width, channels);
        u32 down = width * channels;
        float most = small[i], slope = gradient[i];
        if (c.wide && c.high) {
            u32 places[4] = {c.at, c.at + channels, c.at + down, c.at + down + channels};
            for (int k = 0; k < 4; k++) {
                if (big[places[k]] == most) {
                    to[places[k]] += slope;
                    break;
                }
            }
        } else {
            u32 other = c.wide ? c.at + channels : c.high ? c.at + down : c.at;
            to[big[c.at] == most ? c.at : other] += slope;
        }
    }
}

// `count` numbers of the big maps.
KERNEL upsample(const float *small, float *big, u32 count, u32 height, u32 width, u32 channels)
{
    u32 small_width = (width + 1) / 2, small_height = (height + 1) / 2;
    EACH(i, count) {
        u32 channel = i % channels, pixel = i / channels;
        u32 x = pixel % width, row = pixel / width;
        u32 y = row % height, image = row / height;
        big[i] = small[((image * small_height + y / 2) * small_width + x / 2) * channels + channel];
    }
}

// Adds to each of `count` numbers of the small maps the gradients of its repetitions.
KERNEL add_repetitions(const float *gradient, float *to, u32 count, u32 height, u32 width, u32 channels)
{
    EACH(i, count) {
        Corner c = corner(i, height, width, channels);
        u32 down = width * channels;
        float sum = gradient[c.at];
        if (c.wide) sum += gradient[c.at + channels];
        if (c.high) sum += gradient[c.at + down];
        if (c.high && c.wide) sum += gradient[c.at + down + channels];
        to[i] += sum;
    }
}
