import { Controller } from '@nestjs/common';
import { RemapService } from '#sync/remap.service';
import type { Input } from '../api/operation.js';
import { Checked, Route } from '../api/route.js';
import { Operator, type OperatorContext } from '../http/operator.js';
import { getRemapping, remapRecords, toRemappingView } from './remappings.operations.js';

@Controller('api')
export class RemappingsController {
  constructor(private readonly remaps: RemapService) {}

  @Route(remapRecords)
  async order(@Operator() { operatorId }: OperatorContext, @Checked() { params: { dataType, ...ids } }: Input<typeof remapRecords>) {
    return toRemappingView(await this.remaps.order({ operatorId, ...ids }, dataType));
  }

  @Route(getRemapping)
  async get(@Operator() { operatorId }: OperatorContext, @Checked() { params: { remappingId, ...ids } }: Input<typeof getRemapping>) {
    return toRemappingView(await this.remaps.find({ operatorId, ...ids }, remappingId));
  }
}
