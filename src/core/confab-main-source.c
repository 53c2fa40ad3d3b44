/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-main-source"

#include "config.h"

#include "confab-main-source.h"

/**
 * confab_main_source_clear:
 * @source: (inout): a source, or where there is none
 *
 * Takes a source out of its main loop and lets go of it.
 */
void
confab_main_source_clear (GSource **source)
{
  g_return_if_fail (source != NULL);

  if (*source == NULL)
    return;

  g_source_destroy (*source);
  g_clear_pointer (source, g_source_unref);
}
