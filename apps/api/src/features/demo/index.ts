export { adminAccount, demoAccount } from './demo-people.ts'
export { seedDemo } from './demo.service.ts'
