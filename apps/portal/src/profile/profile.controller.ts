import { Controller } from '@nestjs/common';
import type { Input } from '../api/operation.js';
import { Checked, Route } from '../api/route.js';
import { Operator, type OperatorContext } from '../http/operator.js';
import { getProfile, updateProfile } from './profile.operations.js';
import { Profiles } from './profiles.service.js';

@Controller('api')
export class ProfileController {
  constructor(private readonly profiles: Profiles) {}

  @Route(getProfile)
  get(@Operator() operator: OperatorContext, @Checked() _: Input<typeof getProfile>) {
    return this.profiles.get(operator.operatorId);
  }

  @Route(updateProfile)
  update(@Operator() operator: OperatorContext, @Checked() { body }: Input<typeof updateProfile>) {
    return this.profiles.replace(operator.operatorId, body);
  }
}
