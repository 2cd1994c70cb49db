// Windows of maps as rows of a matrix ("im2col"), and back. A row is one window: its taps in order, each with all
// channels, so that neighbouring threads read and write neighbouring numbers. Weights come as PyTorch has them, with
// the channels before the taps, and are turned.

// See `Windows` of maps.rs.
struct Windows {
    u32 big_height, big_width, big_channels;
    u32 small_height, small_width;
    u32 kernel, stride;
    u32 mirror;
};

// Where a row or column `at` of a map with `side` of them reads; -1 is a zero beyond the edge. A mirror goes back and
// forth where the map is smaller than the margin.
__device__ inline int source(int at, int side, u32 mirror)
{
    if (at >= 0 && at < side) return at;
    if (!mirror) return -1;
    if (side == 1) return 0;
    int period = 2 * (side - 1);
    int phase = at % period;
    if (phase < 0) phase += period;
    return min(phase, period - phase);
}

// columns[image][window][tap][channel] from big[image][row][column][channel]. Images along the grid's y.
KERNEL gather_windows(const float *big, float *columns, Windows w, u32 images)
{
    u32 taps = w.kernel * w.kernel;
    u32 size = w.big_height * w.big_width * w.big_channels;
    u32 count = w.small_height * w.small_width * taps * w.big_channels;
    int margin = (int)(w.kernel / 2);
    for (u32 image = blockIdx.y; image < images; image += gridDim.y) {
        const float *from = big + (size_t)image * size;
        float *to = columns + (size_t)image * count;
        EACH(i, count) {
            u32 channel = i % w.big_channels, rest = i / w.big_channels;
            u32 tap = rest % taps, window = rest / taps;
            int row = (int)(window / w.small_width * w.stride + tap / w.kernel) - margin;
            int column = (int)(window % w.small_width * w.stride + tap % w.kernel) - margin;
            row = source(row, (int)w.big_height, w.mirror);
            column = source(column, (int)w.big_width, w.mirror);
            float number = 0.0f;
            if (row >= 0 && column >= 0) number = from[((u32)row * w.big_width + (u32)column) * w.big_channels + channel];
            to[i] = number;
        }
    }
}

// The padded rows (or columns) that read row `at`: from `first` by `period`, twice where a mirror has two families.
struct Readers {
    int first, second;
    int families;
    int period;
};

__device__ inline Readers readers(int at, int side, int margin, u32 mirror)
{
    Readers r;
    r.families = 1;
    r.first = r.second = at;
    // Beyond all: each family is one row.
    r.period = side + 2 * margin;
    if (!mirror || margin == 0) return r;
    if (side == 1) {
        r.first = -margin;
        r.period = 1;
        return r;
    }
    r.period = 2 * (side - 1);
    r.first = at - (at + margin) / r.period * r.period;
    if (at > 0 && at < side - 1) {
        // -at, brought into the margin: congruent to it and at least -margin.
        int phase = (margin - at) % r.period;
        if (phase < 0) phase += r.period;
        r.second = phase - margin;
        r.families = 2;
    }
    return r;
}

// big[...] gets (or adds) for each number the sum of what the windows' rows hold for it: `gather_windows` transposed.
KERNEL spread_windows(const float *columns, float *big, Windows w, u32 images, int add)
{
    u32 taps = w.kernel * w.kernel;
    u32 count = w.big_height * w.big_width * w.big_channels;
    u32 width = taps * w.big_channels;
    size_t size = (size_t)w.small_height * w.small_width * width;
    int margin = (int)(w.kernel / 2), kernel = (int)w.kernel, stride = (int)w.stride;
    int height = (int)w.big_height, length = (int)w.big_width;
    for (u32 image = blockIdx.y; image < images; image += gridDim.y) {
        const float *from = columns + image * size;
        float *to = big + (size_t)image * count;
        EACH(i, count) {
            u32 channel = i % w.big_channels, pixel = i / w.big_channels;
            Readers rows = readers((int)(pixel / w.big_width), height, margin, w.mirror);
            Readers cols = readers((int)(pixel % w.big_width), length, margin, w.mirror);
            float sum = 0.0f;
            for (int rf = 0; rf < rows.families; rf++)
                for (int row = rf == 0 ? rows.first : rows.second; row < height + margin; row += rows.period)
                    for (int ky = 0; ky < kernel; ky++) {
                        int y = row + margin - ky;
                        if (y < 0 || y % stride != 0 || y / stride >= (int)w.small_height) continue;
                        for (int cf = 0; cf < cols.families; cf++)
                            for (int col = cf == 0 ? cols.first : cols.second; col < length + margin; col += cols.period)
                                for (int kx = 0; kx < kernel; kx++) {
                                    int x = col + margin - kx;
                                    if (x < 0 || x % stride != 0 || x / stride >= (int)w.small_width) continue;
                                    u32 window = (u32)(y / stride) * w.small_width + (u32)(x / stride);
                                    u32 tap = (u32)(ky * kernel + kx);
                                    sum += from[(size_t)window * width + tap * w.big_channels + channel];
                                }
                    }
            to[i] = add ? to[i] + sum : sum;
        }
    }
}

// turned[small][tap][channel] = weight[small][channel][tap]
KERNEL turn_weights(const float *weight, float *turned, u32 count, u32 channels, u32 taps)
{
    EACH(i, count) {
        u32 channel = i % channels, rest = i / channels;
        turned[i] = weight[(rest / taps * channels + channel) * taps + rest % taps];
    }
}

// The way back, for a gradient. `add`: to what is there already.
KERNEL turn_weights_back(const float *turned, float *weight, u32 count, u32 channels, u32 taps, int add)
{
    EACH(i, count) {
        u32 tap = i % taps, rest = i / taps;
        float number = turned[(rest / channels * taps + tap) * channels + rest % channels];
        weight[i] = add ? weight[i] + number : number;
    }
}
