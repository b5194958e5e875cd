import type { Tone } from '../components/status-badge.js';

const words: Readonly<Record<string, string>> = {
  Initial: 'Not pulled yet',
  Queued: 'Waiting to start',
  Fetching: 'Reading',
  MapQueued: 'Reading',
  Mapping: 'Translating',
  ProcessingQueued: 'Storing',
  Processing: 'Storing',
  ValidationQueued: 'Checking',
  Validating: 'Checking',
  Complete: 'Complete',
  FetchError: 'Could not be read',
  MapError: 'Could not be translated',
  InternalError: 'Failed on our side',
  ProcessingError: 'Could not be stored',
  ValidationError: 'Did not pass the checks',
  AuthError: 'Needs to be linked again',
  Cancelled: 'Cancelled',
  NotSupported: 'Not supported',
  RateLimitError: 'Call limit reached',
  PermissionsError: 'No permission',
  PrerequisiteNotMet: 'Waits for other data',
};

const failed = /Error$|^PrerequisiteNotMet$/;

export const pullStatusWords = (status: string): string => words[status] ?? status;

export function pullStatusTone(status: string): Tone {
  if (status === 'Complete') return 'good';
  if (failed.test(status)) return 'bad';
  return ['Cancelled', 'NotSupported', 'Initial'].includes(status) ? 'quiet' : 'busy';
}

export const isEndStatus = (status: string): boolean => pullStatusTone(status) !== 'busy';
