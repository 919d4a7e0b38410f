/* What the kernel knows of this process. */
#ifndef BENCH_WORKLOADS_MEMORY_USE_H
#define BENCH_WORKLOADS_MEMORY_USE_H

/* Resident memory now, and at its highest, in KiB. 0 where it is unknown.
 * Neither allocates. */
unsigned long
memory_resident_kib(void);
unsigned long
memory_peak_kib(void);

#endif
