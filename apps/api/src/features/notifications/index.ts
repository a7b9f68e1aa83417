export { notificationFamilies, notificationsTable } from './notifications.cache.ts'
export { notificationsRoutes } from './notifications.routes.ts'
export { Notifications } from './notifications.service.ts'
export { NotificationStore } from './notifications.store.ts'
