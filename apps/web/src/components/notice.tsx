import { notifications } from '@mantine/notifications';
import { IconAlertTriangle, IconCheck } from '@tabler/icons-react';

export function noticeDone(title: string, message: string): void {
  notifications.show({ title, message, color: 'green', icon: <IconCheck size={18} aria-hidden />, autoClose: 5000 });
}

/** Stays until it is dismissed: a failure must not vanish while somebody looks elsewhere. */
export function noticeFailed(title: string, error: unknown): void {
  const message = error instanceof Error ? error.message : 'Something went wrong.';
  notifications.show({ title, message, color: 'red', icon: <IconAlertTriangle size={18} aria-hidden />, autoClose: false });
}
