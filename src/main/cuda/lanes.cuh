// What kernels of autoencoders use of the machine beside platform.cuh: the lanes of a warp, and sums that
// several blocks add to. The CPU build brings its own ballot.
#pragma once
#include "numbers.cuh"

#ifdef POLYSWEEP_CPU

#define KERNEL_OF(THREADS, BLOCKS) KERNEL

#else

// A kernel that is launched with at most so many threads, of which so many blocks share a multiprocessor.
#define KERNEL_OF(THREADS, BLOCKS) extern "C" __attribute__((global)) void __attribute__((launch_bounds(THREADS, BLOCKS)))

// The lanes of the warp for which something holds. All lanes call it together.
DEVICE u32 ballot(bool here) { return __nvvm_vote_ballot_sync(0xFFFFFFFFu, here); }

#endif

DEVICE int laneCount() { return 32; }
DEVICE int lane() { return threadIndex() % laneCount(); }
DEVICE int warp() { return threadIndex() / laneCount(); }
DEVICE int warpCount() { return threadCount() / laneCount(); }

// The number of lanes before this one for which something holds.
DEVICE int before(u32 lanes) { return __builtin_popcount(lanes & ((1u << lane()) - 1)); }

// Whole numbers that threads add to in any order.
DEVICE u64 take(u64* counter, u64 n) { return __atomic_fetch_add(counter, n, __ATOMIC_RELAXED); }
DEVICE int take(int* counter, int n) { return __atomic_fetch_add(counter, n, __ATOMIC_RELAXED); }
DEVICE void mark(u32* word, u32 bits) { __atomic_fetch_or(word, bits, __ATOMIC_RELAXED); }

DEVICE Four minus(Four a, Four b) { return {a.x - b.x, a.y - b.y, a.z - b.z, a.w - b.w}; }
DEVICE Four scaled(Four a, float b) { return {a.x * b, a.y * b, a.z * b, a.w * b}; }

// Arguments are whole numbers; a float comes as its bits.
DEVICE float floatArgument(u64 bits) { return floatOf((u32)bits); }
