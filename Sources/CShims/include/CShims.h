// What Swift cannot say: variadic calls and names that glibc hides from it.
#pragma once

#include <pthread.h>
#include <stdint.h>

/// Names the calling thread, at most 15 bytes: what `top -H` shows.
void shims_set_thread_name(const char *name);

/// Blocks SIGINT and SIGTERM for the calling thread and those it starts, so that `shims_wait_for_stop_signal` gets them.
void shims_block_stop_signals(void);

/// Undoes the above in a child that is about to become another program.
void shims_unblock_stop_signals(void);

/// Waits for SIGINT or SIGTERM and returns its number.
int shims_wait_for_stop_signal(void);

/// Asks the kernel to send SIGTERM to this process when the thread that started it ends.
void shims_stop_with_parent(void);
