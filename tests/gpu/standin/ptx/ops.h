/* PTX instructions that are more than one C operator, as inline functions named after them.
 *
 * Compiled with -ffp-contract=off and without -ffast-math, so that each float operation rounds once, as on a GPU.
 * The approximate instructions (ex2, lg2, sin, cos, tanh, rcp, rsqrt, sqrt .approx) are computed by the C library:
 * close to a GPU's results, not the same bits. */
#ifndef STANDIN_OPS_H
#define STANDIN_OPS_H
#include <fenv.h>
#include <math.h>
#include <string.h>
#include "kernel.h"

typedef uint8_t u8; typedef uint16_t u16; typedef uint32_t u32; typedef uint64_t u64;
typedef int8_t s8; typedef int16_t s16; typedef int32_t s32; typedef int64_t s64;
typedef _Float16 f16; typedef float f32; typedef double f64;
typedef unsigned __int128 u128; typedef __int128 s128;
#define INLINE static inline __attribute__((always_inline, unused))

static struct services *standin;

/* Bits to numbers and back. */
#define PUN(name, from, to) INLINE to name(from x) { to y; memcpy(&y, &x, sizeof y); return y; }
PUN(asf16, u16, f16) PUN(asf32, u32, f32) PUN(asf64, u64, f64)
PUN(bits16, f16, u16) PUN(bits32, f32, u32) PUN(bits64, f64, u64)

/* Memory. Addresses may be unaligned on this side only: a GPU would stop there, and so do we. */
INLINE u64 aligned(u64 address, u32 bytes) {
    if (__builtin_expect(address & (bytes - 1), 0))
        standin->fail(716, "misaligned address 0x%llx for %u bytes", (unsigned long long)address, bytes);
    return address;
}
INLINE void *global_at(struct site *site, u64 address, u32 bytes, int write) {
    if (__builtin_expect(address - site->from >= site->bytes || address - site->from + bytes > site->bytes, 0))
        standin->find(site, address, bytes, write);
    return (void *)aligned(address, bytes);
}
INLINE void *shared_at(struct launch *l, u32 offset, u32 bytes) {
    if (__builtin_expect((u64)offset + bytes > l->shared_bytes, 0))
        standin->fail(700, "shared memory at byte %u of %u", offset, l->shared_bytes);
    return l->shared + aligned(offset, bytes);
}
INLINE void *plain_at(u64 address, u32 bytes) {
    if (__builtin_expect(address < 4096, 0))
        standin->fail(700, "address 0x%llx", (unsigned long long)address);
    return (void *)aligned(address, bytes);
}

/* Subnormals to zero, and into [0, 1]. */
INLINE f32 ftz(f32 x) { return fabsf(x) < 0x1p-126f ? copysignf(0, x) : x; }
INLINE f32 sat_f32(f32 x) { return x > 0 ? (x < 1 ? x : 1) : 0; }
INLINE f64 sat_f64(f64 x) { return x > 0 ? (x < 1 ? x : 1) : 0; }
INLINE f16 sat_f16(f16 x) { return x > 0 ? (x < 1 ? x : 1) : 0; }

/* min and max: the number wins against NaN, -0 is less than +0; the nan_ forms give NaN. */
#define LEAST(T, nan_value, signbit_of) \
    INLINE T min_##T(T a, T b) { \
        if (a != a && b != b) return nan_value; \
        if (a != a) return b; \
        if (b != b) return a; \
        if (a == b) return signbit_of(a) ? a : b; \
        return a < b ? a : b; } \
    INLINE T max_##T(T a, T b) { \
        if (a != a && b != b) return nan_value; \
        if (a != a) return b; \
        if (b != b) return a; \
        if (a == b) return signbit_of(a) ? b : a; \
        return a > b ? a : b; } \
    INLINE T nan_min_##T(T a, T b) { return a != a || b != b ? nan_value : min_##T(a, b); } \
    INLINE T nan_max_##T(T a, T b) { return a != a || b != b ? nan_value : max_##T(a, b); }
#define SIGN16(x) (bits16(x) >> 15)
#define SIGN32(x) (bits32(x) >> 31)
#define SIGN64(x) (bits64(x) >> 63)
LEAST(f16, asf16(0x7fff), SIGN16) LEAST(f32, asf32(0x7fffffffu), SIGN32) LEAST(f64, asf64(0x7fffffffffffffffull), SIGN64)

/* Float to integer: the nearest that fits; NaN is 0, or the top bit alone where PTX says so. */
#define TO_INT(T, low, high) \
    INLINE T T##_of_f32(f32 x, int from64) { (void)from64; return x != x ? (sizeof(T) == 8 ? (T)(1ull << 63) : 0) : x <= (f32)(low) ? (low) : x >= (f32)(high) ? (high) : (T)x; } \
    INLINE T T##_of_f64(f64 x, int from64) { return x != x ? (from64 || sizeof(T) == 8 ? (T)(1ull << (sizeof(T) * 8 - 1)) : 0) : x <= (f64)(low) ? (low) : x >= (f64)(high) ? (high) : (T)x; }
TO_INT(u8, 0, UINT8_MAX) TO_INT(u16, 0, UINT16_MAX) TO_INT(u32, 0, UINT32_MAX) TO_INT(u64, 0, UINT64_MAX)
TO_INT(s8, INT8_MIN, INT8_MAX) TO_INT(s16, INT16_MIN, INT16_MAX) TO_INT(s32, INT32_MIN, INT32_MAX) TO_INT(s64, INT64_MIN, INT64_MAX)

/* a * b + c in float, rounded down, up or to zero: exact in two doubles, then one step where needed. */
INLINE f32 fma_toward(f32 a, f32 b, f32 c, int toward) {
    f64 p = (f64)a * b, s = p + c, t = s - p, e = (p - (s - t)) + (c - t);
    f32 r = (f32)s;
    if (!(fabs(s) < INFINITY)) return r;
    if (toward == 0) toward = s > 0 ? -1 : 1;
    int above = r > s || ((f64)r == s && e < 0), below = r < s || ((f64)r == s && e > 0);
    if (toward < 0 && above) r = nextafterf(r, -INFINITY);
    if (toward > 0 && below) r = nextafterf(r, INFINITY);
    return r;
}
#define fma_rm_f32(a, b, c) fma_toward(a, b, c, -1)
#define fma_rp_f32(a, b, c) fma_toward(a, b, c, 1)
#define fma_rz_f32(a, b, c) fma_toward(a, b, c, 0)

/* Any other operation in another rounding mode than to nearest: the processor's own mode, switched around it. */
#define TOWARD(mode, T, ...) ({ volatile T r_; int mode_ = fegetround(); fesetround(mode); \
    __asm__ volatile("" ::: "memory"); r_ = (T)(__VA_ARGS__); __asm__ volatile("" ::: "memory"); fesetround(mode_); r_; })
#define HIDDEN(T, x) ({ volatile T h_ = (x); h_; })

/* Integers. Division by zero gives all ones, as on a GPU. */
#define DIVIDE(T, S) \
    INLINE T div_##T(T a, T b) { return b == 0 ? (T)-1 : (S && b == (T)-1) ? (T)(0 - (u64)a) : (T)(a / b); } \
    INLINE T rem_##T(T a, T b) { return b == 0 ? a : (S && b == (T)-1) ? 0 : (T)(a % b); }
DIVIDE(u16, 0) DIVIDE(u32, 0) DIVIDE(u64, 0) DIVIDE(s16, 1) DIVIDE(s32, 1) DIVIDE(s64, 1)
INLINE u32 clz_32(u32 x) { return x ? __builtin_clz(x) : 32; }
INLINE u32 clz_64(u64 x) { return x ? __builtin_clzll(x) : 64; }
INLINE u32 bfind_u32(u32 x) { return x ? 31 - __builtin_clz(x) : ~0u; }
INLINE u32 bfind_u64(u64 x) { return x ? 63 - __builtin_clzll(x) : ~0u; }
INLINE u32 bfind_s32(s32 x) { return bfind_u32(x < 0 ? ~x : x); }
INLINE u32 bfind_s64(s64 x) { return bfind_u64(x < 0 ? ~x : x); }
INLINE u64 brev_64(u64 x) { u64 r = 0; for (int i = 0; i < 64; i++) r |= (x >> i & 1) << (63 - i); return r; }
INLINE u32 brev_32(u32 x) { return brev_64(x) >> 32; }
#define FIELD(T, bits, sign) \
    INLINE T bfe_##T(T a, u32 at, u32 len) { \
        at &= 255; len &= 255; \
        T r = 0; u32 top = at + len - 1 < bits - 1 ? at + len - 1 : bits - 1; \
        u64 fill = (sign && len) ? (u64)a >> top & 1 : 0; \
        for (u32 i = 0; i < bits; i++) r |= (T)((i < len && at + i < bits ? (u64)a >> (at + i) & 1 : fill) << i); \
        return r; }
FIELD(u32, 32, 0) FIELD(u64, 64, 0) FIELD(s32, 32, 1) FIELD(s64, 64, 1)
INLINE u64 bfi(u64 a, u64 b, u32 at, u32 len, u32 bits) {
    at &= 255; len &= 255;
    for (u32 i = 0; i < len && at + i < bits; i++) b = (b & ~(1ull << (at + i))) | (a >> i & 1) << (at + i);
    return b;
}
INLINE u32 prmt_b32(u32 a, u32 b, u32 how) {
    u64 all = (u64)b << 32 | a; u32 r = 0;
    for (int i = 0; i < 4; i++) {
        u32 pick = how >> (4 * i) & 15, byte = all >> (8 * (pick & 7)) & 255;
        if (pick & 8) byte = byte & 128 ? 255 : 0;
        r |= byte << (8 * i);
    }
    return r;
}
INLINE u32 lop3(u32 a, u32 b, u32 c, u32 table) {
    u32 r = 0;
    for (int i = 0; i < 8; i++)
        if (table >> i & 1) r |= (i & 4 ? a : ~a) & (i & 2 ? b : ~b) & (i & 1 ? c : ~c);
    return r;
}
INLINE u32 shf_l(u32 a, u32 b, u32 n) { return (((u64)b << 32 | a) << n) >> 32; }
INLINE u32 shf_r(u32 a, u32 b, u32 n) { return ((u64)b << 32 | a) >> n; }
INLINE u32 dp4a(u32 a, u32 b, u32 c, int as, int bs) {
    for (int i = 0; i < 4; i++) {
        s32 x = as ? (s8)(a >> 8 * i) : (u8)(a >> 8 * i), y = bs ? (s8)(b >> 8 * i) : (u8)(b >> 8 * i);
        c += (u32)(x * y);
    }
    return c;
}

/* Warp special registers of a kernel whose threads run one after another. */
INLINE u32 flat_tid(const struct launch *l, u32 x, u32 y, u32 z) { return x + l->threads[0] * (y + l->threads[1] * z); }

#endif
