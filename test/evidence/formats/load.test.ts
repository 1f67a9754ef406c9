import { testCases } from './cases.ts';

testCases('Load generators', [
  {
    name: 'wrk',
    format: 'wrk',
    text: `Running 10s test @ http://localhost:8080/hello
  4 threads and 100 connections
  Thread Stats   Avg      Stdev     Max   +/- Stdev
    Latency     1.19ms  472.50us   9.65ms   70.08%
    Req/Sec    21.01k     3.24k   84.67k    98.75%
  Latency Distribution
     50%    1.19ms
     99%    2.36ms
  837983 requests in 10.10s, 688.88MB read
Requests/sec:  82963.07
Transfer/sec:     68.20MB`,
    rows: [
      '(wrk /hello, 100 connections | Latency Avg us ↓ | 1190)',
      '(wrk /hello, 100 connections | Latency Max us ↓ | 9650)',
      '(wrk /hello, 100 connections | Latency 50% us ↓ | 1190)',
      '(wrk /hello, 100 connections | Latency 99% us ↓ | 2360)',
      'wrk /hello, 100 connections | Requests/sec req/s ↑ | 82963.07',
      '(wrk /hello, 100 connections | Transfer/sec MB/s ↑ | 68.2)',
    ],
  },
  {
    name: 'wrk errors',
    format: 'wrk',
    text: `Running 10s test @ http://localhost:8080/
  4 threads and 100 connections
  Socket errors: connect 0, read 3, write 0, timeout 1
  837983 requests in 10.10s, 688.88MB read
  Non-2xx or 3xx responses: 12
Requests/sec:  12963.07`,
    rows: ['wrk 100 connections | Requests/sec req/s ↑ | 12963.07'],
    problems: ['errors-in-run', 'inconsistent'],
  },
  {
    name: 'apache-bench',
    format: 'apache-bench',
    text: `Concurrency Level:      100
Time taken for tests:   1.234 seconds
Complete requests:      10000
Failed requests:        0
Requests per second:    8103.73 [#/sec] (mean)
Time per request:       12.340 [ms] (mean)
Time per request:       0.123 [ms] (mean, across all concurrent requests)`,
    rows: ['ab, 100 concurrent | Requests per second req/s ↑ | 8103.73', '(ab, 100 concurrent | Time per request ms ↓ | 12.34)'],
  },
  {
    name: 'fio',
    format: 'fio',
    text: `seqwrite: (g=0): rw=write, bs=(R) 4096B-4096B, (W) 4096B-4096B, (T) 4096B-4096B, ioengine=libaio, iodepth=16
seqwrite: (groupid=0, jobs=1): err= 0: pid=5598: Wed Apr  5 17:27:30 2017
  write: IOPS=68.1k, BW=266MiB/s (279MB/s)(5389MiB/20001msec)
     lat (usec): min=298, max=3354, avg=1286.15, stdev=357.93`,
    rows: ['seqwrite write | IOPS IOPS ↑ | 68100', '(seqwrite write | BW MiB/s ↑ | 266)', '(seqwrite write | lat avg us ↓ | 1286.15)'],
  },
  {
    name: 'fio-json',
    format: 'fio-json',
    text: `{"fio version":"fio-3.28","jobs":[{"jobname":"randread","error":0,"read":{"io_bytes":1073741824,"bw_bytes":107374182,"bw":104857,"iops":26214.4,"runtime":10000,"lat_ns":{"min":1000,"max":900000,"mean":38000,"stddev":1200},"clat_ns":{"min":900,"max":890000,"mean":37000,"stddev":1100,"percentile":{"99.000000":120000}}},"write":{"io_bytes":0,"bw_bytes":0,"bw":0,"iops":0,"runtime":0}}]}`,
    rows: [
      'randread read | iops IOPS ↑ | 26214.4',
      '(randread read | bw KiB/s ↑ | 104857.6)',
      '(randread read | clat mean ns ↓ | 37000)',
      '(randread read | clat p99 ns ↓ | 120000)',
      '(randread read | lat mean ns ↓ | 38000)',
    ],
  },
  {
    name: 'iperf',
    format: 'iperf',
    text: `[ ID] Interval           Transfer     Bitrate         Retr
[  5]   0.00-1.00   sec  1.10 GBytes  9.42 Gbits/sec    0
[  5]   0.00-10.00  sec  11.0 GBytes  9.41 Gbits/sec    3             sender
[  5]   0.00-10.00  sec  11.0 GBytes  9.40 Gbits/sec                  receiver`,
    rows: ['iperf | rate Gbit/s ↑ | 9.4'],
  },
  {
    name: 'iperf3-json',
    format: 'iperf3-json',
    text: `{"start":{"version":"iperf 3.9","test_start":{"protocol":"TCP","num_streams":1},"system_info":"Linux host1 5.4"},"intervals":[],"end":{"sum_sent":{"bits_per_second":9.41e9,"retransmits":3},"sum_received":{"bits_per_second":9.40e9},"cpu_utilization_percent":{"host_total":12.5}}}`,
    rows: [
      'iperf3 TCP, 1 streams | bits_per_second bit/s ↑ | 9400000000',
      '(iperf3 TCP, 1 streams | retransmits  ↓ | 3)',
      '(iperf3 TCP, 1 streams | host cpu % ↓ | 12.5)',
    ],
  },
  {
    name: 'netperf',
    format: 'netperf',
    text: `MIGRATED TCP STREAM TEST from 0.0.0.0 (0.0.0.0) port 0 AF_INET to 10.0.0.1
Recv   Send    Send
Socket Socket  Message  Elapsed
Size   Size    Size     Time     Throughput
bytes  bytes   bytes    secs.    10^6bits/sec

 65536  16384  16384    10.00    1998.67
 65536  16384  16384    10.00    1958.58`,
    rows: ['netperf TCP_STREAM, 16384 bytes | throughput Mbit/s ↑ | 1998.67 1958.58'],
  },
  {
    name: 'netperf rr',
    format: 'netperf',
    text: `MIGRATED TCP REQUEST/RESPONSE TEST from 0.0.0.0
Local /Remote
Socket Size   Request  Resp.   Elapsed  Trans.
Send   Recv   Size     Size    Time     Rate
bytes  Bytes  bytes    bytes   secs.    per sec

16384  87380  1        1       10.00    25210.33`,
    rows: ['netperf TCP_REQUEST/RESPONSE, 1/1 bytes | transactions trans/s ↑ | 25210.33'],
  },
  {
    name: 'redis-benchmark',
    format: 'redis-benchmark',
    text: `SET: 23809.53 requests per second, p50=1.239 msec
GET: 24390.25 requests per second, p50=1.207 msec`,
    rows: ['SET | rps req/s ↑ | 23809.53', '(SET | p50 ms ↓ | 1.239)', 'GET | rps req/s ↑ | 24390.25', '(GET | p50 ms ↓ | 1.207)'],
  },
  {
    name: 'redis-benchmark csv',
    format: 'redis-benchmark',
    text: `"test","rps","avg_latency_ms","min_latency_ms","p50_latency_ms","p95_latency_ms","p99_latency_ms","max_latency_ms"
"SET","23809.53","1.2","0.5","1.239","1.9","2.5","4.1"`,
    rows: ['SET | rps req/s ↑ | 23809.53', '(SET | avg ms ↓ | 1.2)', '(SET | p50 ms ↓ | 1.239)', '(SET | p99 ms ↓ | 2.5)'],
  },
  {
    name: 'memtier',
    format: 'memtier',
    text: `ALL STATS
============================================================================================================================
Type         Ops/sec     Hits/sec   Misses/sec    Avg. Latency     p50 Latency     p99 Latency   p99.9 Latency       KB/sec
----------------------------------------------------------------------------------------------------------------------------
Sets         9000.10          ---          ---         0.50100         0.47900         1.20700         2.03100       700.00
Gets        90001.00       100.00     89901.00         0.49900         0.47900         1.19900         2.01500      3500.00
Totals      99001.10       100.00     89901.00         0.49920         0.47900         1.20000         2.02300      4200.00`,
    rows: [
      'memtier | Ops/sec ops/s ↑ | 99001.1',
      '(memtier | Latency ms ↓ | 0.4992)',
      '(memtier | p50 ms ↓ | 0.479)',
      '(memtier | p99 ms ↓ | 1.2)',
      '(memtier | p99.9 ms ↓ | 2.023)',
    ],
  },
  {
    name: 'memtier-json',
    format: 'memtier-json',
    text: `{"ALL STATS":{"Totals":{"Count":100000,"Ops/sec":99001.1,"Hits/sec":0.0,"Average Latency":0.499,"KB/sec":4200.0,"Percentile Latencies":{"p50.00":0.479,"p99.00":1.2}}}}`,
    rows: [
      'memtier | Ops/sec ops/s ↑ | 99001.1',
      '(memtier | Latency ms ↓ | 0.499)',
      '(memtier | p50 ms ↓ | 0.479)',
      '(memtier | p99 ms ↓ | 1.2)',
    ],
  },
  {
    name: 'sysbench',
    format: 'sysbench',
    text: `[ 10s ] thds: 12 tps: 382.03 qps: 7640.6 (r/w/o: 5348/1528/764) lat (ms,95%): 44.98 err/s: 0.00 reconn/s: 0.00
SQL statistics:
    transactions:                        23130  (385.37 per sec.)
    queries:                             462600 (7707.40 per sec.)
Latency (ms):
         95th percentile:                       44.98`,
    rows: [
      'sysbench | transactions tps ↑ | 385.37',
      '(sysbench | queries queries/s ↑ | 7707.4)',
      '(sysbench | latency 95th percentile ms ↓ | 44.98)',
    ],
  },
]);
