// @ts-check
// npm run test:browsers: what users do, in Firefox and WebKitGTK. Apart from npm test, which would download 140 MB for it.
import { build } from './build.mjs'
import { set_up } from './set-up.mjs'
import { main, step } from './steps.mjs'

await main(async () => {
  await set_up()
  await build()
  const args = ['--test', '--test-reporter=spec', 'tests/browsers/other-browsers.test.mjs']
  await step('Firefox and WebKitGTK', ({ run }) => run(process.execPath, args), {
    hint: 'node --test tests/browsers/; pictures lie in tests/out/browsers',
  })
})
