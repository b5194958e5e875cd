import { fileOfForm } from './uploaded-file.js';

const type = 'multipart/form-data; boundary=XX';
const form = (...parts: string[]) => Buffer.from(`${parts.map((part) => `--XX\r\n${part}\r\n`).join('')}--XX--\r\n`, 'latin1');
const field = (disposition: string, value: string, further = '') => `Content-Disposition: form-data; ${disposition}\r\n${further}\r\n${value}`;

describe('the file of a form', () => {
  it('is the first one, under any name, byte for byte', () => {
    const bytes = String.fromCharCode(0, 13, 10, 45, 45, 255);
    const body = form(field('name="note"', 'x'), field('name="fileName"; filename="a b.pdf"', bytes, 'Content-Type: application/pdf\r\n'), field('name="file"; filename="2.pdf"', 'y'));
    expect(fileOfForm(body, type)).toMatchObject({ name: 'a b.pdf', contentType: 'application/pdf', bytes: Buffer.from(bytes, 'latin1') });
  });

  it('has the type of its name when it says none, and a name in any alphabet', () => {
    expect(fileOfForm(form(field(`name=file; filename="x"; filename*=UTF-8''M%C3%A4rz.PNG`, 'y')), 'multipart/form-data; boundary="XX"')).toMatchObject({ name: 'März.PNG', contentType: 'image/png' });
    expect(fileOfForm(form(field('name="file"; filename="x.exe"', 'y')), type)).toMatchObject({ contentType: 'application/octet-stream' });
  });

  it('is read from the decimals that @codat/accounting 0.37 sends in its place', () => {
    expect(fileOfForm(form(field('name=""', '1,2,250'), field('name="requestBody"', 'a.pdf')), type)).toMatchObject({ name: 'a.pdf', contentType: 'application/pdf', bytes: Buffer.from([1, 2, 250]) });
    expect(fileOfForm(form(field('name=""', '1,2,256'), field('name="requestBody"', 'a.pdf')), type)).toBeUndefined();
  });

  it('is not there in what is no form', () => {
    for (const body of ['', '--XX', '--XX--', '--XX\r\n\r\n--XX', 'filename="x"', '--XX\r\nContent-Disposition: form-data; name="a"\r\n\r\nb']) expect(fileOfForm(Buffer.from(body), type)).toBeUndefined();
    expect(fileOfForm(form(field('name="file"; filename="x"', 'y')), 'multipart/form-data')).toBeUndefined();
  });

  it('is told from another by its content', () => {
    const hashed = (value: string) => JSON.stringify(fileOfForm(form(field('name="file"; filename="x"', value)), type));
    expect(hashed('a')).toBe(hashed('a'));
    expect(hashed('a')).not.toBe(hashed('b'));
  });
});
