/**
 * Loaded before the bundle: a clock that runs so many times faster. The bundle waits as it does in a job, a second between two writes and
 * thirty for an answer, and the tests need not.
 */
import { syncBuiltinESMExports } from 'node:module';
import timers from 'node:timers/promises';

const times = Number(process.env.QUICK_CLOCK);
const start = Date.now();
const { now } = Date;
const { timeout } = AbortSignal;
const { setTimeout: wait } = timers;

Date.now = () => Math.round(start + (now() - start) * times);
AbortSignal.timeout = (milliseconds) => timeout.call(AbortSignal, Math.ceil(milliseconds / times));
timers.setTimeout = (milliseconds, ...rest) => wait(milliseconds / times, ...rest);
syncBuiltinESMExports();
