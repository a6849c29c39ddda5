// @ts-check
// Everything that the demo and the tests run: wasm modules, npm package, demo.
import { pathToFileURL } from 'node:url'
import { build_wasm } from './build-wasm.mjs'
import { fingerprint, is_current, mark_current } from './fingerprint.mjs'
import { in_root, npm_package, wasm_out } from './project.mjs'
import { set_up } from './set-up.mjs'
import { main, step } from './steps.mjs'

export async function build() {
  await build_wasm()
  await build_workspace('draftlens', npm_package, [])
  const shared = [npm_package, in_root('demo/build-page.mjs')]
  await build_workspace('@draftlens/qa', in_root('demo/qa'), shared)
  await build_workspace('@draftlens/field', in_root('demo/field'), [...shared, in_root('demo/qa')])
}

/**
 * Runs a workspace's own `npm run build`, unless nothing that goes in has changed.
 * @param {string} name @param {string} folder @param {string[]} depends_on
 */
async function build_workspace(name, folder, depends_on) {
  const dist = `${folder}/dist`
  const work = async (/** @type {import('./steps.mjs').Run} */ { run }) => {
    const inputs = fingerprint([
      folder,
      ...depends_on,
      wasm_out,
      in_root('models'),
      in_root('package-lock.json'),
    ])
    const stamp = `build-${name.replace('/', '-')}`
    if (is_current(stamp, inputs, [dist])) return 'unchanged'
    await run('npm', ['run', 'build', '-w', name])
    mark_current(stamp, inputs)
    return undefined
  }
  await step(`build of ${name}`, work, { hint: `npm run build -w ${name} repeats it.` })
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  await main(async () => {
    await set_up()
    await build()
  })
}
