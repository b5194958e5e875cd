import Sequencer from '@jest/test-sequencer';

/** A fresh clone does not know how long a suite took: what waits for leases and processes begins first, and the rest runs beside it. */
export default class LongFirst extends Sequencer {
  sort(tests) {
    const place = ({ path }) => (path.includes('/test/fault/') ? 0 : path.includes('/test/') ? 1 : 2);
    return super.sort(tests).sort((one, other) => place(one) - place(other));
  }
}
