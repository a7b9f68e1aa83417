/**
 * A password, a token or a hash, wrapped so that it can't be stored or shown by accident: it fits no field type
 * (a record with one does not compile), and JSON, template strings and `console.log` print `[secret]`.
 */
export class Secret<T> {
  readonly #value: T

  constructor(value: T) {
    this.#value = value
  }

  /** The value itself, for the one place that needs it. */
  reveal(): T {
    return this.#value
  }

  toString(): string {
    return '[secret]'
  }

  toJSON(): string {
    return '[secret]'
  }

  [Symbol.for('nodejs.util.inspect.custom')](): string {
    return '[secret]'
  }
}
