/* How many connections there are and how long one is waited for. */
#ifndef BENCH_RESOURCES_CONNECTION_SETTINGS_H
#define BENCH_RESOURCES_CONNECTION_SETTINGS_H

#ifdef __cplusplus
extern "C" {
#endif

enum {
    CONNECTION_LIMIT_DEFAULT = 64,
    CONNECTION_LIMIT_MOST = 4096,
    CONNECTION_DEADLINE_DEFAULT = 50 /* ms */
};

/* Connections that exist at once (1 to CONNECTION_LIMIT_MOST), and how long a
 * check-out waits for one, in ms. Not while a connection is prepared. */
void
connection_configure(unsigned limit, unsigned deadline_ms);
unsigned
connection_limit(void);
unsigned
connection_deadline_ms(void);

#ifdef __cplusplus
}
#endif

#endif
