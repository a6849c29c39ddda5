import type { EngineName } from '../assets.js'
import type { EngineFacts } from './facts.js'

/** A function that returns `i8x16.relaxed_swizzle`: an engine without relaxed SIMD does not know its opcode. */
const NEEDS_RELAXED_SIMD = Uint8Array.of(
  ...[0, 0x61, 0x73, 0x6d, 1, 0, 0, 0],
  ...[1, 5, 1, 0x60, 0, 1, 0x7b],
  ...[3, 2, 1, 0],
  ...[10, 15, 1, 13, 0, 0x41, 1, 0xfd, 15, 0x41, 2, 0xfd, 15, 0xfd, 0x80, 2, 11],
)

/** Which build of the engine this browser runs: with fused multiply-adds it is a quarter faster. */
export function engineBuild(): { name: EngineName; simd: EngineFacts['simd'] } {
  return WebAssembly.validate(NEEDS_RELAXED_SIMD)
    ? { name: 'engine_relaxed', simd: 'relaxed simd' }
    : { name: 'engine', simd: 'simd' }
}
