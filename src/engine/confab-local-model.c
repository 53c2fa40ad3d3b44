/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-local-model"

#include "config.h"

#include "confab-local-model.h"

#include "confab-local-model-private.h"

/**
 * ConfabLocalModel:
 *
 * A model on a server that manages its own models: there, on its way there, or both when a newer one
 * is fetched.
 *
 * Its figures change together and many times a second while it is fetched, so there is one signal
 * for all of them. Owned by the [class@LocalModels] it is in; main thread only.
 */
struct _ConfabLocalModel
{
  GObject                parent_instance;

  char                  *name;             /* owned */
  char                  *parameter_size;   /* owned, nullable */
  char                  *quantization;     /* owned, nullable */
  gint64                 size_bytes;       /* -1 when not known */
  gint64                 memory_bytes;     /* -1 when not known */
  gint64                 loaded_until_us;  /* -1 when not known */
  GError                *error;            /* owned, nullable */
  gint64                 completed_bytes;
  gint64                 total_bytes;
  double                 fraction;
  ConfabTransferRate     rate;
  ConfabLocalModelState  state;
  guint                  installed : 1;
  guint                  remote : 1;
  guint                  loaded : 1;
};

enum { SIGNAL_CHANGED, N_SIGNALS };

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (ConfabLocalModel, confab_local_model, G_TYPE_OBJECT)

G_DEFINE_ENUM_TYPE (ConfabLocalModelState, confab_local_model_state,
  G_DEFINE_ENUM_VALUE (CONFAB_LOCAL_MODEL_IDLE, "idle"),
  G_DEFINE_ENUM_VALUE (CONFAB_LOCAL_MODEL_QUEUED, "queued"),
  G_DEFINE_ENUM_VALUE (CONFAB_LOCAL_MODEL_STARTING, "starting"),
  G_DEFINE_ENUM_VALUE (CONFAB_LOCAL_MODEL_FETCHING, "fetching"),
  G_DEFINE_ENUM_VALUE (CONFAB_LOCAL_MODEL_VERIFYING, "verifying"),
  G_DEFINE_ENUM_VALUE (CONFAB_LOCAL_MODEL_PAUSED, "paused"),
  G_DEFINE_ENUM_VALUE (CONFAB_LOCAL_MODEL_FAILED, "failed"),
  G_DEFINE_ENUM_VALUE (CONFAB_LOCAL_MODEL_REMOVING, "removing"))

static void
confab_local_model_finalize (GObject *object)
{
  ConfabLocalModel *self = CONFAB_LOCAL_MODEL (object);

  g_clear_pointer (&self->name, g_free);
  g_clear_pointer (&self->parameter_size, g_free);
  g_clear_pointer (&self->quantization, g_free);
  g_clear_error (&self->error);

  G_OBJECT_CLASS (confab_local_model_parent_class)->finalize (object);
}

static void
confab_local_model_class_init (ConfabLocalModelClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = confab_local_model_finalize;

  /**
   * ConfabLocalModel::changed:
   *
   * Emitted when anything but the name is another.
   */
  signals[SIGNAL_CHANGED] =
    g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                  G_TYPE_NONE, 0);
}

static void
confab_local_model_init (ConfabLocalModel *self)
{
  self->size_bytes = -1;
  self->memory_bytes = -1;
  self->loaded_until_us = -1;
}

/* confab_local_model_new:
 * @name: what it is called
 *
 * Returns: (transfer full): a model of which nothing else is known
 */
ConfabLocalModel *
confab_local_model_new (const char *name)
{
  ConfabLocalModel *self = g_object_new (CONFAB_TYPE_LOCAL_MODEL, NULL);

  self->name = g_strdup (name);

  return self;
}

/* Returns whether it is another text now. */
static gboolean
set_text (char       **place,
          const char  *text)
{
  char *copy;

  if (g_strcmp0 (*place, text) == 0)
    return FALSE;

  copy = g_strdup (text);
  g_free (*place);
  *place = copy;

  return TRUE;
}

/* confab_local_model_set_installed:
 * @facts: (nullable): what the server says of it, or %NULL when it is not there
 */
void
confab_local_model_set_installed (ConfabLocalModel        *self,
                                  const ConfabOllamaModel *facts)
{
  const gboolean installed = facts != NULL;
  const gboolean remote = facts != NULL && facts->remote;
  const gint64 size_bytes = facts != NULL ? facts->size_bytes : -1;
  gboolean changed = self->installed != installed || self->remote != remote || self->size_bytes != size_bytes;

  self->installed = installed;
  self->remote = remote;
  self->size_bytes = size_bytes;
  if (facts != NULL)
    {
      /* It was asked for under a shorter name, or in other letters. */
      changed |= set_text (&self->name, facts->name);
      changed |= set_text (&self->parameter_size, facts->parameter_size);
      changed |= set_text (&self->quantization, facts->quantization);
    }

  if (changed)
    g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

/* confab_local_model_set_loaded:
 * @facts: (nullable): what the server says of it in its memory, or %NULL when it is not there
 */
void
confab_local_model_set_loaded (ConfabLocalModel        *self,
                               const ConfabOllamaModel *facts)
{
  const gboolean loaded = facts != NULL;
  const gint64 memory_bytes = facts != NULL ? facts->size_bytes : -1;
  const gint64 loaded_until_us = facts != NULL ? facts->loaded_until_us : -1;

  if (self->loaded == loaded && self->memory_bytes == memory_bytes && self->loaded_until_us == loaded_until_us)
    return;

  self->loaded = loaded;
  self->memory_bytes = memory_bytes;
  self->loaded_until_us = loaded_until_us;
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

/* confab_local_model_set_state:
 * @state: what is being done with it
 * @error: (nullable): why that failed
 */
void
confab_local_model_set_state (ConfabLocalModel      *self,
                              ConfabLocalModelState  state,
                              const GError          *error)
{
  if (self->state == state && self->error == NULL && error == NULL)
    return;

  self->state = state;
  g_clear_error (&self->error);
  self->error = error != NULL ? g_error_copy (error) : NULL;
  confab_transfer_rate_reset (&self->rate);
  if (state == CONFAB_LOCAL_MODEL_IDLE)
    {
      self->completed_bytes = 0;
      self->total_bytes = 0;
      self->fraction = 0;
    }
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

/* confab_local_model_take_progress:
 * @pull: what the server told so far
 * @now_us: the present, of a clock that never goes back
 */
void
confab_local_model_take_progress (ConfabLocalModel *self,
                                  ConfabOllamaPull *pull,
                                  gint64            now_us)
{
  ConfabLocalModelState state = CONFAB_LOCAL_MODEL_STARTING;

  switch (confab_ollama_pull_get_phase (pull))
    {
    case CONFAB_OLLAMA_PULL_STARTING:
      break;

    case CONFAB_OLLAMA_PULL_FETCHING:
      state = CONFAB_LOCAL_MODEL_FETCHING;
      break;

    case CONFAB_OLLAMA_PULL_VERIFYING:
    case CONFAB_OLLAMA_PULL_DONE:
    default:
      state = CONFAB_LOCAL_MODEL_VERIFYING;
      break;
    }

  /* Until the server says how far it is, what it had before stays in view. */
  if (state == CONFAB_LOCAL_MODEL_STARTING && self->state == state)
    return;
  if (confab_ollama_pull_get_total_bytes (pull) > 0)
    {
      self->completed_bytes = confab_ollama_pull_get_completed_bytes (pull);
      self->total_bytes = confab_ollama_pull_get_total_bytes (pull);
      self->fraction = confab_ollama_pull_get_fraction (pull);
      confab_transfer_rate_add (&self->rate, now_us, self->completed_bytes);
    }

  self->state = state;
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

/**
 * confab_local_model_get_name:
 *
 * Returns: what it is called, with its tag once it is there
 */
const char *
confab_local_model_get_name (ConfabLocalModel *self)
{
  g_return_val_if_fail (CONFAB_IS_LOCAL_MODEL (self), NULL);

  return self->name;
}

/**
 * confab_local_model_get_installed:
 *
 * Returns: whether it is on the server's disk and can be used
 */
gboolean
confab_local_model_get_installed (ConfabLocalModel *self)
{
  g_return_val_if_fail (CONFAB_IS_LOCAL_MODEL (self), FALSE);

  return self->installed;
}

/**
 * confab_local_model_get_remote:
 *
 * Returns: whether it runs in the server's cloud, and only its name is there
 */
gboolean
confab_local_model_get_remote (ConfabLocalModel *self)
{
  g_return_val_if_fail (CONFAB_IS_LOCAL_MODEL (self), FALSE);

  return self->remote;
}

/**
 * confab_local_model_get_size_bytes:
 *
 * Returns: what it takes on the disk in bytes, or -1 when that is not known
 */
gint64
confab_local_model_get_size_bytes (ConfabLocalModel *self)
{
  g_return_val_if_fail (CONFAB_IS_LOCAL_MODEL (self), -1);

  return self->size_bytes;
}

/**
 * confab_local_model_get_parameter_size:
 *
 * Returns: (nullable): how many parameters it has, such as `8.0B`
 */
const char *
confab_local_model_get_parameter_size (ConfabLocalModel *self)
{
  g_return_val_if_fail (CONFAB_IS_LOCAL_MODEL (self), NULL);

  return self->parameter_size;
}

/**
 * confab_local_model_get_quantization:
 *
 * Returns: (nullable): how closely its parameters are written, such as `Q4_K_M`
 */
const char *
confab_local_model_get_quantization (ConfabLocalModel *self)
{
  g_return_val_if_fail (CONFAB_IS_LOCAL_MODEL (self), NULL);

  return self->quantization;
}

/**
 * confab_local_model_get_loaded:
 *
 * Returns: whether it is in the server's memory
 */
gboolean
confab_local_model_get_loaded (ConfabLocalModel *self)
{
  g_return_val_if_fail (CONFAB_IS_LOCAL_MODEL (self), FALSE);

  return self->loaded;
}

/**
 * confab_local_model_get_memory_bytes:
 *
 * Returns: what it takes of the memory in bytes, or -1 when it is not there or that is not known
 */
gint64
confab_local_model_get_memory_bytes (ConfabLocalModel *self)
{
  g_return_val_if_fail (CONFAB_IS_LOCAL_MODEL (self), -1);

  return self->memory_bytes;
}

/**
 * confab_local_model_get_loaded_until_us:
 *
 * Returns: when it will leave the memory, in microseconds since 1970 UTC, or -1 when that is not known
 */
gint64
confab_local_model_get_loaded_until_us (ConfabLocalModel *self)
{
  g_return_val_if_fail (CONFAB_IS_LOCAL_MODEL (self), -1);

  return self->loaded_until_us;
}

/**
 * confab_local_model_get_state:
 *
 * Returns: what is being done with it
 */
ConfabLocalModelState
confab_local_model_get_state (ConfabLocalModel *self)
{
  g_return_val_if_fail (CONFAB_IS_LOCAL_MODEL (self), CONFAB_LOCAL_MODEL_IDLE);

  return self->state;
}

/**
 * confab_local_model_get_pulling:
 *
 * Returns: whether it is being fetched or waits for its turn
 */
gboolean
confab_local_model_get_pulling (ConfabLocalModel *self)
{
  g_return_val_if_fail (CONFAB_IS_LOCAL_MODEL (self), FALSE);

  return self->state == CONFAB_LOCAL_MODEL_QUEUED || self->state == CONFAB_LOCAL_MODEL_STARTING ||
         self->state == CONFAB_LOCAL_MODEL_FETCHING || self->state == CONFAB_LOCAL_MODEL_VERIFYING;
}

/**
 * confab_local_model_get_resumable:
 *
 * Returns: whether fetching it stopped and may go on from where it was; not so when the name itself
 *   was the trouble
 */
gboolean
confab_local_model_get_resumable (ConfabLocalModel *self)
{
  g_return_val_if_fail (CONFAB_IS_LOCAL_MODEL (self), FALSE);

  return self->state == CONFAB_LOCAL_MODEL_PAUSED ||
         (self->state == CONFAB_LOCAL_MODEL_FAILED &&
          !g_error_matches (self->error, CONFAB_LOCAL_MODEL_ERROR, CONFAB_LOCAL_MODEL_ERROR_UNKNOWN));
}

/**
 * confab_local_model_get_completed_bytes:
 *
 * Returns: how much was fetched, in bytes
 */
gint64
confab_local_model_get_completed_bytes (ConfabLocalModel *self)
{
  g_return_val_if_fail (CONFAB_IS_LOCAL_MODEL (self), 0);

  return self->completed_bytes;
}

/**
 * confab_local_model_get_total_bytes:
 *
 * Returns: how much there is to fetch as far as the server has said, in bytes, or 0
 */
gint64
confab_local_model_get_total_bytes (ConfabLocalModel *self)
{
  g_return_val_if_fail (CONFAB_IS_LOCAL_MODEL (self), 0);

  return self->total_bytes;
}

/**
 * confab_local_model_get_fraction:
 *
 * Returns: how much of the work of fetching it is done, from 0 to 1; while it is being fetched this
 *   never goes back
 */
double
confab_local_model_get_fraction (ConfabLocalModel *self)
{
  g_return_val_if_fail (CONFAB_IS_LOCAL_MODEL (self), 0);

  return self->fraction;
}

/**
 * confab_local_model_get_bytes_per_second:
 *
 * Returns: how fast it is being fetched, or -1 while that is not known
 */
gint64
confab_local_model_get_bytes_per_second (ConfabLocalModel *self)
{
  g_return_val_if_fail (CONFAB_IS_LOCAL_MODEL (self), -1);

  return self->state == CONFAB_LOCAL_MODEL_FETCHING ? confab_transfer_rate_get (&self->rate) : -1;
}

/**
 * confab_local_model_get_seconds_left:
 *
 * Returns: in how many seconds it will have been fetched, or -1 when nobody can say
 */
gint64
confab_local_model_get_seconds_left (ConfabLocalModel *self)
{
  g_return_val_if_fail (CONFAB_IS_LOCAL_MODEL (self), -1);

  return self->state == CONFAB_LOCAL_MODEL_FETCHING
         ? confab_transfer_rate_get_left_s (&self->rate, self->total_bytes - self->completed_bytes) : -1;
}

/**
 * confab_local_model_get_error:
 *
 * Returns: (transfer none) (nullable): why what was last done with it failed, of
 *   %CONFAB_LOCAL_MODEL_ERROR or %CONFAB_PROVIDER_ERROR
 */
const GError *
confab_local_model_get_error (ConfabLocalModel *self)
{
  g_return_val_if_fail (CONFAB_IS_LOCAL_MODEL (self), NULL);

  return self->error;
}
