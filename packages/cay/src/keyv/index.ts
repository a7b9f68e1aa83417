export { keyvStore, type KeyvStorage } from './keyv-store.ts'
