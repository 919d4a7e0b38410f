// Ctrl-C asks, it does not kill: the cell under way is finished first.
#pragma once

namespace cleanup
{

// From now on SIGINT and SIGTERM only raise the flag below; a second one ends
// the process at once.
void
catch_interrupts();

bool
interrupted();

} // namespace cleanup
