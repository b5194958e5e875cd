import type { PaymentTarget } from './changes.js';

const named: Record<PaymentTarget, [sales: string, purchases: string]> = {
  invoice: ['ACCRECPAYMENT', 'ACCPAYPAYMENT'],
  creditNote: ['ARCREDITPAYMENT', 'APCREDITPAYMENT'],
  prepayment: ['ARPREPAYMENTPAYMENT', 'APPREPAYMENTPAYMENT'],
  overpayment: ['AROVERPAYMENTPAYMENT', 'APOVERPAYMENTPAYMENT'],
};

/** Xero's name of a payment by what it pays or gives back. */
export function paymentType({ target, sales }: { target: PaymentTarget; sales: boolean }): string {
  return named[target][sales ? 0 : 1];
}
