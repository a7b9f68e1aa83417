import type { Variants } from './turns.ts'

// The program of a child: measures one variant of one benchmark and hands its figures to the parent, or prints them:
// `node --conditions=cay-source --expose-gc benchmarks/src/alone.ts local-hit 'Cay get'`, with --cpu-prof if need be.
const [benchmark = '', variant = '', given = ''] = process.argv.slice(2)
const { variants } = (await import(`./${benchmark}.ts`)) as { readonly variants: Variants }
const measure = variants[variant]
if (measure === undefined)
  throw new Error(`There is no ${variant}. Known: ${Object.keys(variants).join(', ')}`)
const sample = await measure(given)
if (process.send === undefined) {
  console.log(sample)
  // Some clients can't be closed, and would keep it alive.
  process.exit()
}
process.on('disconnect', () => process.exit())
process.send(sample)
