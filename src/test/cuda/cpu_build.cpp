// The kernels' own source on a CPU, for tests: a block's threads are fibres, and a barrier switches to the
// next one. With one thread a block runs as it is written, since every loop of the kernels deals its items
// out to however many threads there are. Odd blocks run their threads in reverse, so that what one thread
// reads before another has written it is not always right by luck.
//
// Memory is handed out full of not-a-numbers and with a fence behind it, which is looked at after every
// launch and when it is given back.
#include <stdlib.h>
#include <string.h>
#include <ucontext.h>

#define POLYSWEEP_CPU
#define KERNEL extern "C" void
#define DEVICE static inline

static thread_local float* sharedMemory;
static thread_local int currentThread, threads_, currentBlock, blocks_, arrived;
static thread_local ucontext_t scheduler, *fibres;

DEVICE int threadIndex() { return currentThread; }
DEVICE int threadCount() { return threads_; }
DEVICE int blockIndex() { return currentBlock; }
DEVICE int blockCount() { return blocks_; }
DEVICE void barrier() {
  arrived++;
  if (threads_ > 1) swapcontext(&fibres[currentThread], &scheduler);
}
DEVICE float squareRoot(float x) { return __builtin_sqrtf(x); }
DEVICE double squareRoot(double x) { return __builtin_sqrt(x); }

#include "../../main/cuda/polysweep.cu"

static const size_t FENCE = 4096, STACK = 256 << 10;

// What launch answers.
enum { FINE, NO_SUCH_KERNEL, THREADS_PART_AT_A_BARRIER, WROTE_BEYOND_SHARED_MEMORY };

extern "C" char* polysweep_allocate(size_t bytes) {
  char* memory = (char*)aligned_alloc(256, (bytes + FENCE + 255) / 256 * 256);
  memset(memory, 0xFF, bytes);
  memset(memory + bytes, 0x5A, FENCE);
  return memory;
}

static bool intact(const char* fence) {
  for (size_t i = 0; i < FENCE; i++)
    if (fence[i] != 0x5A) return false;
  return true;
}

// Whether nothing was written behind the memory.
extern "C" int polysweep_free(char* memory, size_t bytes) {
  bool fine = intact(memory + bytes);
  free(memory);
  return fine;
}

static thread_local int kernel_;
static thread_local const u64* arguments_;
static thread_local int ended;

static void run() {
  const u64* a = arguments_;
  if (kernel_ == 3)
    evaluate((const float*)a[0], a[1], a[2], a[3], a[4], (const float*)a[5], a[6], (float*)a[7], a[8], a[9], a[10]);
  else
    (kernel_ == 0 ? trainInShared : kernel_ == 1 ? trainSumsApart : trainInGlobal)(
        (const Cell*)a[0], (const int*)a[1], a[2], a[3], a[4], (const StepSize*)a[5]);
}

static void entry() {
  run();
  ended++;
  swapcontext(&fibres[currentThread], &scheduler);
}

// Runs the fibres of a block, from one barrier to the next, until all have ended.
static int runFibres(char* stacks) {
  for (int t = 0; t < threads_; t++) {
    getcontext(&fibres[t]);
    fibres[t].uc_stack.ss_sp = stacks + t * STACK;
    fibres[t].uc_stack.ss_size = STACK;
    fibres[t].uc_link = 0;
    makecontext(&fibres[t], entry, 0);
  }
  for (ended = 0; ended == 0;) {
    arrived = 0;
    for (int i = 0; i < threads_; i++) {
      currentThread = currentBlock % 2 ? threads_ - 1 - i : i;
      swapcontext(&scheduler, &fibres[currentThread]);
    }
    if (arrived != 0 && arrived != threads_) return THREADS_PART_AT_A_BARRIER;
  }
  return ended == threads_ ? FINE : THREADS_PART_AT_A_BARRIER;
}

extern "C" int polysweep_launch(int kernel, int blocks, int threads, int sharedBytes, const u64* arguments) {
  if (kernel < 0 || kernel > 3) return NO_SUCH_KERNEL;
  kernel_ = kernel;
  arguments_ = arguments;
  threads_ = threads;
  blocks_ = blocks;
  char* shared = polysweep_allocate(sharedBytes);
  char* stacks = threads > 1 ? (char*)malloc(threads * STACK) : 0;
  fibres = threads > 1 ? (ucontext_t*)calloc(threads, sizeof(ucontext_t)) : 0;
  sharedMemory = (float*)shared;
  int answer = FINE;
  for (currentBlock = 0; currentBlock < blocks && answer == FINE; currentBlock++) {
    memset(shared, 0xFF, sharedBytes);
    currentThread = 0;
    if (threads > 1)
      answer = runFibres(stacks);
    else
      run();
    if (answer == FINE && !intact(shared + sharedBytes)) answer = WROTE_BEYOND_SHARED_MEMORY;
  }
  free(shared);
  free(stacks);
  free(fibres);
  return answer;
}
