//! Every function of the CUDA libraries that this program can reach; see [`super::forward`] for how.
//!
//! One that is missing here makes the program need its library again: `readelf -d` of the binary must name none of
//! `libcuda`, `libcublas` and `libnvrtc`, which `tests/gpu/fallback.sh` looks at.

#![allow(non_snake_case)]

/// The driver.
pub mod driver {
    use std::ffi::c_void;
    use std::mem::transmute;

    use crate::model::device::cuda::driver::forward::{Answers, Slot, forward};

    /// `CUDA_ERROR_NOT_INITIALIZED`, `CUDA_ERROR_UNKNOWN`, and what cudarc 0.9 has in its enumeration.
    static ANSWERS: Answers = Answers {
        missing: 3,
        unknown: 999,
        is_known: |code| {
            matches!(
                code,
                0..=8 | 34 | 46 | 100..=102 | 200..=202 | 205..=224 | 300..=304 | 400 | 401 | 500
                    | 600 | 700..=705 | 708..=720 | 800..=810 | 900..=912 | 999
            )
        },
    };

    forward! {
        ANSWERS, cudarc::driver::sys;
        ask {
            cuCtxGetCurrent(context);
            cuDeviceGet(device, number);
            cuDeviceGetAttribute(value, attribute, device);
            cuDeviceGetCount(count);
            cuDeviceGetName(text, room, device);
            cuDevicePrimaryCtxRetain(context, device);
            cuDeviceTotalMem_v2(bytes, device);
            cuDriverGetVersion(version);
            cuEventCreate(event, flags);
            cuEventElapsedTime(milliseconds, start, end);
            cuEventQuery(event);
            cuInit(flags);
            cuLaunchKernel(function, grid_x, grid_y, grid_z, block_x, block_y, block_z, shared, stream, arguments, extra);
            cuMemGetInfo_v2(free, total);
            cuMemcpyDtoDAsync_v2(to, from, bytes, stream);
            cuMemcpyDtoD_v2(to, from, bytes);
            cuMemcpyDtoHAsync_v2(to, from, bytes, stream);
            cuMemcpyDtoH_v2(to, from, bytes);
            cuMemcpyHtoDAsync_v2(to, from, bytes, stream);
            cuMemcpyHtoD_v2(to, from, bytes);
            cuModuleGetFunction(function, module, name);
            cuModuleLoadData(module, image);
            cuStreamCreate(stream, flags);
            cuStreamSynchronize(stream);
        }
        behind {
            cuGetErrorName(error, text);
            cuGetErrorString(error, text);
            cuMemAllocAsync(pointer, bytes, stream);
            cuMemAlloc_v2(pointer, bytes);
            cuMemFreeAsync(pointer, stream);
            cuMemFree_v2(pointer);
            cuMemsetD8Async(pointer, byte, bytes, stream);
            cuMemsetD8_v2(pointer, byte, bytes);
        }
        release {
            cuCtxSetCurrent(context);
            cuDevicePrimaryCtxRelease_v2(device);
            cuEventDestroy_v2(event);
            cuEventRecord(event, stream);
            cuModuleUnload(module);
            cuStreamDestroy_v2(stream);
            cuStreamWaitEvent(stream, event, flags);
        }
        refuse {
            cuDestroyExternalMemory(memory);
            cuExternalMemoryGetMappedBuffer(pointer, memory, description);
            cuImportExternalMemory(memory, description);
            cuModuleLoad(module, path);
            cuOccupancyAvailableDynamicSMemPerBlock(bytes, function, blocks, threads);
            cuOccupancyMaxActiveBlocksPerMultiprocessor(blocks, function, threads, shared);
            cuOccupancyMaxActiveBlocksPerMultiprocessorWithFlags(blocks, function, threads, shared, flags);
            cuOccupancyMaxActiveClusters(clusters, function, settings);
            cuOccupancyMaxPotentialBlockSize(grid, block, function, shared_of_block, shared, limit);
            cuOccupancyMaxPotentialBlockSizeWithFlags(grid, block, function, shared_of_block, shared, limit, flags);
            cuOccupancyMaxPotentialClusterSize(size, function, settings);
            cuProfilerStart();
            cuProfilerStop();
        }
    }
}

/// Matrix products.
pub mod cublas {
    use std::ffi::c_void;
    use std::mem::transmute;

    use crate::model::device::cuda::driver::forward::{Answers, Slot, forward};

    /// `CUBLAS_STATUS_NOT_INITIALIZED`, `CUBLAS_STATUS_INTERNAL_ERROR`, and all that there are.
    static ANSWERS: Answers = Answers {
        missing: 1,
        unknown: 14,
        is_known: |code| matches!(code, 0 | 1 | 3 | 7 | 8 | 11 | 13..=16),
    };

    forward! {
        ANSWERS, cudarc::cublas::sys;
        ask {
            cublasCreate_v2(handle);
            cublasDgemmStridedBatched(
                handle, turn_a, turn_b, m, n, k, alpha, a, lda, step_a, b, ldb, step_b, beta, c, ldc, step_c, count
            );
            cublasDgemm_v2(handle, turn_a, turn_b, m, n, k, alpha, a, lda, b, ldb, beta, c, ldc);
            cublasDgemv_v2(handle, turn, m, n, alpha, a, lda, x, step_x, beta, y, step_y);
            cublasGemmEx(
                handle, turn_a, turn_b, m, n, k, alpha, a, type_a, lda, b, type_b, ldb, beta, c, type_c, ldc, compute,
                algorithm
            );
            cublasGemmStridedBatchedEx(
                handle, turn_a, turn_b, m, n, k, alpha, a, type_a, lda, step_a, b, type_b, ldb, step_b, beta, c, type_c,
                ldc, step_c, count, compute, algorithm
            );
            cublasSetStream_v2(handle, stream);
            cublasSgemmStridedBatched(
                handle, turn_a, turn_b, m, n, k, alpha, a, lda, step_a, b, ldb, step_b, beta, c, ldc, step_c, count
            );
            cublasSgemm_v2(handle, turn_a, turn_b, m, n, k, alpha, a, lda, b, ldb, beta, c, ldc);
            cublasSgemv_v2(handle, turn, m, n, alpha, a, lda, x, step_x, beta, y, step_y);
        }
        behind {}
        release {
            cublasDestroy_v2(handle);
        }
        refuse {}
    }
}

/// The compiler of kernels at run time: this program compiles all of its own when it is built, and loads no library.
mod nvrtc {
    /// `NVRTC_ERROR_INTERNAL_ERROR`
    const NONE: i32 = 11;

    macro_rules! refuse {
        ($($name:ident;)*) => {
            $(
                #[unsafe(no_mangle)]
                extern "C" fn $name() -> i32 {
                    NONE
                }
            )*
        };
    }

    // Whatever the arguments: the caller takes care of them.
    refuse! {
        nvrtcCompileProgram;
        nvrtcCreateProgram;
        nvrtcDestroyProgram;
        nvrtcGetPTX;
        nvrtcGetPTXSize;
        nvrtcGetProgramLog;
        nvrtcGetProgramLogSize;
    }
}
