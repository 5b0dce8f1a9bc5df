// The kernels' own source on a CPU, for tests: a block's threads are fibres, and a barrier switches to the
// next one. The threads of a warp run from one barrier of theirs to the next before another warp runs, those
// of odd blocks and the warps there in reverse, so that what one thread reads before another has written it
// is not always right by luck.
//
// Memory is handed out full of not-a-numbers and with a fence behind it, which is looked at after every
// launch and when it is given back.
#include <stdlib.h>
#include <string.h>

#include <utility>
#ifndef __x86_64__
#include <ucontext.h>
#endif

#define POLYSWEEP_CPU
#define KERNEL extern "C" void
#define DEVICE static inline
#define GLOBAL

static const int WARP = 32;

// What a fibre waits for when it gives way.
enum { THE_WARP = 1, THE_BLOCK, NOTHING };

static thread_local float* sharedMemory;
static thread_local int currentThread, threads_, currentBlock, blocks_;
static thread_local int* waiting;

static void giveWay(int why);

DEVICE int threadIndex() { return currentThread; }
DEVICE int threadCount() { return threads_; }
DEVICE int blockIndex() { return currentBlock; }
DEVICE int blockCount() { return blocks_; }
DEVICE void barrier() { giveWay(THE_BLOCK); }
DEVICE void warpBarrier() { giveWay(THE_WARP); }
DEVICE float timesIfNotPositive(float x, float z, float factor) { return z <= 0.0f ? x * factor : x; }
DEVICE float squareRoot(float x) { return __builtin_sqrtf(x); }
DEVICE double squareRoot(double x) { return __builtin_sqrt(x); }

// The threads of a warp for which something holds. All of them call it together.
static thread_local bool votes[1024];
DEVICE unsigned int ballot(bool here) {
  int first = currentThread / WARP * WARP;
  votes[currentThread] = here;
  warpBarrier();
  unsigned int all = 0;
  for (int t = first; t < first + WARP && t < threads_; t++) all |= (unsigned int)votes[t] << (t - first);
  warpBarrier();
  return all;
}

#include "../../main/cuda/polysweep.cu"
#include "../../main/cuda/sae.cu"

static const size_t FENCE = 4096, STACK = 64 << 10;

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

// Calls a kernel with its arguments, all of which are 64 bits wide.
template <typename... T, size_t... I>
static void call(void (*kernel)(T...), std::index_sequence<I...>) {
  kernel(*(const T*)&arguments_[I]...);
}

template <typename... T>
static void call(void (*kernel)(T...)) {
  call(kernel, std::index_sequence_for<T...>());
}

// The first kernel of autoencoders, and how many there are, in the order of Kernel.java.
static const int FIRST_OF_AUTOENCODERS = 4, AUTOENCODERS = 30;

static void runAutoencoder(int kernel) {
  switch (kernel) {
    case 0: return call(saeCentre);
    case 1: return call(saeView);
    case 2: return call(saeTurn);
    case 3: return call(saeEncodeBy256);
    case 4: return call(saeEncodeBy128);
    case 5: return call(saeCountDigits);
    case 6: return call(saeFindDigit);
    case 7: return call(saeCountEqual);
    case 8: return call(saeShareQuota);
    case 9: return call(saeSelect);
    case 10: return call(saeReconstruct);
    case 11: return call(saeWake);
    case 12: return call(saeDecode);
    case 13: return call(saeSumGradients);
    case 14: return call(saeDecoderBias);
    case 15: return call(saeLearn);
    case 16: return call(saeClipFactor);
    case 17: return call(saeUpdateDecoderBias);
    case 18: return call(saeListDead);
    case 19: return call(saeSquares);
    case 20: return call(saePack);
    case 21: return call(saeGram);
    case 22: return call(saeAcross);
    case 23: return call(saeAdvance);
    case 24: return call(saePursue);
    case 25: return call(saeUnroll);
    case 26: return call(saeNest);
    case 27: return call(saeNestGradients);
    case 28: return call(saePackGradients);
    case 29: return call(saeTakeGradients);
  }
}

static void run() {
  const u64* a = arguments_;
  if (kernel_ >= FIRST_OF_AUTOENCODERS)
    runAutoencoder(kernel_ - FIRST_OF_AUTOENCODERS);
  else if (kernel_ == 3)
    evaluate((const Evaluation*)a[0], a[1]);
  else
    (kernel_ == 0 ? trainHeld : kernel_ == 1 ? trainSumsApart : trainInGlobal)(
        (const Cell*)a[0], (const int*)a[1], a[2], a[3], a[4], (const StepSize*)a[5]);
}

static void entry() {
  run();
  giveWay(NOTHING);
}

#ifdef __x86_64__
// A switch of stacks, without the system call of swapcontext.
typedef void* Fibre;
static thread_local Fibre scheduler, *fibres;

extern "C" void polysweep_switch(Fibre* from, Fibre to);
asm(R"(
.text
.hidden polysweep_switch
.globl polysweep_switch
.type polysweep_switch, @function
polysweep_switch:
  pushq %rbp
  pushq %rbx
  pushq %r12
  pushq %r13
  pushq %r14
  pushq %r15
  movq %rsp, (%rdi)
  movq %rsi, %rsp
  popq %r15
  popq %r14
  popq %r13
  popq %r12
  popq %rbx
  popq %rbp
  ret
)");

static void begin(Fibre* fibre, char* stack) {
  void** top = (void**)(stack + STACK);
  *--top = 0;
  *--top = (void*)entry;
  for (int saved = 0; saved < 6; saved++) *--top = 0;
  *fibre = top;
}
static void resume(Fibre* fibre) { polysweep_switch(&scheduler, *fibre); }
static void leave(Fibre* fibre) { polysweep_switch(fibre, scheduler); }
#else
typedef ucontext_t Fibre;
static thread_local Fibre scheduler, *fibres;

static void begin(Fibre* fibre, char* stack) {
  getcontext(fibre);
  fibre->uc_stack.ss_sp = stack;
  fibre->uc_stack.ss_size = STACK;
  fibre->uc_link = 0;
  makecontext(fibre, entry, 0);
}
static void resume(Fibre* fibre) { swapcontext(&scheduler, fibre); }
static void leave(Fibre* fibre) { swapcontext(fibre, &scheduler); }
#endif

static void giveWay(int why) {
  waiting[currentThread] = why;
  leave(&fibres[currentThread]);
}

// Whether all of some fibres wait for the same.
static bool together(int from, int count) {
  for (int t = from; t < from + count; t++)
    if (waiting[t] != waiting[from]) return false;
  return true;
}

// Runs the fibres of a block, from one barrier to the next, until all have ended.
static int runBlock(char* stacks) {
  bool reversed = currentBlock % 2;
  for (int t = 0; t < threads_; t++) begin(&fibres[t], stacks + t * STACK);
  int warps = (threads_ + WARP - 1) / WARP;
  do {
    for (int i = 0; i < warps; i++) {
      int first = (reversed ? warps - 1 - i : i) * WARP;
      int lanes = threads_ - first < WARP ? threads_ - first : WARP;
      do {
        for (int k = 0; k < lanes; k++) {
          currentThread = first + (reversed ? lanes - 1 - k : k);
          resume(&fibres[currentThread]);
        }
        if (!together(first, lanes)) return THREADS_PART_AT_A_BARRIER;
      } while (waiting[first] == THE_WARP);
    }
    if (!together(0, threads_)) return THREADS_PART_AT_A_BARRIER;
  } while (waiting[0] == THE_BLOCK);
  return FINE;
}

extern "C" int polysweep_launch(int kernel, int blocks, int threads, int sharedBytes, const u64* arguments) {
  if (kernel < 0 || kernel >= FIRST_OF_AUTOENCODERS + AUTOENCODERS) return NO_SUCH_KERNEL;
  kernel_ = kernel;
  arguments_ = arguments;
  threads_ = threads;
  blocks_ = blocks;
  char* shared = polysweep_allocate(sharedBytes);
  char* stacks = (char*)malloc(threads * STACK);
  fibres = (Fibre*)calloc(threads, sizeof(Fibre));
  waiting = (int*)calloc(threads, sizeof(int));
  sharedMemory = (float*)shared;
  int answer = FINE;
  for (currentBlock = 0; currentBlock < blocks && answer == FINE; currentBlock++) {
    memset(shared, 0xFF, sharedBytes);
    answer = runBlock(stacks);
    if (answer == FINE && !intact(shared + sharedBytes)) answer = WROTE_BEYOND_SHARED_MEMORY;
  }
  free(shared);
  free(stacks);
  free(fibres);
  free(waiting);
  return answer;
}
