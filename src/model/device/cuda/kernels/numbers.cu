// Single numbers that a step makes and nobody on the host waits for, in double precision.

KERNEL note(const float *number, double *slot)
{
    if (blockIdx.x == 0 && threadIdx.x == 0) *slot = *number;
}

// Places of numbers to add.
struct Slots {
    u64 count;
    const double *at[255];
};

// The factor by which gradients whose squares add up to the slots' sum are scaled down to a norm of `limit`. More slots
// than fit in one call: all calls but the last leave the sum so far in `factor`, all but the first begin with it.
KERNEL clip_factor(Slots slots, double *factor, int first, int last, float limit)
{
    if (blockIdx.x != 0 || threadIdx.x != 0) return;
    double sum = first ? 0.0 : *factor;
    for (u64 i = 0; i < slots.count; i++) sum += *slots.at[i];
    // A NaN stays one: it must not look like a gradient that needs no clipping.
    double share = limit / (sqrt(sum) + 1e-6);
    *factor = last ? (share > 1.0 ? 1.0 : share) : sum;
}

// The share of numbers above zero.
KERNEL share_above_zero(const float *x, u32 count, double *share, double *partial, u32 *arrived)
{
    u32 above = 0;
    EACH(i, count) above += x[i] > 0.0f;
    double total = above;
    if (grid_total(total, partial, arrived)) *share = total / count;
}
