// Every kernel of this program as one module: single precision, channels innermost, no dependency but the compiler.
//
// Sums are made in a fixed order that depends on sizes alone: by threads, then blocks, then over blocks by the block
// that happens to be last. No number is added atomically, so a run repeats bit by bit.

#include "common.cuh"
#include "columns.cuh"
#include "activation.cu"
#include "convolution.cu"
#include "pooling.cu"
#include "batch_norm.cu"
#include "loss.cu"
#include "softmax.cu"
#include "divergence.cu"
#include "wavelet.cu"
#include "optimiser.cu"
#include "gather.cu"
#include "numbers.cu"
