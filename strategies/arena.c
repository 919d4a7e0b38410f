#include "strategies/arena.h"

__thread struct arena arena_here;
