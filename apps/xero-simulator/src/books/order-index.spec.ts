import fc from 'fast-check';
import { OrderIndex } from './order-index.js';

test('the order stays sorted by time and then id, whatever is moved, added or removed', () => {
  const step = fc.record({ row: fc.nat(60), moment: fc.nat(20), action: fc.constantFrom('move', 'remove', 'add') });
  fc.assert(fc.property(fc.array(fc.nat(20), { maxLength: 40 }), fc.array(step, { maxLength: 60 }), (first, steps) => {
    const updated = [...first];
    const tie = (row: number): number => (row * 31) % 101;
    const order = new OrderIndex(updated.length, (row) => updated[row], tie);
    const present = new Set(updated.keys());
    for (const { row, moment, action } of steps) {
      if (action === 'add') {
        present.add(updated.length);
        updated.push(moment);
        order.insert(updated.length - 1);
      } else if (present.has(row)) {
        order.remove(row);
        present.delete(row);
        if (action === 'move') {
          updated[row] = moment;
          order.insert(row);
          present.add(row);
        }
      }
    }
    const expected = [...present].sort((a, b) => updated[a] - updated[b] || tie(a) - tie(b));
    expect(Array.from({ length: order.count }, (_, place) => order.at(place))).toEqual(expected);
    expect(order.firstAfter(9)).toBe(expected.filter((row) => updated[row] <= 9).length);
  }));
});
