import { Module } from '@nestjs/common';
import { OperatorsModule } from '#operators/operators.module';
import { SessionController } from './session.controller.js';
import { SignIn } from './sign-in.service.js';

@Module({ imports: [OperatorsModule], controllers: [SessionController], providers: [SignIn] })
export class SessionsModule {}
