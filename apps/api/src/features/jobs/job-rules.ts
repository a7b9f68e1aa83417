import { AppError, validationFailed, type ErrorDetail } from '../../platform/errors.ts'
import type { JobContent } from './jobs.store.ts'

/**
 * What the fields of a job have to be together, whichever of them were given just now.
 * @throws {AppError} validation_failed
 */
export function assertJob({ location, is_remote, budget_min, budget_max }: JobContent): void {
  const problems: ErrorDetail[] = []
  if (location === null && !is_remote) {
    problems.push({ field: 'location', problem: 'is required of a job that is not remote' })
  }
  if (isAbove(budget_min, budget_max)) {
    problems.push({ field: 'budget_max', problem: 'must be at least budget_min' })
  }
  if (problems.length > 0) throw validationFailed(problems)
}

/** Whether there are two bounds, the wrong way round. */
export function isAbove(min: number | null, max: number | null): boolean {
  return min !== null && max !== null && min > max
}

export function jobNotFound(): AppError {
  return new AppError('not_found', 'job_not_found', 'There is no such job.')
}

/** 403 and not 404: everyone may see the job. */
export function notYourJob(): AppError {
  return new AppError('forbidden', 'not_your_job', 'This is for whoever posted the job.')
}
