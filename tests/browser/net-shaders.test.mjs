// @ts-check
// Chromium refuses WGSL that naga accepts, and only it can tell.
import assert from 'node:assert/strict'
import { readdirSync } from 'node:fs'
import { test } from 'node:test'
import { in_root } from '../../scripts/project.mjs'
import { BARE_PAGE, browser_under_test } from './demo-page.mjs'
import { engine_in_node } from './engine-page.mjs'

const { visit } = browser_under_test()

/** @typedef {[name: string, source: string]} Shader */

test('Chromium compiles every shader, and makes a pipeline of it', async () => {
  const { shaders } = await engine_in_node()
  /** @type {Shader[]} */
  const in_f32 = shaders(false)
  const files = readdirSync(in_root('shaders')).filter((name) => name.endsWith('.wgsl'))
  assert.deepEqual(in_f32.map(([name]) => `${name}.wgsl`).sort(), files.sort())
  const { page } = await visit(BARE_PAGE)
  const { has_f16, problems } = await page.evaluate(compile, { in_f32, in_f16: shaders(true) })
  assert.deepEqual(problems, [])
  if (!has_f16) console.log('# this adapter has no shader-f16: the second arithmetic is compiled elsewhere')
})

test('a fault in a shader is found', async () => {
  const { page } = await visit(BARE_PAGE)
  // A barrier after a branch that only some invocations take: naga lets it pass.
  const source = `
    @compute @workgroup_size(64) fn main(@builtin(local_invocation_index) index: u32) {
      if (index > 3u) { return; }
      workgroupBarrier();
    }`
  /** @type {Shader[]} */
  const in_f32 = [['barrier', source]]
  const { problems } = await page.evaluate(compile, { in_f32, in_f16: [] })
  assert.match(problems.join(), /barrier.*uniform control flow/s)
})

/** Runs in the browser. @param {{in_f32: Shader[], in_f16: Shader[]}} shaders */
async function compile({ in_f32, in_f16 }) {
  const { gpu } = /** @type {{gpu: any}} */ (/** @type {unknown} */ (navigator))
  const adapter = await gpu.requestAdapter()
  const has_f16 = adapter.features.has('shader-f16')
  const device = await adapter.requestDevice({ requiredFeatures: has_f16 ? ['shader-f16'] : [] })
  const problems = []
  for (const [name, code] of has_f16 ? [...in_f32, ...in_f16] : in_f32) {
    const module = device.createShaderModule({ code })
    const { messages } = await module.getCompilationInfo()
    for (const { type, message, lineNum } of messages) {
      if (type === 'error') problems.push(`${name}:${lineNum}: ${message}`)
    }
    await device
      .createComputePipelineAsync({ layout: 'auto', compute: { module, entryPoint: 'main' } })
      .catch((/** @type {Error} */ error) => problems.push(`${name}: ${error.message}`))
  }
  device.destroy()
  return { has_f16, problems }
}
