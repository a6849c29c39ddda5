// @ts-check
// An engine in a process of its own, which tests/bench/peers and onnxruntime-peer.py are: told line by line what to do.
import { spawn } from 'node:child_process'
import { mkdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { test_out } from '../../../scripts/project.mjs'

/** @typedef {{ask: (line: string) => Promise<number>, end: () => void}} Engine */

/** @param {string} program @param {string[]} args @returns {Engine} */
export function start(program, args) {
  const child = spawn(program, args, { stdio: ['pipe', 'pipe', 'inherit'] })
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]()
  return {
    ask: async (line) => {
      child.stdin.write(`${line}\n`)
      const { value, done } = await lines.next()
      if (done) throw new Error(`${program} ended at '${line}'`)
      if (value.startsWith('error')) throw new Error(value)
      return Number(value)
    },
    end: () => child.stdin.end(),
  }
}

/** What it answered last. @param {Engine} engine */
export async function answer_of(engine) {
  mkdirSync(test_out, { recursive: true })
  const file = join(test_out, 'bench-answer.f32')
  await engine.ask(`answer ${file}`)
  return new Float32Array(new Uint8Array(readFileSync(file)).buffer)
}
