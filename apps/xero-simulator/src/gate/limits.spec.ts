import { Clock } from '../clock.js';
import { type Admitted, CallLimits, type Exceeded } from './limits.js';

const perDay = 5000;
const isExceeded = (entry: Admitted | Exceeded): entry is Exceeded => 'limit' in entry;

describe('call limits', () => {
  let clock: Clock;
  let limits: CallLimits;
  beforeEach(() => {
    clock = new Clock();
    limits = new CallLimits(clock, true);
  });

  const enter = (tenant = 'a', rapidSync = false, app = 'app', day = perDay) => limits.enter(app, tenant, day, rapidSync);
  const pass = (count: number, ...where: Parameters<typeof enter>) => {
    for (let done = 0; done < count; done += 1) (enter(...where) as Admitted).leave();
  };

  test('the fifth call at once passes and the sixth does not, without a time to wait', () => {
    const five = Array.from({ length: 5 }, () => enter());
    expect(five.some(isExceeded)).toBe(false);
    expect(enter()).toMatchObject({ limit: 'concurrent', retryAfterSeconds: null });
    expect(limits.peakInProgress).toBe(5);
    (five[0] as Admitted).leave();
    expect(isExceeded(enter())).toBe(false);
  });

  test('leaving twice frees one place', () => {
    const five = Array.from({ length: 5 }, () => enter() as Admitted);
    five[0].leave();
    five[0].leave();
    enter();
    expect(enter()).toMatchObject({ limit: 'concurrent' });
  });

  test('sixty calls fit into a minute that opens with the first', () => {
    pass(1);
    clock.advance(59);
    pass(59);
    const refused = enter() as Exceeded;
    expect(refused.limit).toBe('minute');
    expect(refused.retryAfterSeconds).toBe(1);
    clock.advance(1);
    expect(isExceeded(enter())).toBe(false);
  });

  test('a refused call uses nothing up', () => {
    pass(60);
    for (let tries = 0; tries < 10; tries += 1) enter();
    clock.advance(60);
    expect(enter()).toMatchObject({ remaining: { day: perDay - 61, minute: 59 } });
  });

  test('the day ends with its allowance and tells how long it lasts', () => {
    for (let minute = 0; minute < 17; minute += 1) {
      pass(minute < 16 ? 60 : 40, 'a', false, 'app', 1000);
      clock.advance(60);
    }
    expect(enter('a', false, 'app', 1000)).toMatchObject({ limit: 'day', retryAfterSeconds: 86_400 - 17 * 60 });
    clock.advance(86_400 - 17 * 60);
    expect(isExceeded(enter('a', false, 'app', 1000))).toBe(false);
  });

  test('one organisation does not use up another’s minute, nor one app another’s', () => {
    pass(60);
    expect(isExceeded(enter('b'))).toBe(false);
    expect(isExceeded(enter('a', false, 'other app'))).toBe(false);
    expect(enter()).toMatchObject({ limit: 'minute' });
  });

  test('an app has ten thousand a minute over all organisations', () => {
    for (let tenant = 0; tenant < 200; tenant += 1) pass(50, String(tenant));
    expect(enter('one more')).toMatchObject({ limit: 'appminute' });
    expect(limits.enterApp('app')).toMatchObject({ limit: 'appminute' });
    clock.advance(60);
    expect(limits.enterApp('app')).toEqual({ appMinute: 9999 });
  });

  test('Rapid Sync lifts minute and day, not the five at once', () => {
    pass(200, 'a', true);
    expect(enter('a', true)).toMatchObject({ remaining: { minute: 60, day: perDay } });
    for (let more = 0; more < 4; more += 1) enter('a', true);
    expect(enter('a', true)).toMatchObject({ limit: 'concurrent' });
  });

  test('nothing is refused when they are switched off', () => {
    limits.enforce(false);
    expect(Array.from({ length: 100 }, () => enter()).some(isExceeded)).toBe(false);
  });
});
