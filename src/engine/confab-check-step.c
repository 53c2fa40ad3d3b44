/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-check-step"

#include "config.h"

#include "confab-check-step-private.h"

#include <glib/gi18n-lib.h>

G_DEFINE_ENUM_TYPE (ConfabCheckStepKind, confab_check_step_kind,
  G_DEFINE_ENUM_VALUE (CONFAB_CHECK_STEP_NAME, "name"),
  G_DEFINE_ENUM_VALUE (CONFAB_CHECK_STEP_PROXY, "proxy"),
  G_DEFINE_ENUM_VALUE (CONFAB_CHECK_STEP_CONNECTION, "connection"),
  G_DEFINE_ENUM_VALUE (CONFAB_CHECK_STEP_TLS, "tls"),
  G_DEFINE_ENUM_VALUE (CONFAB_CHECK_STEP_KEY, "key"),
  G_DEFINE_ENUM_VALUE (CONFAB_CHECK_STEP_MODELS, "models"),
  G_DEFINE_ENUM_VALUE (CONFAB_CHECK_STEP_REPLY, "reply"))

G_DEFINE_ENUM_TYPE (ConfabCheckStepState, confab_check_step_state,
  G_DEFINE_ENUM_VALUE (CONFAB_CHECK_STEP_WAITING, "waiting"),
  G_DEFINE_ENUM_VALUE (CONFAB_CHECK_STEP_RUNNING, "running"),
  G_DEFINE_ENUM_VALUE (CONFAB_CHECK_STEP_PASSED, "passed"),
  G_DEFINE_ENUM_VALUE (CONFAB_CHECK_STEP_FAILED, "failed"),
  G_DEFINE_ENUM_VALUE (CONFAB_CHECK_STEP_SKIPPED, "skipped"))

/**
 * ConfabCheckStep:
 *
 * One of the things that have to go well until a provider answers, and how it went.
 *
 * Owned by its report; main thread only.
 */
struct _ConfabCheckStep
{
  GObject               parent_instance;

  ConfabCheckStepKind   kind;
  ConfabCheckStepState  state;
  gint64                begun_us;     /* by the monotonic clock */
  gint64                duration_us;  /* or -1 */
  char                 *text;         /* owned, nullable */
};

enum {
  PROP_0,
  PROP_KIND,
  PROP_TITLE,
  PROP_STATE,
  PROP_DURATION_MS,
  PROP_TEXT,
  N_PROPS
};

static GParamSpec *props[N_PROPS];

G_DEFINE_FINAL_TYPE (ConfabCheckStep, confab_check_step, G_TYPE_OBJECT)

static void
confab_check_step_get_property (GObject    *object,
                                guint       prop_id,
                                GValue     *value,
                                GParamSpec *pspec)
{
  ConfabCheckStep *self = CONFAB_CHECK_STEP (object);

  switch (prop_id)
    {
    case PROP_KIND:
      g_value_set_enum (value, (int) self->kind);
      break;

    case PROP_TITLE:
      g_value_set_string (value, confab_check_step_get_title (self));
      break;

    case PROP_STATE:
      g_value_set_enum (value, (int) self->state);
      break;

    case PROP_DURATION_MS:
      g_value_set_int64 (value, confab_check_step_get_duration_ms (self));
      break;

    case PROP_TEXT:
      g_value_set_string (value, self->text);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
confab_check_step_finalize (GObject *object)
{
  ConfabCheckStep *self = CONFAB_CHECK_STEP (object);

  g_clear_pointer (&self->text, g_free);

  G_OBJECT_CLASS (confab_check_step_parent_class)->finalize (object);
}

static void
confab_check_step_class_init (ConfabCheckStepClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags flags = G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  object_class->get_property = confab_check_step_get_property;
  object_class->finalize = confab_check_step_finalize;

  props[PROP_KIND] =
    g_param_spec_enum ("kind", NULL, NULL, CONFAB_TYPE_CHECK_STEP_KIND, CONFAB_CHECK_STEP_NAME, flags);
  props[PROP_TITLE] =
    g_param_spec_string ("title", NULL, NULL, NULL, flags);
  props[PROP_STATE] =
    g_param_spec_enum ("state", NULL, NULL, CONFAB_TYPE_CHECK_STEP_STATE, CONFAB_CHECK_STEP_WAITING, flags);
  props[PROP_DURATION_MS] =
    g_param_spec_int64 ("duration-ms", NULL, NULL, -1, G_MAXINT64, -1, flags);
  props[PROP_TEXT] =
    g_param_spec_string ("text", NULL, NULL, NULL, flags);
  g_object_class_install_properties (object_class, N_PROPS, props);
}

static void
confab_check_step_init (ConfabCheckStep *self)
{
  self->duration_us = -1;
}

static void
set (ConfabCheckStep      *self,
     ConfabCheckStepState  state,
     gint64                duration_us,
     char                 *text)
{
  g_object_freeze_notify (G_OBJECT (self));
  if (self->duration_us != duration_us)
    {
      self->duration_us = duration_us;
      g_object_notify_by_pspec (G_OBJECT (self), props[PROP_DURATION_MS]);
    }
  if (g_strcmp0 (self->text, text) != 0)
    {
      g_free (self->text);
      self->text = g_steal_pointer (&text);
      g_object_notify_by_pspec (G_OBJECT (self), props[PROP_TEXT]);
    }
  if (self->state != state)
    {
      self->state = state;
      g_object_notify_by_pspec (G_OBJECT (self), props[PROP_STATE]);
    }
  g_object_thaw_notify (G_OBJECT (self));
  g_free (text);
}

/* confab_check_step_new:
 * @kind: what is looked at
 *
 * Returns: (transfer full): a step that waits
 */
ConfabCheckStep *
confab_check_step_new (ConfabCheckStepKind kind)
{
  ConfabCheckStep *self = g_object_new (CONFAB_TYPE_CHECK_STEP, NULL);

  self->kind = kind;

  return self;
}

/* confab_check_step_reset:
 *
 * Waits, as if nothing had been looked at.
 */
void
confab_check_step_reset (ConfabCheckStep *self)
{
  set (self, CONFAB_CHECK_STEP_WAITING, -1, NULL);
}

/* confab_check_step_start:
 *
 * Runs from now on.
 */
void
confab_check_step_start (ConfabCheckStep *self)
{
  self->begun_us = g_get_monotonic_time ();
  set (self, CONFAB_CHECK_STEP_RUNNING, -1, NULL);
}

/* confab_check_step_finish:
 * @state: how it went
 * @duration_us: how long it took, or -1 for the time since it runs, if it does
 * @text: (transfer full) (nullable): a sentence about it
 */
void
confab_check_step_finish (ConfabCheckStep      *self,
                          ConfabCheckStepState  state,
                          gint64                duration_us,
                          char                 *text)
{
  if (state == CONFAB_CHECK_STEP_SKIPPED)
    duration_us = -1;
  else if (duration_us < 0 && self->state == CONFAB_CHECK_STEP_RUNNING)
    duration_us = g_get_monotonic_time () - self->begun_us;

  set (self, state, duration_us, text);
}

/**
 * confab_check_step_get_kind:
 * @self: a step
 *
 * Returns: what is looked at
 */
ConfabCheckStepKind
confab_check_step_get_kind (ConfabCheckStep *self)
{
  g_return_val_if_fail (CONFAB_IS_CHECK_STEP (self), CONFAB_CHECK_STEP_NAME);

  return self->kind;
}

/**
 * confab_check_step_get_title:
 * @self: a step
 *
 * Returns: (transfer none): a word or two for what is looked at, translated
 */
const char *
confab_check_step_get_title (ConfabCheckStep *self)
{
  g_return_val_if_fail (CONFAB_IS_CHECK_STEP (self), NULL);

  switch (self->kind)
    {
    case CONFAB_CHECK_STEP_NAME:
      /* Translators: what is tested is whether the name of a host can be looked up */
      return C_("connection check", "Name");

    case CONFAB_CHECK_STEP_PROXY:
      return C_("connection check", "Proxy");

    case CONFAB_CHECK_STEP_CONNECTION:
      return C_("connection check", "Connection");

    case CONFAB_CHECK_STEP_TLS:
      return C_("connection check", "Certificate");

    case CONFAB_CHECK_STEP_KEY:
      return C_("connection check", "Key");

    case CONFAB_CHECK_STEP_MODELS:
      return C_("connection check", "Models");

    case CONFAB_CHECK_STEP_REPLY:
    default:
      return C_("connection check", "Reply");
    }
}

/**
 * confab_check_step_get_state:
 * @self: a step
 *
 * Returns: how far it is
 */
ConfabCheckStepState
confab_check_step_get_state (ConfabCheckStep *self)
{
  g_return_val_if_fail (CONFAB_IS_CHECK_STEP (self), CONFAB_CHECK_STEP_WAITING);

  return self->state;
}

/**
 * confab_check_step_get_duration_ms:
 * @self: a step
 *
 * Returns: how many milliseconds it took, or -1 where that says nothing
 */
gint64
confab_check_step_get_duration_ms (ConfabCheckStep *self)
{
  g_return_val_if_fail (CONFAB_IS_CHECK_STEP (self), -1);

  return self->duration_us < 0 ? -1 : (self->duration_us + 500) / 1000;
}

/**
 * confab_check_step_get_text:
 * @self: a step
 *
 * Returns: (transfer none) (nullable): a sentence about how it went, translated
 */
const char *
confab_check_step_get_text (ConfabCheckStep *self)
{
  g_return_val_if_fail (CONFAB_IS_CHECK_STEP (self), NULL);

  return self->text;
}
