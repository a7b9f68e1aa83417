import type { Transaction } from '../../platform/database.ts'

/** What happened, to whom, and what it was about. */
export interface NewNotification {
  readonly user_id: number
  readonly kind: 'follow' | 'application' | 'like' | 'comment' | 'message'
  readonly actor_id: number
  readonly job_id?: number
  readonly post_id?: number
  readonly conversation_id?: number
}

/** The SQL of notifications. */
export class NotificationStore {
  async insert(tx: Transaction, what: NewNotification, now: Date): Promise<void> {
    const { user_id, kind, actor_id, job_id = null, post_id = null, conversation_id = null } = what
    await tx.query(
      `insert into notifications (user_id, kind, actor_id, job_id, post_id, conversation_id, created_at)
       values ($1, $2, $3, $4, $5, $6, $7)`,
      [user_id, kind, actor_id, job_id, post_id, conversation_id, now],
    )
  }
}
