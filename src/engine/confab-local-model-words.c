/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-local-model-words"

#include "config.h"

#include "confab-local-model-words.h"

#include <glib/gi18n-lib.h>

/* What the window and the terminal say of a model that is being fetched. */

/**
 * confab_local_model_words_dup_time:
 * @seconds: how long something will still take
 *
 * Returns: (transfer full): that in a few words, only as exact as it can be known
 */
char *
confab_local_model_words_dup_time (gint64 seconds)
{
  if (seconds < 60)
    /* Translators: how long it still takes, in seconds */
    return g_strdup_printf (_("%d s left"), (int) MAX (seconds, 1));
  if (seconds < 60 * 60)
    /* Translators: how long it still takes, in minutes */
    return g_strdup_printf (_("%d min left"), (int) ((seconds + 30) / 60));
  if (seconds < 48 * 60 * 60)
    /* Translators: how long it still takes, in hours */
    return g_strdup_printf (_("%d h left"), (int) ((seconds + 1800) / 3600));

  return g_strdup (_("days left"));
}

static char *
dup_figures (ConfabLocalModel *model)
{
  g_autofree char *completed = g_format_size (confab_local_model_get_completed_bytes (model));
  g_autofree char *total = g_format_size (confab_local_model_get_total_bytes (model));

  if (confab_local_model_get_total_bytes (model) <= 0)
    return NULL;

  /* Translators: how much was fetched of how much, like "1.2 GB of 4.7 GB" */
  return g_strdup_printf (_("%s of %s"), completed, total);
}

static char *
dup_fetching (ConfabLocalModel *model)
{
  const gint64 rate = confab_local_model_get_bytes_per_second (model);
  const gint64 seconds = confab_local_model_get_seconds_left (model);
  g_autofree char *figures = dup_figures (model);
  GString *text = g_string_new (figures != NULL ? figures : _("Starting…"));

  if (rate >= 0)
    {
      g_autofree char *size = g_format_size (rate);

      /* Translators: a speed, like "25 MB/s" */
      g_string_append_printf (text, _(" · %s/s"), size);
    }
  if (seconds >= 0)
    {
      g_autofree char *left = confab_local_model_words_dup_time (seconds);

      g_string_append_printf (text, " · %s", left);
    }

  return g_string_free (text, FALSE);
}

/**
 * confab_local_model_words_dup_progress:
 * @model: a model
 *
 * Returns: (transfer full) (nullable): how far fetching it is, or %NULL if it is not being fetched
 */
char *
confab_local_model_words_dup_progress (ConfabLocalModel *model)
{
  g_autofree char *figures = NULL;

  g_return_val_if_fail (CONFAB_IS_LOCAL_MODEL (model), NULL);

  switch (confab_local_model_get_state (model))
    {
    case CONFAB_LOCAL_MODEL_QUEUED:
      return g_strdup (_("Waiting for another download"));

    case CONFAB_LOCAL_MODEL_STARTING:
      return g_strdup (_("Starting…"));

    case CONFAB_LOCAL_MODEL_FETCHING:
      return dup_fetching (model);

    case CONFAB_LOCAL_MODEL_VERIFYING:
      return g_strdup (_("Checking what came…"));

    case CONFAB_LOCAL_MODEL_PAUSED:
      figures = dup_figures (model);
      if (figures == NULL)
        return g_strdup (_("Stopped"));
      /* Translators: how much was fetched, like "1.2 GB of 4.7 GB" */
      return g_strdup_printf (_("Stopped at %s"), figures);

    case CONFAB_LOCAL_MODEL_FAILED:
      return dup_figures (model);

    case CONFAB_LOCAL_MODEL_REMOVING:
      return g_strdup (_("Removing…"));

    case CONFAB_LOCAL_MODEL_IDLE:
    default:
      return NULL;
    }
}
