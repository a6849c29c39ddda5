// @ts-check
// The engines of this machine's own processor, each in a process of one thread, taking turns.
import { existsSync } from 'node:fs'
import { in_root } from '../../../scripts/project.mjs'
import { python } from '../../../scripts/python.mjs'
import { run_of, take_turns } from '../runs.mjs'
import { told_if_wrong } from './answers.mjs'
import { answer_of, start } from './engine-process.mjs'
import { greatest_difference } from './engines/difference.mjs'
import { peers_program } from './peers.mjs'

const REFERENCE = 'onnxruntime'
const WARM_UPS = 2

/** @param {import('./models.mjs').NetModel[]} models @param {import('./chromium.mjs').Bounds} bounds */
export async function native_runs(models, { rounds, until }) {
  const runs = []
  const program = peers_program()
  for (const model of models) {
    console.error(`bench: ${model.name} natively`)
    const engines = start_engines(program)
    try {
      const ready = await load_all(engines, model)
      const turns = { rounds, warm_ups: WARM_UPS, until: until() }
      const times = await take_turns(ready, turns, (name) => engines[name]?.ask('run') ?? Promise.reject())
      const answers = await answers_of([...times.keys()], engines)
      for (const [name, millis] of times) {
        const difference = greatest_difference(answers[name], answers[REFERENCE])
        if (told_if_wrong(name, model.name, difference)) continue
        runs.push({ ...run_of('native', name, model.name, millis), greatest_difference: difference })
      }
    } finally {
      for (const engine of Object.values(engines)) engine.end()
    }
  }
  return runs
}

/** @typedef {import('./engine-process.mjs').Engine} Engine */

/** @param {string} program @returns {Record<string, Engine>} */
function start_engines(program) {
  /** @type {Record<string, Engine>} */
  const engines = {}
  for (const name of ['draftlens', 'rten', 'tract']) engines[name] = start(program, [name])
  if (existsSync(python))
    engines[REFERENCE] = start(python, [in_root('tests/bench/nets/onnxruntime-peer.py')])
  else
    console.error(
      "bench: no native onnxruntime is measured: npm test -- --only 'Python of the training and the tests'",
    )
  return engines
}

/** Those that can run the model. @param {Record<string, Engine>} engines @param {import('./models.mjs').NetModel} model */
async function load_all(engines, { name: model, file, shape }) {
  const ready = []
  for (const [name, engine] of Object.entries(engines)) {
    try {
      await engine.ask(`load ${file} ${shape}`)
      ready.push(name)
    } catch (error) {
      console.error(`bench: ${name} cannot load ${model}: ${/** @type {Error} */ (error).message}`)
    }
  }
  return ready
}

/** @param {string[]} names @param {Record<string, Engine>} engines */
async function answers_of(names, engines) {
  /** @type {Record<string, Float32Array>} */
  const answers = {}
  for (const name of names) {
    const engine = engines[name]
    if (engine) answers[name] = await answer_of(engine)
  }
  return answers
}
