// @ts-check
// Runs one step after another: a line each, the full output in a log, and on failure what to do.
import { spawn } from 'node:child_process'
import { createWriteStream, mkdirSync, readFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { root, tool_environment, tools } from './project.mjs'

const SPINNER = '⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏'
const SPINNER_EVERY_MILLIS = 100
const SIGN_OF_LIFE_EVERY_MILLIS = 30_000
const TAIL_LINES = 30

/** A step that failed, with everything a person needs to go on. */
export class StepFailed extends Error {
  /** @param {string} message @param {{hint?: string | undefined}} [more] */
  constructor(message, { hint } = {}) {
    super(message)
    this.name = 'StepFailed'
    this.hint = hint
  }
}

/** Failures that a step has told already: the caller only has to end. */
const told = new WeakSet()

/**
 * The whole of a script: ends with exit code 1 when it fails, and tells what no step has told.
 * @param {() => Promise<void>} work
 */
export async function main(work) {
  try {
    await work()
  } catch (error) {
    if (!(error instanceof Error && told.has(error))) console.error(error)
    process.exitCode = 1
  }
}

/**
 * @typedef {object} Run
 * @property {(command: string, args: string[], options?: {cwd?: string, env?: Record<string, string>}) => Promise<void>} run
 *   runs a command; its output goes to the step's log
 * @property {(text: string) => void} log writes to the step's log
 * @property {(text: string) => void} progress shows where a long step is
 */

/**
 * Runs `work` as a step. What `work` returns is shown behind the step's name (a size, "nothing to do").
 * @param {string} name
 * @param {(tools: Run) => Promise<string | void> | string | void} work
 * @param {{hint?: string}} [options] hint: what to do when it fails
 */
export async function step(name, work, { hint } = {}) {
  const log_path = join(tools, 'log', `${name.replace(/[^\w.-]+/g, '-')}.log`)
  mkdirSync(join(tools, 'log'), { recursive: true })
  const log_file = createWriteStream(log_path)
  const line = live_line(name)
  /** @type {Run} */
  const given = {
    log: (text) => void log_file.write(`${text}\n`),
    progress: line.show,
    run: (command, args, options) => run_logged(command, args, options, log_file, line.show),
  }
  try {
    const note = await work(given)
    line.end('✓', note ?? '')
  } catch (error) {
    line.end('✗', '')
    await new Promise((done) => log_file.end(done))
    report_failure(error, log_path, hint)
    if (error instanceof Error) told.add(error)
    throw error
  }
  log_file.end()
}

/**
 * Rows of steps, each step after the one before it, the rows beside each other. All end before the first failure is thrown.
 * @param {(() => Promise<void>)[][]} rows
 */
export async function side_by_side(rows) {
  const outcomes = await Promise.allSettled(
    rows.map(async (row) => {
      for (const one of row) await one()
    }),
  )
  for (const outcome of outcomes) if (outcome.status === 'rejected') throw outcome.reason
}

/** @param {unknown} error @param {string} log_path @param {string | undefined} hint */
function report_failure(error, log_path, hint) {
  const log = readFileSync(log_path, 'utf8').trimEnd()
  const tail = log === '' ? [] : log.split('\n').slice(-TAIL_LINES)
  const is_expected = error instanceof StepFailed
  const message = is_expected ? error.message : error instanceof Error ? error.stack : String(error)
  console.error()
  for (const text of tail) console.error(`    │ ${text}`)
  console.error(`\n    ${message}`)
  const advice = (is_expected && error.hint) || hint
  if (advice) console.error(`    What to do: ${advice}`)
  if (tail.length > 0) console.error(`    Whole log:  ${relative(process.cwd(), log_path)}`)
  console.error()
}

/**
 * @param {string} command @param {string[]} args
 * @param {{cwd?: string, env?: Record<string, string>} | undefined} options
 * @param {import('node:fs').WriteStream} log_file @param {(text: string) => void} show
 * @returns {Promise<void>}
 */
function run_logged(command, args, options, log_file, show) {
  log_file.write(`$ ${[command, ...args].join(' ')}\n`)
  const [program, program_args] = command === 'npm' ? npm_that_runs_us(args) : [command, args]
  return new Promise((resolve, reject) => {
    const child = spawn(program, program_args, {
      cwd: options?.cwd ?? root,
      env: { ...tool_environment(), ...options?.env },
      stdio: ['ignore', 'pipe', 'pipe'],
      // The binaries in node_modules are batch files there, which only a shell starts.
      shell: process.platform === 'win32' && program !== process.execPath,
    })
    for (const stream of [child.stdout, child.stderr]) {
      let unfinished = ''
      stream.setEncoding('utf8')
      stream.on('data', (/** @type {string} */ text) => {
        log_file.write(text)
        unfinished += text
        const lines = unfinished.split(/[\r\n]+/)
        unfinished = lines.pop() ?? ''
        const last = lines.findLast((line) => line.trim() !== '')
        if (last) show(last.trim())
      })
    }
    child.on('error', (error) => reject(new StepFailed(`${command} could not be started: ${error.message}`)))
    child.on('close', (code, signal) => {
      if (code === 0) resolve()
      else reject(new StepFailed(`${command} ${args[0] ?? ''} ended with ${signal ?? `exit code ${code}`}.`))
    })
  })
}

/** @param {string[]} args @returns {[string, string[]]} */
function npm_that_runs_us(args) {
  const npm = process.env['npm_execpath']
  return npm?.endsWith('.js') ? [process.execPath, [npm, ...args]] : ['npm', args]
}

/** Steps under way that have a terminal's last row to share: the latest has it. @type {object[]} */
const under_way = []

/** One line that is alive on a terminal; elsewhere a sign of life now and then. @param {string} name */
function live_line(name) {
  const turn = {}
  under_way.push(turn)
  const started = Date.now()
  const is_live = process.stdout.isTTY === true
  const seconds = () => `${((Date.now() - started) / 1000).toFixed(1)} s`
  let latest = ''
  let frame = 0
  const draw = () => {
    if (under_way.at(-1) !== turn) return
    const text = `${SPINNER[frame++ % SPINNER.length]} ${name}  ${seconds()}  ${latest}`
    process.stdout.write(`\r\x1b[2K${text.slice(0, (process.stdout.columns ?? 80) - 1)}`)
  }
  const tell = () => console.log(`… ${name}  ${seconds()}  ${latest}`)
  const timer = setInterval(is_live ? draw : tell, is_live ? SPINNER_EVERY_MILLIS : SIGN_OF_LIFE_EVERY_MILLIS)
  return {
    /** @param {string} text */
    show: (text) => {
      // biome-ignore lint/suspicious/noControlCharactersInRegex: colours of the tools that we run
      latest = text.replace(/\x1b\[[\d;]*m/g, '').slice(0, 200)
    },
    /** @param {string} mark @param {string} note */
    end: (mark, note) => {
      clearInterval(timer)
      under_way.splice(under_way.indexOf(turn), 1)
      if (is_live) process.stdout.write('\r\x1b[2K')
      console.log(`${mark} ${name.padEnd(44)} ${seconds().padStart(8)}${note ? `  ${note}` : ''}`)
    },
  }
}
