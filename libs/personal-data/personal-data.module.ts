import { Global, Module } from '@nestjs/common';
import { DeclarationsModule } from '#libs/discovery';
import { PersonalData } from './personal-data.js';

@Global()
@Module({ imports: [DeclarationsModule], providers: [PersonalData], exports: [PersonalData] })
export class PersonalDataModule {}
