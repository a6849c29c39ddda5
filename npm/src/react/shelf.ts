/** Values by two keys, made when first asked for. */
export class Shelf<Outer, Inner, Value> {
  readonly #rows = new Map<Outer, Map<Inner, Value>>()

  take(outer: Outer, inner: Inner, make: () => Value): Value {
    const row = this.#rows.get(outer) ?? new Map<Inner, Value>()
    this.#rows.set(outer, row)
    const known = row.get(inner)
    if (known !== undefined) return known
    const made = make()
    row.set(inner, made)
    return made
  }

  /** Unless another value has taken its place. */
  remove(outer: Outer, inner: Inner, value: Value): void {
    const row = this.#rows.get(outer)
    if (row?.get(inner) === value) row.delete(inner)
    if (row?.size === 0) this.#rows.delete(outer)
  }

  all(): Value[] {
    return [...this.#rows.values()].flatMap((row) => [...row.values()])
  }
}
