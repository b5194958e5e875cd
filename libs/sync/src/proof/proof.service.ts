import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { LedgerProof } from '#database/entities/ledger-proof.entity';
import { Tenants } from '#database/tenant';
import { conflict, notFound } from '#platform/errors';
import { Queue } from '#queue/queue';
import { type OwnedConnection, requireConnection } from '../remap.service.js';
import { orderProof } from './due-proofs.js';

/** Ledger proofs of a connection: what they came to, and ordering another. */
@Injectable()
export class ProofService {
  constructor(private readonly tenants: Tenants, private readonly queue: Queue) {}

  /**
   * One that has not ended yet serves a second order too. `newOpening`: the balances of before the first document are taken
   * over anew. Throws `conflict` when the connection is not linked.
   */
  async order(connection: OwnedConnection, { newOpening = false }: { newOpening?: boolean } = {}): Promise<LedgerProof> {
    const { operatorId, connectionId } = connection;
    const proof = await this.tenants.run(operatorId, async (manager) => {
      await requireConnection(manager, connection);
      const [{ status }] = await manager.query<[{ status: string }]>('select status from connection where operator_id = $1 and id = $2 for update', [operatorId, connectionId]);
      if (status !== 'Linked') throw conflict(`Data connection ${connectionId} is not linked`, 'NotLinked');
      if (newOpening) await manager.query(`update ledger_proof set result = result - 'opening' where operator_id = $1 and connection_id = $2 and status = 'complete'`, [operatorId, connectionId]);
      await orderProof((text, values) => manager.query(text, values), { operatorId, connectionId });
      return newest(manager, connection);
    });
    if (proof.status === 'queued' && proof.nextAt <= new Date()) await this.queue.wake('proof', { operatorId, id: proof.id });
    return proof;
  }

  /** The newest one, ended or not. Throws `notFound` before the first. */
  latest(connection: OwnedConnection): Promise<LedgerProof> {
    return this.tenants.run(connection.operatorId, async (manager) => {
      await requireConnection(manager, connection);
      return newest(manager, connection);
    });
  }

  /** All that are kept, newest first. */
  list(connection: OwnedConnection): Promise<LedgerProof[]> {
    const { operatorId, connectionId } = connection;
    return this.tenants.run(operatorId, async (manager) => {
      await requireConnection(manager, connection);
      return manager.find(LedgerProof, { where: { operatorId, connectionId }, order: { requestedAt: 'DESC', id: 'DESC' } });
    });
  }
}

async function newest(manager: EntityManager, { operatorId, connectionId }: OwnedConnection): Promise<LedgerProof> {
  const proof = await manager.findOne(LedgerProof, { where: { operatorId, connectionId }, order: { requestedAt: 'DESC', id: 'DESC' } });
  if (!proof) throw notFound(`Data connection ${connectionId} was not proved yet`);
  return proof;
}
