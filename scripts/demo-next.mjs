// @ts-check
// npm run demo:next: the Next.js demo with the package as it would be published, on its development server, and beside it
// the reference server of drawings where that is built.
import { spawn } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { existsSync, mkdirSync, renameSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { build } from './build.mjs'
import { server_program, start_server } from './drawings-server.mjs'
import { in_root, npm_package, tools } from './project.mjs'
import { set_up } from './set-up.mjs'
import { main, step } from './steps.mjs'

const demo = in_root('demo/next')

await main(async () => {
  await set_up()
  await build()
  await step('tarball', async ({ run }) => {
    await run('npm', ['pack', '--pack-destination', demo], { cwd: npm_package })
    renameSync(join(demo, 'draftlens-0.1.0.tgz'), join(demo, 'draftlens.tgz'))
  })
  await step('packages of the demo', async ({ run }) => {
    // Its version is the same after each change, by which npm would take it for installed.
    rmSync(join(demo, 'node_modules/draftlens'), { recursive: true, force: true })
    await run('npm', ['install', '--no-save', '--no-audit', '--no-fund'], { cwd: demo })
  })
  const drawings = await drawings_server()
  const env = { ...process.env, NEXT_TELEMETRY_DISABLED: '1', ...drawings?.env }
  const next = spawn('npm', ['run', 'dev'], { cwd: demo, stdio: 'inherit', env })
  await new Promise((ended) => next.on('exit', ended))
  await drawings?.stop()
})

/** Keeps what is added to it; one that runs already is named by DRAWINGS_SERVER. */
async function drawings_server() {
  if (process.env['DRAWINGS_SERVER']) return undefined
  if (!existsSync(server_program())) {
    console.log('Nothing similar is found without the server of drawings: cargo build -p draftlens-server')
    return undefined
  }
  const store = join(tools, 'demo-drawings')
  mkdirSync(store, { recursive: true })
  const key = randomUUID()
  const { url, stop } = await start_server(store, key)
  return { env: { DRAWINGS_SERVER: url, DRAWINGS_KEY: key }, stop }
}
