import { Global, Module, type DynamicModule } from '@nestjs/common';
import { DeclarationsModule } from '#libs/discovery';
import { FileStore } from './file-store.js';
import { FileSweep } from './file-sweep.js';
import { FolderStore } from './folder-store.js';
import { S3Store, type S3Place } from './s3-store.js';
import { SignedLinks } from './signed-links.js';

export type StoragePlace = { folder: string } | S3Place;

@Global()
@Module({})
export class StorageModule {
  static forRoot(place: StoragePlace): DynamicModule {
    const store = 'folder' in place ? new FolderStore(place.folder) : new S3Store(place);
    return {
      module: StorageModule,
      imports: [DeclarationsModule],
      providers: [{ provide: FileStore, useValue: store }, SignedLinks, FileSweep],
      exports: [FileStore, SignedLinks, FileSweep],
    };
  }
}
