export {
  invalidationRules,
  type InvalidationRule,
  type InvalidationRulesOptions,
} from './invalidation-rules.ts'
export { type RouteParams } from './route-params.ts'
