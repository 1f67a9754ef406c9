import { describe, expect, test } from '@jest/globals';
import { convert, findDecimalMark, findUnit, parseDuration, parseNumber, parseQuantity } from '../../../src/evidence/formats/quantity.ts';

describe('numbers', () => {
  test.each([
    ['1236858', 1236858],
    ['1,236,858', 1236858],
    ['28,812,047,147', 28812047147],
    ['5,39,24,34,849', 5392434849],
    ['3.000.000.000', 3e9],
    ["1'234'567", 1234567],
    ['1 234 567', 1234567],
    ['1\u202f234\u00a0567', 1234567],
    ['1_000', 1000],
    ['157,521372', 157.521372],
    ['1.234,5', 1234.5],
    ['1,234.5', 1234.5],
    ['0,995', 0.995],
    ['1,236', 1236],
    ['1.236', 1.236],
    ['\u22123.5', -3.5],
    ['1e+09', 1e9],
    ['.5', 0.5],
  ])('%s is read as a number', (text, value) => expect(parseNumber(text)).toBeCloseTo(value, 9));

  test('a text known to use a decimal comma makes 1,236 a fraction and 1.236 a group', () => {
    expect(parseNumber('1,236', ',')).toBe(1.236);
    expect(parseNumber('1.236', ',')).toBe(1236);
  });

  test.each(['', 'abc', '1.2.3', '1,23,4', 'NaN', 'inf', '--1', '1 2', '9'.repeat(100)])('%s is no number', (text) => {
    expect(parseNumber(text)).toBeUndefined();
  });

  test('a decimal comma is seen by a number that cannot be grouped', () => {
    expect(findDecimalMark(['455607848', '157,521372'])).toBe(',');
    expect(findDecimalMark(['5,39,24,34,849', '1,234'])).toBe('.');
  });
});

describe('quantities', () => {
  test.each([
    ['1.22ms ± 3%', { value: 1.22, unit: 'ms', approximate: false, spread: 1.22 * 0.03 }],
    ['29.413 s ±  1.186 s', { value: 29.413, unit: 's', approximate: false, spread: 1.186 }],
    ['22.2±0.41ms', { value: 22.2, unit: 'ms', approximate: false, spread: 0.41 }],
    ['~200 IOPS', { value: 200, unit: 'IOPS', approximate: true }],
    ['≈ 7K', { value: 7000, unit: '', approximate: true }],
    ['54k', { value: 54000, unit: '', approximate: false }],
    ['12.3M ops/sec', { value: 12.3e6, unit: 'ops/s', approximate: false }],
    ['97.36 µs', { value: 97.36, unit: 'us', approximate: false }],
    ['97.36μs', { value: 97.36, unit: 'us', approximate: false }],
    ['1.58 Gbits/sec', { value: 1.58, unit: 'Gbit/s', approximate: false }],
    ['−3.5 %', { value: -3.5, unit: '%', approximate: false }],
  ])('%s is read with its unit', (text, quantity) => expect(parseQuantity(text)).toEqual(quantity));

  test.each(['', 'ns', '1 + 2', 'v1.2.3', '3 ± 2 ± 1'])('%s is no quantity', (text) => expect(parseQuantity(text)).toBeUndefined());
});

describe('units', () => {
  test.each([
    ['usec', 'us', 'time', 'lower'],
    ['micros/op', 'us/op', 'time', 'lower'],
    ['ns/op', 'ns/op', 'time', 'lower'],
    ['ns per op', 'ns/op', 'time', 'lower'],
    ['requests/sec', 'req/s', 'throughput', 'higher'],
    ['requests per second', 'req/s', 'throughput', 'higher'],
    ['IOPS', 'IOPS', 'throughput', 'higher'],
    ['10^6bits/sec', 'Mbit/s', 'throughput', 'higher'],
    ['Gbps', 'Gbit/s', 'throughput', 'higher'],
    ['mbps', 'Mbit/s', 'throughput', 'higher'],
    ['MB/s', 'MB/s', 'throughput', 'higher'],
    ['allocs/op', 'allocs/op', 'allocations', 'lower'],
    ['B/op', 'B/op', 'bytes', 'lower'],
    ['insns/op', 'insns/op', 'instructions', 'lower'],
    ['cycles', 'cycles', 'cycles', 'lower'],
    ['%', '%', 'ratio', 'lower'],
  ])('%s is %s, a %s of which %s is better', (text, name, kind, better) => {
    expect(findUnit(text)).toMatchObject({ name, kind, better });
  });

  test('values convert within a dimension and not across', () => {
    expect(convert(1.53, 'us', 'ns')).toBeCloseTo(1530, 9);
    expect(convert(44, 'Gbits/sec', 'Mbits/sec')).toBeCloseTo(44000, 6);
    expect(convert(8, 'Mbit/s', 'MB/s')).toBeCloseTo(1, 9);
    expect(convert(12, 'ns/op', 'us')).toBeCloseTo(0.012, 9);
    expect(convert(1, 'ns', 'B')).toBeUndefined();
    expect(convert(1, 'furlong', 'ns')).toBeUndefined();
  });

  test('m is minutes in a duration', () => expect(parseDuration('1.67m')).toBeCloseTo(100.2e9, 0));
});
