import type { Organisation } from '#connector-kit/connector';
import { chooseOrganisation } from './link-choice.js';

const organisation = (id: string, more: Partial<Organisation> = {}): Organisation => ({
  connectionId: `connection-${id}`, organisationId: id, name: id, hasBooks: true, consentId: 'now',
  createdAt: undefined, updatedAt: '2026-01-01T00:00:00Z', ...more,
});
const nobody = new Set<string>();

describe('the organisation of a consent', () => {
  const a = organisation('a');
  const b = organisation('b');
  const earlier = organisation('earlier', { consentId: 'before' });
  const practice = organisation('practice', { hasBooks: false });
  const choose = (listed: Organisation[], own: string | null = null, taken = nobody, consentId: string | undefined = 'now') =>
    chooseOrganisation({ listed, consentId }, own, taken);

  it('is the only one of this consent, whatever else the user has connected', () => {
    expect(choose([earlier, a, practice])).toEqual({ link: a });
  });

  it('is asked for when the consent covers several, and never the first', () => {
    expect(choose([a, earlier, b])).toEqual({ choose: [a, b] });
  });

  it('is the same as before for a connection that had one, also among several', () => {
    expect(choose([a, b], 'b')).toEqual({ link: b });
    expect(choose([a], 'b')).toEqual({ refuse: 'otherOrganisation' });
    expect(choose([a, earlier], 'earlier')).toEqual({ refuse: 'otherOrganisation' });
  });

  it('is found by being the only free one when the platform keeps the consent of an earlier connection', () => {
    expect(choose([earlier], 'earlier')).toEqual({ link: earlier });
    expect(choose([earlier, organisation('taken', { consentId: 'before' })], null, new Set(['taken']))).toEqual({ link: earlier });
    expect(choose([earlier], null, nobody, undefined)).toEqual({ link: earlier });
  });

  it('is asked for, newest first, when several could be meant and nothing tells which', () => {
    const newer = organisation('newer', { consentId: 'before', updatedAt: '2026-02-01T00:00:00Z' });
    expect(choose([earlier, newer])).toEqual({ choose: [newer, earlier] });
  });

  it('is refused when there is none with books, or none that is free', () => {
    expect(choose([])).toEqual({ refuse: 'noOrganisation' });
    expect(choose([practice])).toEqual({ refuse: 'noOrganisation' });
    expect(choose([earlier], null, new Set(['earlier']))).toEqual({ refuse: 'alreadyLinked' });
  });
});
