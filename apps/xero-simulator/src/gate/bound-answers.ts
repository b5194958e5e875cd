import type { Clock } from '../clock.js';
import type { Organisation } from '../identity/model.js';
import type { AccountingAnswer, AccountingAnswers, AccountingCall } from './accounting-answers.js';

/** Binds the gate to the books. Only `/Organisation` until the books are there. */
export class BoundAnswers implements AccountingAnswers {
  constructor(private readonly clock: Clock) {}

  answer(organisation: Organisation, call: AccountingCall): AccountingAnswer {
    if (call.path.toLowerCase() !== 'organisation') return { status: 404, body: '', headers: { 'content-type': 'text/plain' } };
    const body = {
      Id: organisation.tenantId,
      Status: 'OK',
      ProviderName: 'Ledgerbridge',
      DateTimeUTC: `/Date(${this.clock.now()})/`,
      Organisations: [{ OrganisationID: organisation.tenantId, Name: organisation.name, BaseCurrency: 'GBP' }],
    };
    return { status: 200, body };
  }

  edit(): unknown {
    throw new Error('The books cannot be changed yet.');
  }

  truth(): unknown {
    return {};
  }

  forget(): void {}
}
