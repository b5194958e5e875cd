import { NotFoundException } from '@nestjs/common';
import { conflict, invalid, tooMany, unavailable } from '#platform/errors';
import { z } from 'zod';
import { toErrorAnswer } from './envelope.js';

const id = '0123456789abcdef0123456789abcdef';
const answer = (error: unknown) => toErrorAnswer(error, id);

describe('the error envelope', () => {
  it('has every field that the SDKs parse, with canBeRetried as text', () => {
    expect(answer(conflict('Taken.', 'taken')).envelope).toEqual({
      statusCode: 409, service: 'PublicApi', error: 'Taken.', correlationId: id, validation: null, canBeRetried: 'False', detailedErrorCode: 0, code: 'taken',
    });
  });

  it('names the fields that were not accepted', () => {
    const { validation } = answer(invalid('No.', [{ field: 'clientId', message: 'Enter it.' }])).envelope;
    expect(validation).toEqual({ errors: [{ itemId: 'clientId', message: 'Enter it.', validatorName: 'Invalid' }], warnings: [] });
  });

  it('reads a schema\'s faults with their paths, unknown keys among them', () => {
    const schema = z.strictObject({ list: z.array(z.object({ name: z.string() })) });
    const { error } = schema.safeParse({ list: [{}], more: 1 });
    const { envelope } = answer(error);
    expect(envelope.statusCode).toBe(400);
    expect(envelope.validation?.errors.map(({ itemId }) => itemId).sort()).toEqual(['list.0.name', 'more']);
  });

  it('says when to come back', () => {
    expect(answer(tooMany('Slow.', 7))).toMatchObject({ retryAfterSeconds: 7, envelope: { statusCode: 429, canBeRetried: 'True' } });
    expect(answer(unavailable('Away.'))).toMatchObject({ retryAfterSeconds: 5, envelope: { statusCode: 503, canBeRetried: 'True' } });
  });

  it('puts our words in place of the HTTP layer\'s', () => {
    expect(answer(new NotFoundException('Cannot GET /secret?token=1')).envelope).toMatchObject({ statusCode: 404, error: 'NotFound' });
    const tooLarge = Object.assign(new Error('FST_ERR_CTP_BODY_TOO_LARGE'), { statusCode: 413 });
    expect(answer(tooLarge).envelope).toMatchObject({ statusCode: 413, error: 'The request is too large.' });
  });

  it('keeps the text of an error that nobody foresaw to itself', () => {
    for (const error of [new Error('password=hunter2'), 'password=hunter2', null, { password: 'hunter2' }]) {
      const given = answer(error);
      expect(given).toMatchObject({ unforeseen: true, envelope: { statusCode: 500, canBeRetried: 'Unknown' } });
      expect(JSON.stringify(given)).not.toContain('hunter2');
    }
  });

  it('refuses what takes too long, for it will again', () => {
    expect(answer(Object.assign(new Error('x'), { code: '57014' })).envelope).toMatchObject({ statusCode: 400, canBeRetried: 'False' });
  });

  it.each(['57P01', '08006', '53300', 'ECONNREFUSED', '40P01', '40001'])('answers 503 while the database is away or busy (%s)', (code) => {
    expect(answer(Object.assign(new Error('x'), { code })).envelope.statusCode).toBe(503);
  });

  it.each(['23505', '42P01', '22P02'])('does not take another fault of the database for its absence (%s)', (code) => {
    expect(answer(Object.assign(new Error('x'), { code })).envelope.statusCode).toBe(500);
  });
});
