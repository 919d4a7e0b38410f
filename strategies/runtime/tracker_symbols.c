#include "strategies/runtime/tracker_symbols.h"

#include <dlfcn.h>
#include <pthread.h>
#include <stddef.h>
#include <string.h>
#include <unistd.h>

static pthread_mutex_t symbols_lock = PTHREAD_MUTEX_INITIALIZER;

#ifdef TRACKER_LIBDW

#include <elfutils/libdw.h>
#include <elfutils/libdwfl.h>

static Dwfl *session; /* guarded by symbols_lock */

static void
session_begin(void)
{
    static char *debug_path; /* NULL: where the distribution puts them */
    static const Dwfl_Callbacks callbacks = {
        .find_elf = dwfl_linux_proc_find_elf,
        .find_debuginfo = dwfl_standard_find_debuginfo,
        .debuginfo_path = &debug_path,
    };
    session = dwfl_begin(&callbacks);
    if (!session)
        return;
    dwfl_linux_proc_report(session, getpid());
    dwfl_report_end(session, NULL, NULL);
}

static void
session_end(void)
{
    if (session)
        dwfl_end(session);
    session = NULL;
}

/* The file's part of the program that `address` is in, or NULL: by libdw's
 * index, and where the compiler wrote none, as clang does not, by a search. */
static Dwarf_Die *
find_unit(Dwfl_Module *module, Dwarf_Addr address, Dwarf_Addr *bias)
{
    Dwarf_Die *unit = dwfl_module_addrdie(module, address, bias);
    if (unit)
        return unit;
    do
        unit = dwfl_module_nextcu(module, unit, bias);
    while (unit && dwarf_haspc(unit, address - *bias) != 1);
    return unit;
}

static void
find_names(uintptr_t address, struct tracker_symbol *symbol)
{
    Dwfl_Module *module = session ? dwfl_addrmodule(session, address) : NULL;
    if (!module)
        return;
    symbol->function = dwfl_module_addrname(module, address);
    Dwarf_Addr bias;
    Dwarf_Die *unit = find_unit(module, address, &bias);
    Dwarf_Line *line = unit ? dwarf_getsrc_die(unit, address - bias) : NULL;
    if (!line)
        return;
    symbol->file = dwarf_linesrc(line, NULL, NULL);
    dwarf_lineno(line, &symbol->line);
}

bool
tracker_symbols_have_lines(void)
{
    return true;
}

#else

static void
session_begin(void)
{
}

static void
session_end(void)
{
}

static void
find_names(uintptr_t address, struct tracker_symbol *symbol)
{
    (void)address;
    (void)symbol;
}

bool
tracker_symbols_have_lines(void)
{
    return false;
}

#endif

void
tracker_symbols_open(void)
{
    pthread_mutex_lock(&symbols_lock);
    session_begin();
}

void
tracker_symbols_close(void)
{
    session_end();
    pthread_mutex_unlock(&symbols_lock);
}

static const char *
name_in(const char *path)
{
    const char *slash = strrchr(path, '/');
    return slash ? slash + 1 : path;
}

struct tracker_symbol
tracker_symbols_find(const void *address)
{
    /* The call is before the address that it returns to. */
    uintptr_t call = (uintptr_t)address - 1;
    struct tracker_symbol symbol = {.offset = (uintptr_t)address};
    Dl_info info;
    if (dladdr((void *)call, &info) && info.dli_fname) {
        symbol.function = info.dli_sname;
        symbol.module = name_in(info.dli_fname);
        symbol.offset = (uintptr_t)address - (uintptr_t)info.dli_fbase;
    }
    find_names(call, &symbol);
    return symbol;
}
