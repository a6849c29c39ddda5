import { Assets } from './assets.js'
import { createEngine, type Engine, type EngineOptions, type ModelSource } from './engine/engine.js'
import type { Device } from './engine/facts.js'
import type { Net } from './engine/net.js'
import { disposed } from './errors.js'
import type { FolderModel, ModelFolder } from './model-folder.js'
import { type ModelName, modelFacts } from './models.js'

/** What pages are read with: two nets, and their manifests where they are not the package's. */
export interface ReadingNets {
  detector: Net
  reader: Net
  manifests?: { detector: unknown; reader: unknown }
}

interface PageNetsOptions extends EngineOptions {
  device: Device
  models?: ModelFolder
}

/** The engine of an analyzer and its nets, each loaded when it is first asked for. */
export class PageNets {
  readonly #options: EngineOptions
  readonly #device: Device
  readonly #models: ModelFolder | undefined
  readonly #assets: Assets
  #engine: Promise<Engine> | undefined
  readonly #nets = new Map<ModelName, Promise<Net>>()
  #reading: Promise<ReadingNets> | undefined
  #isDisposed = false

  constructor({ device, models, ...options }: PageNetsOptions) {
    this.#models = models
    this.#options = options
    this.#device = device
    this.#assets = new Assets(options.assetBase, options.worker)
  }

  get isDisposed(): boolean {
    return this.#isDisposed
  }

  /** A failure is forgotten, so that the next page tries again. */
  async engine(): Promise<Engine> {
    if (this.#isDisposed) throw disposed('analyzer')
    this.#engine ??= createEngine(this.#options).catch((error) => {
      this.#engine = undefined
      throw error
    })
    const engine = await this.#engine
    if (!this.#isDisposed) return engine
    engine.dispose()
    throw disposed('analyzer')
  }

  /** A failure is forgotten here too. */
  net(name: ModelName): Promise<Net> {
    const known = this.#nets.get(name)
    if (known) return known
    const net = this.#load(name)
    this.#nets.set(name, net)
    net.catch(() => this.#nets.delete(name))
    return net
  }

  /** A failure is forgotten here too. */
  reading(): Promise<ReadingNets> {
    this.#reading ??= this.#loadReading().catch((error) => {
      this.#reading = undefined
      throw error
    })
    return this.#reading
  }

  async #loadReading(): Promise<ReadingNets> {
    const folder = this.#models
    if (folder === undefined) {
      const [detector, reader] = await Promise.all([this.net('detector'), this.net('reader')])
      return { detector, reader }
    }
    // Few pages need it.
    const { modelIn } = await import('./model-folder.js')
    const models = await Promise.all([modelIn(folder, 'detector'), modelIn(folder, 'reader')])
    const engine = await this.engine()
    const load = ({ bytes, sha256 }: FolderModel) => engine.load({ bytes, sha256 }, { device: this.#device })
    const [detector, reader] = await Promise.all([load(models[0]), load(models[1])])
    return { detector, reader, manifests: { detector: models[0].manifest, reader: models[1].manifest } }
  }

  /** The net comes while the engine is compiled and started. */
  async #load(name: ModelName): Promise<Net> {
    const source = sourceOf(this.#assets, name)
    source.catch(() => {})
    const engine = await this.engine()
    return engine.load(await source, { device: this.#device })
  }

  dispose(): void {
    this.#isDisposed = true
    void this.#engine?.then(
      (engine) => engine.dispose(),
      () => {},
    )
  }
}

async function sourceOf(assets: Assets, name: ModelName): Promise<ModelSource> {
  return { bytes: await assets.model(name), sha256: modelFacts(name).sha256 }
}
