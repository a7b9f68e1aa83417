import { filled, type Draw } from './demo-draw.ts'
import { places, type Place } from './demo-places.ts'
import { boats, companies, firstNames, lastNames, trades, type Trade } from './demo-words.ts'

/** Who says something, and where. */
export interface Speaker {
  readonly place: Place
  readonly trade: Trade
}

type Value = (speaker: Speaker, draw: Draw) => string

const days = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'] as const
const few = ['three', 'four', 'five', 'six'] as const

/** What may stand in braces. */
const values: Readonly<Record<string, Value>> = {
  town: ({ place }) => place.town,
  island: ({ place }) => place.island,
  spot: ({ place }, draw) => draw.pick(place.spots),
  otherTown: ({ place }, draw) => draw.pick(places.filter(({ town }) => town !== place.town)).town,
  otherIsland: ({ place }, draw) => draw.pick(places.filter(({ island }) => island !== place.island)).island,
  trade: ({ trade }) => trade.occupation.toLowerCase(),
  Trade: ({ trade }) => trade.occupation,
  does: ({ trade }) => trade.does,
  otherTrade: ({ trade }, draw) =>
    draw.pick(trades.filter((other) => other !== trade)).occupation.toLowerCase(),
  name: (_, draw) => draw.pick(firstNames),
  lastName: (_, draw) => draw.pick(lastNames),
  company: (_, draw) => draw.pick(companies),
  boat: (_, draw) => draw.pick(boats),
  day: (_, draw) => draw.pick(days),
  workday: (_, draw) => draw.pick(days.slice(0, 5)),
  few: (_, draw) => draw.pick(few),
  years: (_, draw) => String(draw.between(4, 26)),
  price: (_, draw) => String(draw.between(4, 38) * 5),
  bigPrice: (_, draw) => (draw.between(8, 78) * 50).toLocaleString('en-US'),
}

/** Puts what belongs to a speaker where a text has names in braces. Within a text a name stands for one thing. */
export class Phrases {
  readonly #speaker: Speaker
  readonly #draw: Draw

  constructor(speaker: Speaker, draw: Draw) {
    this.#speaker = speaker
    this.#draw = draw
  }

  /** @param given names that are known here, before those that are known everywhere */
  fill(text: string, given: Readonly<Record<string, string>> = {}): string {
    const said = new Map(Object.entries(given))
    return filled(text, (name) => {
      const value = said.get(name) ?? this.#value(name)
      said.set(name, value)
      return value
    })
  }

  #value(name: string): string {
    const value = values[name]
    if (value === undefined) throw new RangeError(`Nothing is called {${name}}.`)
    return value(this.#speaker, this.#draw)
  }
}
