#!/bin/sh
# Compiles kernels: compile.sh SOURCE.cu OUT.ptx. Debian's clang-19 alone, whether or not a CUDA toolkit is
# installed. PTX 7.0 for compute capability 7.0 is what drivers from 450 on load, and compile for any later
# GPU. -ffp-contract=off: nothing is fused but what the source fuses. At -O2 the kernels need as many
# registers and no fewer instructions.
set -e
out=$(realpath -m -- "$2")
cd "$(dirname -- "$0")"
exec clang-19 -x cuda --cuda-device-only --cuda-gpu-arch=sm_70 --cuda-path=/dev/null -nogpuinc -nogpulib \
  -Xclang -target-feature -Xclang +ptx70 -O1 -std=c++17 -ffp-contract=off -Wall -Werror -S "$1" -o "$out"
