// @ts-check
// The tarball in Next.js: the demo, and the lines of the readme beside it, built and run by both bundlers.
import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { server_program, start_server } from '../../scripts/drawings-server.mjs'
import { in_root } from '../../scripts/project.mjs'
import { project_from } from './fresh-project.mjs'
import { PATIENCE_MS, reads_chosen, start_serving, visit } from './visit.mjs'

/** Production by Turbopack is what Next.js does unless told otherwise; the others take minutes. */
const WAYS = [
  { bundler: 'turbopack', mode: 'production', is_usual: true },
  { bundler: 'turbopack', mode: 'development', is_usual: false },
  { bundler: 'webpack', mode: 'production', is_usual: false },
  { bundler: 'webpack', mode: 'development', is_usual: false },
]
const ALL = process.env['DRAFTLENS_TEST_ALL'] === '1'
const NEXT = 'node_modules/next/dist/bin/next'
const KEY = 'known to the server of the application alone'

const project = project_from('demo/next')
/** @type {NodeJS.ProcessEnv} */
const env = { NEXT_TELEMETRY_DISABLED: '1', DRAWINGS_KEY: KEY }
mkdirSync(join(project, 'app/readme'))
const readme = readFileSync(in_root('README.md'), 'utf8')
writeFileSync(join(project, 'app/readme/page.tsx'), /```tsx\n(.*?)```/s.exec(readme)?.[1] ?? '')
execFileSync('npx', ['draftlens', 'copy-assets', 'public/draftlens'], { cwd: project, stdio: 'pipe' })

for (const { bundler, mode, is_usual } of WAYS) {
  const skip = is_usual || ALL ? false : 'npm run test:pack -- --all'
  test(`Next.js by ${bundler} in ${mode}: demo and readme read a drawing`, { skip }, async (t) => {
    if (mode === 'production') {
      execFileSync(process.execPath, [NEXT, 'build', `--${bundler}`], {
        cwd: project,
        env: { ...process.env, ...env },
        stdio: 'pipe',
      })
    }
    const args = mode === 'production' ? ['start'] : ['dev', `--${bundler}`]
    const store = mkdtempSync(join(tmpdir(), 'draftlens-drawings-'))
    const drawings = existsSync(server_program()) ? await start_server(store, KEY) : undefined
    const app = await start_serving(project, [NEXT, ...args, '--port', '0'], {
      ...env,
      ...(drawings && { DRAWINGS_SERVER: drawings.url }),
    })
    t.after(() => {
      app.stop()
      drawings?.stop()
    })

    const of_demo = await visit(app.url, async (page) => {
      await reads_chosen(page)
      if (!drawings) return t.diagnostic('no search: cargo build -p draftlens-server')
      await page.getByText('There is none like it yet.').waitFor({ timeout: PATIENCE_MS })
      await page.getByRole('button', { name: 'Add this drawing' }).click()
      await page.locator('.similar li', { hasText: 'odri_motor_shaft.png' }).waitFor()
      assert.equal(await page.locator('.similar .score').textContent(), '100 %')
    })
    const of_readme = await visit(`${app.url}readme`, reads_chosen)
    // While one develops, tools of the bundler talk there too.
    if (mode === 'production') assert.deepEqual([...of_demo, ...of_readme], [])
  })
}
