import fc from 'fast-check';

/** Properties are tried on the same values in every run, so that a red run is red again; `SEED=1 npm run jest` tries others. */
fc.configureGlobal({ seed: Number(process.env.SEED ?? 20_261_125) });
