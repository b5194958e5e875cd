import { Module } from '@nestjs/common';
import { LedgerProofViews } from './ledger-proof-views.service.js';
import { ProofsController } from './proofs.controller.js';

@Module({ controllers: [ProofsController], providers: [LedgerProofViews] })
export class ProofsModule {}
