#!/bin/sh
# Checks the engine cuda on a GPU and measures it: the contract of engines, bit-identity with the engine simd
# (also of whole experiments), and cells a second in packs of 1, 64 and 1 024. Prints a table; under five minutes.
#
#   src/bench/gpu.sh prepare   here, with Maven: collects all that the check needs in target/gpu
#   src/bench/gpu.sh           where the GPU is: needs target/gpu, NVIDIA's driver, and a Java 17 to 21, which
#                              "prepare" puts into target/gpu/java if this machine's JDK has jlink
#   src/bench/gpu.sh sae       there too: sparse autoencoders alone, in a minute
#
# Arguments choose parts: tests, training (networks alone), cells (whole cells), sweeps. POLYSWEEP_GPU chooses the
# GPU by its number in nvidia-smi; the first without it. Ends with 2 where there is no GPU, and says so.
set -e
cd "$(dirname -- "$0")/../.."
gpu=target/gpu

if [ "$1" = prepare ]; then
  mvn -q -B process-test-classes dependency:copy-dependencies -DincludeScope=test -DoutputDirectory=$gpu/lib \
    -DincludeGroupIds=org.jcuda,org.junit.jupiter,org.junit.platform,org.apache.commons,org.opentest4j,org.apiguardian,org.slf4j,org.yaml,com.fasterxml.jackson.core,com.fasterxml.jackson.datatype,net.java.dev.jna
  rm -rf $gpu/classes $gpu/test-classes $gpu/java
  cp -r target/classes target/test-classes $gpu/
  jlink --add-modules java.base,java.logging,java.management,java.xml,jdk.management,jdk.incubator.vector,jdk.unsupported,jdk.charsets \
    --strip-debug --no-header-files --no-man-pages --compress=2 --output $gpu/java ||
    echo "no jlink here: the other machine needs a Java of its own"
  du -sh $gpu
  exit
fi

[ -d $gpu/lib ] || { echo "gpu.sh: there is no $gpu; run src/bench/gpu.sh prepare first" >&2; exit 1; }
java=$gpu/java/bin/java
[ -x "$java" ] || java=${JAVA_HOME:+$JAVA_HOME/bin/}java
date -u +%Y-%m-%d
nvidia-smi --query-gpu=name,driver_version --format=csv,noheader 2>/dev/null || true
check=GpuCheck
[ "$1" != sae ] || check=sae.GpuSaeCheck
exec "$java" --add-modules=jdk.incubator.vector -Xmx4g -Dpolysweep.gpu="${POLYSWEEP_GPU:-0}" \
  -cp "$gpu/classes:$gpu/test-classes:$gpu/lib/*" dev.polysweep.engine.cuda.$check "$@"
