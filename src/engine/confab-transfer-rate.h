/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* How many looks at a transfer are remembered. */
#define CONFAB_TRANSFER_RATE_SAMPLES 16

/**
 * ConfabTransferRate:
 *
 * How fast bytes arrive, over the last seconds. Pure: it is told the time.
 */
typedef struct
{
  struct { gint64 at_us; gint64 bytes; } samples[CONFAB_TRANSFER_RATE_SAMPLES];
  guint n_samples;
} ConfabTransferRate;

void   confab_transfer_rate_reset        (ConfabTransferRate       *self);
void   confab_transfer_rate_add          (ConfabTransferRate       *self,
                                          gint64                    now_us,
                                          gint64                    bytes);
gint64 confab_transfer_rate_get          (const ConfabTransferRate *self);
gint64 confab_transfer_rate_get_left_s   (const ConfabTransferRate *self,
                                          gint64                    bytes_left);

G_END_DECLS
