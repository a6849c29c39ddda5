#!/usr/bin/env bash
# Coverage-guided fuzzing: run.sh FORMAT [SECONDS]; FORMAT is png jpeg webp bmp gif tiff pdf. Needs a C++ compiler,
# works with stable Rust. The corpus grows in target/fuzz/corpus/FORMAT; a crash is written to target/fuzz/corpus/crash-*: make it
# small and put it into tests/fixtures/hostile/, where every test run repeats it.
set -euo pipefail
cd "$(dirname "$0")"
format=${1:?"which format? png jpeg webp bmp gif tiff pdf"}
seconds=${2:-60}
# What cargo-fuzz passes, less the sanitizers, which want a nightly compiler: this code has no unsafe of its own.
export RUSTFLAGS="-Cpasses=sancov-module -Cllvm-args=-sanitizer-coverage-level=4 \
-Cllvm-args=-sanitizer-coverage-inline-8bit-counters -Cllvm-args=-sanitizer-coverage-pc-table \
-Cllvm-args=-sanitizer-coverage-trace-compares -Ccodegen-units=1 --cfg fuzzing"
target=$(rustc -vV | sed -n 's/host: //p')
export CARGO_TARGET_DIR=${CARGO_TARGET_DIR:-$(cd ../../.. && pwd)/target/fuzz}
cargo build --release --target "$target" --bin open
seeds=$CARGO_TARGET_DIR/corpus/$format
mkdir -p "$seeds"
for extension in "$format" ${format/jpeg/jpg} ${format/tiff/tif}; do
  find ../tests/fixtures -name "*.$extension" -size -64k -exec cp -n {} "$seeds" \;
done
exec "$CARGO_TARGET_DIR/$target/release/open" "$seeds" -max_total_time="$seconds" -timeout=10 -rss_limit_mb=512 \
  -malloc_limit_mb=128 -max_len=65536 -print_final_stats=1 -artifact_prefix="$CARGO_TARGET_DIR/corpus/"
