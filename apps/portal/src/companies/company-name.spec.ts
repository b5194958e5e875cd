import { cleanName } from './company-name.js';

describe('the name of a company', () => {
  it('is stripped of forbidden characters without a word', () => {
    expect(cleanName('Company (Codat[1])')).toBe('Company Codat1');
    expect(cleanName('<b>Toft\'s</b> "Hüte" & Söhne; 100%')).toBe("bToft'sb Hüte & Söhne 100");
  });

  it('keeps every mark that is allowed and letters of every script', () => {
    for (const name of ["A-b 'c' & d @ e. f, g? h!", '株式会社サンプル', 'Ελλάδα 2', 'नमस्ते']) expect(cleanName(name)).toBe(name);
  });

  it('has no line breaks and no spaces at its ends', () => {
    expect(cleanName('  a\n\tb ')).toBe('a  b');
    expect(cleanName('=*"<>')).toBe('');
  });
});
