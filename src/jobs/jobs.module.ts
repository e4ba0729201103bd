import { Global, Module } from '@nestjs/common';
import { JobActors } from '#libs/jobs';
import { SessionsModule } from '../sessions/sessions.module.js';
import { JobPeople } from './job-people.js';

/** For everybody: whoever works on jobs asks it for whom. */
@Global()
@Module({
  imports: [SessionsModule],
  providers: [{ provide: JobActors, useClass: JobPeople }],
  exports: [JobActors],
})
export class JobsModule {}
