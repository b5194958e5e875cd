import { companySearchQuery } from './company-search.js';

describe('searching companies', () => {
  test('looks a pasted id up instead of searching names for it', () => {
    const id = '0192b3c4-5d6e-7f80-9a1b-2c3d4e5f6071';
    expect(companySearchQuery(` ${id} `)).toBe(`id=${id}`);
  });

  test('searches names for anything else', () => {
    expect(companySearchQuery('Smith & Sons')).toBe('name~Smith & Sons');
  });

  test('never lets typed signs change the meaning of the query', () => {
    expect(companySearchQuery('a && name!=b || {c}')).toBe('name~a & name! b c');
  });

  test('asks for all companies when nothing searchable was typed', () => {
    expect(companySearchQuery('  {} ')).toBeUndefined();
  });
});
