export { Notifications } from './notifications.service.ts'
export { NotificationStore } from './notifications.store.ts'
