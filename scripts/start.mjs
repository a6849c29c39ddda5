// @ts-check
// npm start: from a bare clone to the demo in a browser.
import { parseArgs } from 'node:util'
import { build } from './build.mjs'
import { demo_dist, field_dist } from './project.mjs'
import { serve } from './serve.mjs'
import { set_up } from './set-up.mjs'
import { main, StepFailed, step } from './steps.mjs'

const USAGE = `npm start [-- --port N] [--no-open] [--no-serve]

  --port N     the demo's port, 8080 unless told; the next free one is not taken silently
  --no-open    understood, and what happens anyway: no browser is opened
  --no-serve   installs and builds, and ends
`
const DEFAULT_PORT = 8080

await main(async () => {
  const { values } = parseArgs({
    options: {
      port: { type: 'string' },
      'no-open': { type: 'boolean' },
      'no-serve': { type: 'boolean' },
      help: { type: 'boolean' },
    },
  })
  if (values.help) {
    console.log(USAGE)
    return
  }
  await set_up()
  await build()
  if (values['no-serve']) return
  const port = Number(values.port ?? DEFAULT_PORT)
  await step('server', async () => {
    const { url } = await listen(port)
    return `the workbench is at ${url}, the field viewer at ${url}field/   (Ctrl+C ends it)`
  })
})

/** @param {number} port */
async function listen(port) {
  try {
    return await serve({ '/': demo_dist, '/field/': field_dist }, { port, host: '127.0.0.1' })
  } catch (error) {
    if (/** @type {NodeJS.ErrnoException} */ (error).code !== 'EADDRINUSE') throw error
    throw new StepFailed(`Port ${port} is taken by another program.`, {
      hint: `npm start -- --port ${port + 1}`,
    })
  }
}
