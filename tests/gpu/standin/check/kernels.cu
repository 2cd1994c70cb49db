// Small kernels that use each feature of a GPU that the project's kernels may use; see check_kernels.py.
#include <assert.h>
#include <stdio.h>
struct Scale {
    char sign;
    float by;
    double add;
};
typedef unsigned long long u64;

extern "C" __global__ void scale(float *out, const float *in, Scale how, u64 n) {
    u64 i = blockIdx.x * (u64)blockDim.x + threadIdx.x;
    if (i >= n) return;
    float value = in[i] * how.by + (float)how.add;
    out[i] = how.sign ? -value : value;
}

extern "C" __global__ void stride_sum(float *out, const float *in, int n) {
    float sum = 0;
    for (int i = blockIdx.x * blockDim.x + threadIdx.x; i < n; i += gridDim.x * blockDim.x) sum += in[i];
    atomicAdd(out, sum);
}

extern "C" __global__ void tree_sum(float *out, const float *in, int n) {
    __shared__ float part[256];
    int i = blockIdx.x * blockDim.x + threadIdx.x;
    part[threadIdx.x] = i < n ? in[i] : 0.f;
    __syncthreads();
    for (int half = blockDim.x / 2; half; half /= 2) {
        if (threadIdx.x < half) part[threadIdx.x] += part[threadIdx.x + half];
        __syncthreads();
    }
    if (threadIdx.x == 0) out[blockIdx.x] = part[0];
}

extern "C" __global__ void warp_sum(double *out, const float *in, int n) {
    __shared__ double part[32];
    int i = blockIdx.x * blockDim.x + threadIdx.x;
    double sum = i < n ? in[i] : 0;
    for (int step = 16; step; step /= 2) sum += __shfl_down_sync(~0u, sum, step);
    if (threadIdx.x % 32 == 0) part[threadIdx.x / 32] = sum;
    __syncthreads();
    if (threadIdx.x >= 32) return;
    sum = threadIdx.x < (blockDim.x + 31) / 32 ? part[threadIdx.x] : 0;
    for (int step = 16; step; step /= 2) sum += __shfl_xor_sync(~0u, sum, step);
    if (threadIdx.x == 0) atomicAdd(out, sum);
}

extern "C" __global__ void lanes(int *out) {
    int lane = threadIdx.x;
    out[lane] = __shfl_up_sync(~0u, lane, 3);
    out[32 + lane] = __shfl_sync(~0u, lane * lane, 5);
    out[64 + lane] = __shfl_down_sync(~0u, lane, 2, 8);
    out[96 + lane] = __ballot_sync(~0u, lane % 3 == 0);
    out[128 + lane] = __any_sync(~0u, lane == 31) * 2 + __all_sync(~0u, lane < 32);
    out[160 + lane] = __syncthreads_count(lane % 4 == 0);
    out[192 + lane] = __reduce_add_sync(~0u, lane);
    out[224 + lane] = __popc(lane) + 100 * __clz(lane + 1) + 10000 * __ffs(lane);
    out[256 + lane] = __match_any_sync(~0u, lane / 8);
    if (lane < 20) out[288 + lane] = __shfl_sync(0xfffff, lane, lane + 1);
}

// Threads that have returned count as having reached the barrier.
extern "C" __global__ void early_return(float *out, int n) {
    __shared__ float part[64];
    if ((int)threadIdx.x >= n) return;
    part[threadIdx.x] = threadIdx.x;
    __syncthreads();
    out[threadIdx.x] = part[n - 1 - threadIdx.x];
}

extern "C" __global__ void hang(float *out) {
    if (threadIdx.x < 32) __syncthreads();
    else asm volatile("bar.sync 1;");
    out[threadIdx.x] = 1;
}

extern "C" __global__ void dynamic_shared(float *out, int n) {
    extern __shared__ float rows[];
    __shared__ int fixed[3];
    fixed[threadIdx.x % 3] = 7;
    rows[threadIdx.x] = threadIdx.x * 2;
    __syncthreads();
    out[threadIdx.x] = rows[n - 1 - threadIdx.x] + fixed[0];
}

extern "C" __global__ void cube(int *out) {
    int x = blockIdx.x * blockDim.x + threadIdx.x, y = blockIdx.y * blockDim.y + threadIdx.y, z = blockIdx.z * blockDim.z + threadIdx.z;
    int w = gridDim.x * blockDim.x, h = gridDim.y * blockDim.y;
    out[(z * h + y) * w + x] = x + 100 * y + 10000 * z;
}

extern "C" __global__ void bytes_to_floats(float *out, const unsigned char *in, int n) {
    int i = blockIdx.x * blockDim.x + threadIdx.x;
    if (i < n) out[i] = in[i] * (1.f / 255.f);
}

extern "C" __global__ void vectors(float4 *out, const float4 *in, const uchar4 *bytes, const double2 *wide) {
    float4 v = in[threadIdx.x];
    uchar4 b = bytes[threadIdx.x];
    double2 d = wide[threadIdx.x];
    out[threadIdx.x] = make_float4(v.w + b.x, v.z + b.y, v.y + (float)d.x, v.x + (float)d.y);
}

extern "C" __global__ void functions(float *out, const float *in, int n) {
    int i = threadIdx.x;
    if (i >= n) return;
    float x = in[i];
    float got[] = {expf(x), logf(x), tanhf(x), sqrtf(x), 1.f / x, sinf(x), cosf(x), powf(x, 1.7f), rsqrtf(x), erff(x), log1pf(x), expm1f(x),
                   __expf(x), __logf(x), fmaxf(x, 1.f), floorf(x), rintf(x), fmodf(x, 0.7f), exp2f(x), log2f(x), 3.f / x, __fdividef(x, 3.f),
                   fabsf(-x), atan2f(x, 2.f), lgammaf(x), x * 1e-30f * 1e-12f};
    for (int k = 0; k < 26; k++) out[k * n + i] = got[k];
}

extern "C" __global__ void doubles(double *out, const double *in, int n) {
    int i = threadIdx.x;
    if (i >= n) return;
    double x = in[i];
    double got[] = {exp(x), log(x), tanh(x), sqrt(x), 1 / x, sin(x), cos(x), pow(x, 1.7), rsqrt(x), erf(x), sin(x * 1e6), fma(x, x, -1.0)};
    for (int k = 0; k < 12; k++) out[k * n + i] = got[k];
}

extern "C" __global__ void casts(long long *out, float x, double d, int i, unsigned u) {
    out[0] = (int)x;
    out[1] = (unsigned)x;
    out[2] = (long long)d;
    out[3] = (unsigned char)i;
    out[4] = (signed char)i;
    out[5] = i / 7;
    out[6] = i % 7;
    out[7] = u / 7;
    out[8] = __mulhi(i, 123456789);
    out[9] = __umul64hi((u64)i << 30, (u64)u << 30);
    out[10] = i >> 3;
    out[11] = u << 5;
    out[12] = __float2int_rn(x);
    out[13] = __float2int_rd(x);
    out[14] = __float2int_ru(x);
    out[15] = __float_as_int(__fadd_rd(x, 1e-9f));
    out[16] = __float_as_int(__fmul_ru(x, 1.1f));
    out[17] = __brev(u);
    out[18] = __byte_perm(u, i, 0x5140);
    out[19] = min(i, 3) + max(i, -3);
    out[20] = (long long)u * i;
}

extern "C" __global__ void switches(int *out, int n) {
    int i = threadIdx.x, sum = 0;
    for (int k = 0; k < n; k++) switch ((i + k) % 9) {
        case 0: sum += 1; break;
        case 1: sum *= 3; break;
        case 2: sum ^= 5; break;
        case 3: sum -= k; break;
        case 4: sum += i; // falls through
        case 5: sum += 2; break;
        case 6: sum = sum << 1; break;
        case 7: sum |= 9; break;
        default: sum = -sum;
        }
    out[i] = sum;
}

extern "C" __global__ void atomics(int *out, unsigned *u, float *f, double *d, u64 *wide) {
    atomicAdd(&out[0], 2);
    atomicMax(&out[1], (int)threadIdx.x);
    atomicMin(&out[2], -(int)threadIdx.x);
    atomicOr(&u[0], 1u << (threadIdx.x % 32));
    atomicExch(&u[1], threadIdx.x);
    atomicInc(&u[2], 9);
    atomicAdd(f, 0.5f);
    atomicAdd(d, 0.25);
    atomicAdd(wide, 1ull << 33);
    u64 old, seen = wide[1]; // a maximum of doubles by compare-and-swap
    do {
        old = seen;
        double best = __longlong_as_double(old);
        if (best >= threadIdx.x) break;
        seen = atomicCAS(&wide[1], old, __double_as_longlong((double)threadIdx.x));
    } while (seen != old);
}

extern "C" __global__ void prints(int n) {
    if (threadIdx.x == 1) printf("n is %d, half of it %.2f, %s\n", n, n / 2.0, "done");
}

extern "C" __global__ void asserts(int n) { assert(n == 3); }
extern "C" __global__ void beyond(float *out, int at) { out[at] = 1; }
extern "C" __global__ void constant_table(float *out, int at) {
    const float table[7] = {1, 2, 4, 8, 16, 32, 64};
    out[0] = table[at % 7];
}
extern "C" __device__ float kept[4] = {1, 2, 3, 4};
extern "C" __global__ void device_variable(float *out) { out[threadIdx.x] = kept[threadIdx.x]++; }

// Tensor cores are not in the table: the error names the instruction, and only when this kernel is wanted.
extern "C" __global__ void tensor_core(unsigned *out) {
    unsigned a = threadIdx.x, d0 = 0, d1 = 0;
    asm volatile("mma.sync.aligned.m16n8k8.row.col.f16.f16.f16.f16 {%0, %1}, {%2, %2}, {%2}, {%0, %1};" : "+r"(d0), "+r"(d1) : "r"(a));
    out[threadIdx.x] = d0 + d1;
}
