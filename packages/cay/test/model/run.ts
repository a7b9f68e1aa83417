import { longCases, removals, shortCases } from './configurations.ts'
import { reportCase, reportRemoval, type Report } from './report.ts'

let wrong = 0
const print = ({ text, isRight }: Report): void => {
  if (!isRight) wrong++
  process.stdout.write(`${text}\n`)
}

process.stdout.write('The protocol, in every state that can be reached:\n')
for (const one of [...shortCases, ...longCases]) print(reportCase(one))
process.stdout.write('\nWithout one safeguard, the shortest way to break a promise:\n\n')
for (const one of removals) print(reportRemoval(one))
process.stdout.write(
  wrong === 0
    ? `The protocol keeps its promises, and not without any of ${removals.length} safeguards.\n`
    : `WRONG: ${wrong} of the above.\n`,
)
process.exitCode = wrong === 0 ? 0 : 1
