import { readFile, writeFile } from 'node:fs/promises'

/** Puts a text between `<!-- name -->` and `<!-- end of name -->` in a page, instead of what was there. */
export async function writeBlock(file: string, name: string, text: string): Promise<void> {
  const page = await readFile(file, 'utf8')
  const block = new RegExp(`(<!-- ${name} -->\\n)[\\s\\S]*(<!-- end of ${name} -->)`)
  if (!block.test(page)) throw new Error(`${file} has no place for the ${name}.`)
  await writeFile(
    file,
    page.replace(block, (_, begin: string, end: string) => `${begin}${text}\n${end}`),
  )
}
