// What the kernels use of the machine: threads, barriers, shared memory, correctly rounded roots. On a GPU
// these are compiler builtins, so that clang needs no CUDA toolkit. The CPU build that the tests use
// defines POLYSWEEP_CPU and brings its own.
#pragma once

#ifndef POLYSWEEP_CPU

#define KERNEL extern "C" __attribute__((global)) void __attribute__((launch_bounds(256, 1)))
#define DEVICE __attribute__((device)) static inline __attribute__((always_inline))

// Memory of the device itself, which stores to shared memory do not change.
#define GLOBAL __attribute__((address_space(1)))

// The shared memory of a block, whose size the launch says.
extern __attribute__((shared)) __attribute__((aligned(16))) float sharedMemory[];

DEVICE int threadIndex() { return __nvvm_read_ptx_sreg_tid_x(); }
DEVICE int threadCount() { return __nvvm_read_ptx_sreg_ntid_x(); }
DEVICE int blockIndex() { return __nvvm_read_ptx_sreg_ctaid_x(); }
DEVICE int blockCount() { return __nvvm_read_ptx_sreg_nctaid_x(); }

// All threads of the block wait for each other. Never called in a branch that only some threads take.
DEVICE void barrier() { __syncthreads(); }

// The 32 threads of a warp wait for each other and see what the others have written.
DEVICE void warpBarrier() { __nvvm_bar_warp_sync(0xffffffffu); }

// x·factor where z ≤ 0, else x: two instructions, where the compiler would take three.
DEVICE float timesIfNotPositive(float x, float z, float factor) {
  asm("{.reg .pred p; setp.le.f32 p, %1, 0f00000000; @p mul.rn.f32 %0, %0, %2;}" : "+f"(x) : "f"(z), "f"(factor));
  return x;
}

DEVICE float squareRoot(float x) { return __nvvm_sqrt_rn_f(x); }
DEVICE double squareRoot(double x) { return __nvvm_sqrt_rn_d(x); }

#endif
