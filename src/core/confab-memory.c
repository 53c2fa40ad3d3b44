/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-memory"

#include "config.h"

#include "confab-memory.h"

#ifdef __GLIBC__
#include <malloc.h>
#endif

/* From this size on a block of memory has pages of its own. Small enough that to move one that is smaller
 * takes no longer than a frame, big enough that what comes and goes all the time stays below it. */
#define OWN_PAGES_BYTES (1024 * 1024)

/**
 * confab_memory_init:
 *
 * Has big blocks of memory always in pages of their own. Such a block grows where it is, or its pages are
 * put elsewhere, without a copy of what is in it, and goes back to the system when it is freed. By itself
 * the C library ends this once it has seen such a block freed: then a reply of many megabytes is copied
 * whenever it has doubled, while the main loop waits, and what one such reply took is never given back.
 *
 * For the beginning of a program. Does nothing where the library has no such choice.
 */
void
confab_memory_init (void)
{
#ifdef __GLIBC__
  (void) mallopt (M_MMAP_THRESHOLD, OWN_PAGES_BYTES);
#endif
}
