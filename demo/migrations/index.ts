import * as migration_20261123_234444_initial from './20261123_234444_initial.ts';

export const migrations = [
  {
    up: migration_20261123_234444_initial.up,
    down: migration_20261123_234444_initial.down,
    name: '20261123_234444_initial'
  },
];
