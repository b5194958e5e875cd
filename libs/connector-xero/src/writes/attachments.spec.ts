import type { CallRequest } from '#connector-kit/call';
import { type PushRequest, WriteRefused } from '#connector-kit/writes';
import { contextOf, platform, writeOf } from './testing.js';

const id = '00001001-5c1b-4d2e-9f00-6a7b8c9d0e1f';
const path = `/api.xro/2.0/Invoices/${id}/Attachments`;
const write = writeOf({ dataType: 'bills', kind: 'UploadAttachment' });
const bill = contextOf({ InvoiceID: id, Type: 'ACCPAY' });
const pushed = (name: string, contentType = 'application/pdf', bytes = Buffer.from('%PDF')): PushRequest => ({ document: null, recordId: id, file: { name, contentType, bytes } });

test('a file is sent as it is, under its type', async () => {
  const push = pushed('scan.pdf');
  expect(await write.prepare(platform(undefined), push, bill)).toEqual({
    method: 'PUT', path: `${path}/scan.pdf`, headers: { accept: 'application/json', 'content-type': 'application/pdf' }, body: push.file?.bytes,
  });
});

test.each([
  ['../../etc/passwd', '_.._etc_passwd'],
  ['Rechnung März [1].pdf', 'Rechnung%20M%C3%A4rz%20_1_.pdf'],
  ['a<b>:"c"|d?*.png', 'a_b___c__d__.png'],
  ['x\r\nHost: y.txt', 'x__Host_%20y.txt'],
  ['. .', 'attachment'],
  [`${'ä'.repeat(300)}.jpeg`, `${'%C3%A4'.repeat(95)}.jpeg`],
])('%j is sent under a name that Xero takes', async (name, expected) => {
  const request: CallRequest = await write.prepare(platform(undefined), pushed(name), bill);
  expect(request.path).toBe(`${path}/${expected}`);
});

test('a type that is none is that of any bytes', async () => {
  expect((await write.prepare(platform(undefined), pushed('a', 'text/html\r\nx: y'), bill)).headers).toMatchObject({ 'content-type': 'application/octet-stream' });
});

test.each([
  ['an empty file', pushed('a', 'text/plain', Buffer.alloc(0)), bill],
  ['no file', { ...pushed('a'), file: null }, bill],
  ['an invoice by the address of a bill', pushed('a'), contextOf({ InvoiceID: id, Type: 'ACCREC' })],
])('%s is refused', async (_what, push, context) => {
  await expect(write.prepare(platform(undefined), push, context)).rejects.toThrow(WriteRefused);
});

test('what was uploaded is told with its id', () => {
  const answer = { status: 200, headers: {}, bytes: 1, body: { Attachments: [{ AttachmentID: 'f', FileName: 'scan.pdf' }] } };
  expect(write.written(answer, pushed('scan.pdf'))).toEqual({ changes: [{ type: 'AttachmentUploaded', recordRef: { id, dataType: 'bills' }, attachmentId: 'f' }], natives: [], stale: [] });
});

test('a file of the same name and size is the one', async () => {
  const file = { AttachmentID: 'f', FileName: 'scan.pdf', ContentLength: 4 };
  const find = (Attachments: object[], claimed: string[] = []) => write.find(
    async () => ({ status: 200, headers: {}, bytes: 1, body: { Attachments } }),
    pushed('scan.pdf'),
    { request: { method: 'PUT', path }, since: '2026-11-22T10:00:00Z', claimed: new Set(claimed) },
  );
  expect((await find([{ ...file, ContentLength: 5 }, { ...file, FileName: 'b.pdf' }, file]))?.changes[0]).toMatchObject({ attachmentId: 'f' });
  expect(await find([{ ...file, ContentLength: 5 }])).toBeNull();
  expect(await find([file], ['f'])).toBeNull();
});
