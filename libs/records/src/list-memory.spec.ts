import { ListMemory } from './list-memory.js';

const anchors = (length: number) => Array.from({ length }, (_, place) => ({ id: `${place}` }));

describe('the memory of lists', () => {
  it('makes room by forgetting what was not used for longest', () => {
    const memory = new ListMemory(30);
    memory.set('a', { total: 1 });
    memory.set('b', { total: 2 });
    memory.set('c', { total: 3 });
    expect(memory.get('a')).toEqual({ total: 1 });
    memory.set('d', { total: 4 });
    expect([memory.get('a')?.total, memory.get('b'), memory.get('c')?.total, memory.get('d')?.total]).toEqual([1, undefined, 3, 4]);
  });

  it('counts anchors, and what it forgot or replaced no longer', () => {
    const memory = new ListMemory(50);
    for (let round = 0; round < 100; round += 1) memory.set('a', { total: 1, anchors: anchors(20) });
    memory.set('b', { total: 2 });
    expect(memory.get('a')?.anchors).toHaveLength(20);
    memory.set('c', { total: 3, anchors: anchors(100) });
    expect([memory.get('a'), memory.get('b'), memory.get('c')]).toEqual([undefined, undefined, undefined]);
  });

  it('counts anchors with long texts by their length', () => {
    const memory = new ListMemory(100);
    memory.set('a', { total: 1, anchors: [{ id: '1', value: 'x'.repeat(4_000) }] });
    expect(memory.get('a')).toBeUndefined();
  });

  it('counts long conditions by their length', () => {
    const memory = new ListMemory(100);
    memory.set('a', { total: 1 });
    memory.set('x'.repeat(4_000), { total: 2 });
    expect([memory.get('a'), memory.get('x'.repeat(4_000))]).toEqual([undefined, undefined]);
  });
});
