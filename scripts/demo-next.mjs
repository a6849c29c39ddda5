// @ts-check
// npm run demo:next: the Next.js demo with the package as it would be published, on its development server.
import { spawn } from 'node:child_process'
import { renameSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { build } from './build.mjs'
import { in_root, npm_package } from './project.mjs'
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
  const next = spawn('npm', ['run', 'dev'], { cwd: demo, stdio: 'inherit' })
  await new Promise((ended) => next.on('exit', ended))
})
