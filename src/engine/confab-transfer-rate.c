/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-transfer-rate"

#include "config.h"

#include "confab-transfer-rate.h"

/* What is closer together than this is one look; with all of them, ten seconds are looked back. */
#define SAMPLE_US (10 * G_USEC_PER_SEC / CONFAB_TRANSFER_RATE_SAMPLES)

/* A rate over less than this would jump about. */
#define LEAST_US G_USEC_PER_SEC

/**
 * confab_transfer_rate_reset:
 * @self: a rate
 *
 * Forgets everything.
 */
void
confab_transfer_rate_reset (ConfabTransferRate *self)
{
  self->n_samples = 0;
}

/**
 * confab_transfer_rate_add:
 * @self: a rate
 * @now_us: the present, of a clock that never goes back
 * @bytes: how much there is in all
 *
 * Takes note. What was there at the first note did not arrive under its eyes and does not count.
 */
void
confab_transfer_rate_add (ConfabTransferRate *self,
                          gint64              now_us,
                          gint64              bytes)
{
  /* The last one is always the present; it becomes history when it is far enough from the one
   * before. */
  if (self->n_samples >= 2 &&
      self->samples[self->n_samples - 1].at_us - self->samples[self->n_samples - 2].at_us < SAMPLE_US)
    self->n_samples--;

  if (self->n_samples == CONFAB_TRANSFER_RATE_SAMPLES)
    {
      for (guint i = 1; i < self->n_samples; i++)
        self->samples[i - 1] = self->samples[i];
      self->n_samples--;
    }

  self->samples[self->n_samples].at_us = now_us;
  self->samples[self->n_samples].bytes = bytes;
  self->n_samples++;
}

/**
 * confab_transfer_rate_get:
 * @self: a rate
 *
 * Returns: bytes a second, or -1 while that is not known
 */
gint64
confab_transfer_rate_get (const ConfabTransferRate *self)
{
  gint64 time_us, bytes;

  if (self->n_samples < 2)
    return -1;

  time_us = self->samples[self->n_samples - 1].at_us - self->samples[0].at_us;
  bytes = self->samples[self->n_samples - 1].bytes - self->samples[0].bytes;
  if (time_us < LEAST_US)
    return -1;

  return (gint64) (MAX (bytes, 0) * ((double) G_USEC_PER_SEC / time_us));
}

/**
 * confab_transfer_rate_get_left_s:
 * @self: a rate
 * @bytes_left: how much is still to come
 *
 * Returns: in how many seconds it will be there if it goes on like this, or -1 when nobody can say
 */
gint64
confab_transfer_rate_get_left_s (const ConfabTransferRate *self,
                                 gint64                    bytes_left)
{
  const gint64 rate = confab_transfer_rate_get (self);

  return rate > 0 && bytes_left >= 0 ? (bytes_left + rate - 1) / rate : -1;
}
