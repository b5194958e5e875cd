import { Injectable } from '@nestjs/common';
import { Vault } from '#vault/vault';

export const tokenSeconds = 86_400;
const purpose = 'company-token/v1';

export interface TokenHolder {
  operatorId: string;
  companyId: string;
  expired: boolean;
}

/**
 * Tokens for the browser of one company's own person: operator, company and end, signed under the root key. None is
 * stored, so that none can be taken back before its end; what it may do is looked up with each request.
 */
@Injectable()
export class CompanyTokens {
  constructor(private readonly vault: Vault) {}

  issue(operatorId: string, companyId: string, now = Date.now()): string {
    const claims = `${operatorId}.${companyId}.${Math.floor(now / 1000) + tokenSeconds}`;
    return `${claims}.${this.vault.sign(claims, purpose).toString('base64url')}`;
  }

  /** For whom it was issued, or null when it was not issued here. */
  read(token: string): TokenHolder | null {
    const match = /^(([0-9a-f-]{36})\.([0-9a-f-]{36})\.(\d{1,12}))\.([\w-]{43})$/.exec(token);
    if (!match || !this.vault.isSigned(match[1], purpose, Buffer.from(match[5], 'base64url'))) return null;
    return { operatorId: match[2], companyId: match[3], expired: Number(match[4]) * 1000 <= Date.now() };
  }
}
