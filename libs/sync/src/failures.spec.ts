import { ConnectorError, type ConnectorErrorKind, type ConnectorErrorReason } from '#connector-kit/errors';
import { nextStep } from './failures.js';
import { PagingFault } from './paging.js';

const error = (kind: ConnectorErrorKind, reason: ConnectorErrorReason, retryAfterSeconds?: number) => new ConnectorError(kind, reason, { retryAfterSeconds });
const middle = () => 0.5;

describe('nextStep', () => {
  it('waits for a limit as long as the platform says, and never gives up for it', () => {
    expect(nextStep(error('throttled', 'dayLimit', 40_000), 11)).toMatchObject({ kind: 'pause', seconds: 40_000, failures: 11 });
    expect(nextStep(error('throttled', 'otherLimit'), 99)).toMatchObject({ kind: 'pause', seconds: 60 });
  });

  it('says when it is the day\'s limit, which takes hours', () => {
    expect(nextStep(error('throttled', 'dayLimit', 40_000), 0)).toMatchObject({ why: expect.stringContaining('in a day') });
    expect(nextStep(error('throttled', 'minuteLimit', 40), 0)).toMatchObject({ why: expect.not.stringContaining('day') });
  });

  it('waits ever longer for a platform that is away, and gives up in the end', () => {
    const waits = [0, 1, 2, 9, 11].map((failures) => nextStep(error('unavailable', 'timeout'), failures, middle));
    expect(waits.map((step) => step.kind === 'pause' && step.seconds)).toEqual([1.5, 3, 6, 675, 675]);
    expect(nextStep(error('unavailable', 'timeout'), 12)).toMatchObject({ kind: 'fail', status: 'FetchError', whole: false });
  });

  it('does not come back before the platform wants it', () => {
    expect(nextStep(error('unavailable', 'organisationOffline', 300), 0)).toMatchObject({ seconds: 300 });
  });

  it('ends all readings of a connection whose access is gone', () => {
    expect(nextStep(error('reconnect', 'grantDead'), 0)).toMatchObject({ kind: 'fail', status: 'AuthError', whole: true });
    expect(nextStep(error('rejected', 'badCredentials'), 0)).toMatchObject({ kind: 'fail', status: 'AuthError', whole: true });
  });

  it.each(['missingScope', 'missingRole'] as const)('ends only the one data type for %s', (reason) => {
    expect(nextStep(error('rejected', reason), 0)).toMatchObject({ kind: 'fail', status: 'PermissionsError', whole: false });
  });

  it('does not try again what can never succeed', () => {
    expect(nextStep(error('rejected', 'invalidRequest'), 0)).toMatchObject({ kind: 'fail', status: 'FetchError' });
    expect(nextStep(new PagingFault('endless'), 0)).toMatchObject({ kind: 'fail', status: 'FetchError', message: 'endless' });
  });

  it('tries a fault of our own a few times and then says so without details', () => {
    expect(nextStep(new TypeError('secret'), 0)).toMatchObject({ kind: 'pause', failures: 1 });
    expect(nextStep(new TypeError('secret'), 5)).toMatchObject({ kind: 'fail', status: 'InternalError', message: expect.not.stringContaining('secret') });
  });
});
