import { FilePlaces } from './file-places.js';

it('sixteen files of an operator are under way at once, and others have places of their own', () => {
  const places = new FilePlaces();
  const leave = Array.from({ length: 16 }, () => places.take('one'));
  expect(() => places.take('one')).toThrow('16 files are being downloaded already');
  expect(() => places.take('other')).not.toThrow();
  leave[0]();
  expect(() => places.take('one')).not.toThrow();
  expect(() => places.take('one')).toThrow();
});
