import { parseNativePath, valueAtPath } from './native-path.js';

const native = { Code: '200', Contact: { Name: 'Ann', 'Tax Number': 7 }, LineItems: [{ ItemCode: 'A' }, {}], Empty: null };
const read = (path: string) => valueAtPath(native, parseNativePath(path)!);

describe('paths into a native record', () => {
  it.each([
    ['Code', '200'], ['$.Code', '200'], ['$[*].Code', '200'], ['Contact.Name', 'Ann'], ["$.Contact['Tax Number']", 7], ['$["Code"]', '200'],
    ['LineItems[1]', {}], ['LineItems[0].ItemCode', 'A'], ['LineItems[*].ItemCode', ['A', null]], ['$.LineItems[*]', [{ ItemCode: 'A' }, {}]],
    ['Contact', native.Contact], ['Tax Number', null],
  ])('%s leads to its value', (path, value) => {
    expect(read(path)).toEqual(value);
  });

  it.each(['Nothing', 'Empty', 'Code.length', 'Code[0]', 'constructor', '__proto__.x', 'LineItems.length', 'Empty.x', 'LineItems[9]'])('%s leads to null', (path) => {
    expect(read(path)).toBeNull();
  });

  it.each(['', ' ', '$', '$.', 'a..b', 'a[', 'a[-1]', 'a[b]', '.', '$..a', 'a[?(@.b)]', '[*'])('%j is none', (path) => {
    expect(parseNativePath(path)).toBeNull();
  });
});
