// @ts-check
// npm test: set-up, build, then every check; the last line counts them.
import { parseArgs } from 'node:util'
import { build } from './build.mjs'
import { set_up } from './set-up.mjs'
import { main, side_by_side, step } from './steps.mjs'
import { CHECKS } from './test-steps.mjs'

const USAGE = `npm test [-- --only NAME] [--group check|rust|browser|training] [--all] [--list]

--all: also what takes minutes and says the same of another tool: all modes of all bundlers`

await main(async () => {
  const { values } = parseArgs({
    options: {
      only: { type: 'string', multiple: true },
      group: { type: 'string' },
      all: { type: 'boolean' },
      list: { type: 'boolean' },
      help: { type: 'boolean' },
    },
  })
  if (values.help) {
    console.log(USAGE)
    return
  }
  const chosen = CHECKS.filter(
    ({ name, group }) =>
      (values.only === undefined || values.only.some((part) => name.includes(part))) &&
      (values.group === undefined || values.group === group),
  )
  if (values.list || chosen.length === 0) {
    for (const { name, group } of CHECKS) console.log(`${group.padEnd(8)} ${name}`)
    if (!values.list) throw new Error('No check has that name; these are all.')
    return
  }
  // Read by the tests themselves, which are processes of their own.
  if (values.all) process.env['DRAFTLENS_TEST_ALL'] = '1'
  await set_up()
  if (chosen.some(({ needs_build }) => needs_build)) await build()
  const failed = await run_all(chosen)
  for (const name of failed) console.log(`failed: ${name}   (again: npm test -- --only '${name}')`)
  console.log(`${chosen.length - failed.length} passed, ${failed.length} failed`)
  if (failed.length > 0) process.exitCode = 1
})

/**
 * Rust's row is compiling most of the time, training's is installing and one thread of Python: beside each other they are done
 * two minutes sooner. What drives a browser has the machine to itself.
 * @param {import('./test-steps.mjs').Check[]} checks @returns {Promise<string[]>} the names of those that failed
 */
async function run_all(checks) {
  /** @type {Set<string>} */
  const failed = new Set()
  const row = (/** @type {import('./test-steps.mjs').Check['group']} */ wanted) =>
    checks
      .filter(({ group }) => group === wanted)
      .map(({ name, hint, work }) => async () => {
        try {
          await step(name, work, { hint })
        } catch {
          // The step has told why; the others still run.
          failed.add(name)
        }
      })
  await side_by_side([row('check')])
  await side_by_side([row('rust'), row('training')])
  await side_by_side([row('browser')])
  return checks.map(({ name }) => name).filter((name) => failed.has(name))
}
