import { writeFile } from 'node:fs/promises'
import { generateTypes, typesFile } from './typed-client.ts'

await writeFile(typesFile, await generateTypes())
