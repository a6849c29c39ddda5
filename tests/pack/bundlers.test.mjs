// @ts-check
// The tarball built by Vite and by webpack alone, and run under the strict policy.
import assert from 'node:assert/strict'
import { cpSync, mkdirSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { test } from 'node:test'
import { pathToFileURL } from 'node:url'
import { in_root } from '../../scripts/project.mjs'
import { serve } from '../../scripts/serve.mjs'
import { make_site, project_from } from './fresh-project.mjs'
import { reads_into_title, start_serving, visit } from './visit.mjs'

const ALL = process.env['DRAFTLENS_TEST_ALL'] === '1'
const skip = ALL ? false : 'npm run test:pack -- --all'

const project = project_from('tests/pack/bundlers')
make_site(project)
mkdirSync(join(project, 'public'))
cpSync(join(project, 'sheet.png'), join(project, 'public/sheet.png'))
cpSync(in_root('tests/pack/site/main.js'), join(project, 'main.js'))
const of_project = createRequire(join(project, 'package.json'))

/** @param {string} site */
async function reads_under_the_policy(site) {
  const server = await serve({ '/': site })
  try {
    assert.deepEqual(await visit(server.url, reads_into_title), [])
  } finally {
    await server.close()
  }
}

test('built by Vite, it reads a drawing', async () => {
  const { build } = await import(pathToFileURL(of_project.resolve('vite')).href)
  await build({ root: project, logLevel: 'error', build: { outDir: 'vite-dist', target: 'es2022' } })
  await reads_under_the_policy(join(project, 'vite-dist'))
})

test("on Vite's development server it reads a drawing", { skip }, async (t) => {
  const { url, stop } = await start_serving(project, ['node_modules/vite/bin/vite.js', '--host', '127.0.0.1'])
  t.after(stop)
  assert.deepEqual(await visit(url, reads_into_title), [])
})

test('built by webpack, it reads a drawing', { skip }, async () => {
  const site = join(project, 'webpack-dist')
  make_site(site)
  const webpack = of_project('webpack')
  const compiler = webpack({
    mode: 'production',
    context: project,
    entry: './main.js',
    output: { path: site, filename: 'main.js', publicPath: '/' },
  })
  /** @type {{hasErrors: () => boolean, toString: () => string}} */
  const stats = await new Promise((resolve, reject) =>
    compiler.run((/** @type {Error | null} */ error, /** @type {any} */ done) =>
      error ? reject(error) : resolve(done),
    ),
  )
  assert.ok(!stats.hasErrors(), String(stats))
  await reads_under_the_policy(site)
})
