import { readXeroDate } from './xero-date.js';

test.each([
  ['/Date(1488338552390+0000)/', 1488338552390],
  ['/Date(1776682520583)/', 1776682520583],
  ['/Date(1539993600000+1300)/', 1539993600000],
  ['/Date(0+0000)/', 0],
  ['/Date(-1)/', -1],
  [JSON.parse('"\\/Date(1776682520583)\\/"') as string, 1776682520583],
  ['2026-04-20T11:47:10.3365440', Date.UTC(2026, 3, 20, 11, 47, 10)],
  ['2026-04-20T11:47:10Z', Date.UTC(2026, 3, 20, 11, 47, 10)],
  ['2018-10-20T00:00:00', Date.UTC(2018, 9, 20)],
  ['2018-10-20', Date.UTC(2018, 9, 20)],
])('%s is read', (text, milliseconds) => {
  expect(readXeroDate(text)).toBe(milliseconds);
});

test.each(['', 'Date(1)', '/Date(x)/', '/Date(1.5)/', '/Date(1)', '/Date(99999999999999999)/', '/Date(-62135596800001)/', 'yesterday'])('%p is not', (text) => {
  expect(readXeroDate(text)).toBeUndefined();
});
