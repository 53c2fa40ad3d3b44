/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-message"

#include "config.h"

#include "confab-message.h"

/**
 * ConfabMessage:
 *
 * One turn of a conversation, possibly still arriving: an ordered list of typed parts, who made it
 * and how it ended.
 *
 * A node of a tree: every message but the first points to its parent, and two answers to one
 * question are two children. Owned by the main thread: change it and listen to it only there.
 */
struct _ConfabMessage
{
  GObject              parent_instance;

  char                *id;               /* owned, a UUID */
  char                *parent_id;        /* owned, nullable */
  char                *provider_id;      /* owned, nullable */
  char                *provider_name;    /* owned, nullable; as it was called at the time */
  char                *dialect;          /* owned, nullable */
  char                *model;            /* owned, nullable; as the provider named it */
  char                *requested_model;  /* owned, nullable; as it was asked for */
  char                *suggested_model;  /* owned, nullable; what may be asked instead */
  char                *raw_stop_reason;  /* owned, nullable */
  GPtrArray           *parts;            /* owned, of ConfabPart */
  GError              *error;            /* owned, nullable */
  GPtrArray           *attempts;         /* owned, nullable, of ConfabAttempt */
  ConfabUsage          usage;
  gint64               created_at_us;
  gint64               duration_ms;      /* -1 when not measured */
  ConfabRole           role;
  ConfabMessageStatus  status;
  ConfabStopReason     stop_reason;
};

enum { PROP_0, PROP_STATUS, N_PROPS };
enum { SIGNAL_CHANGED, N_SIGNALS };

static GParamSpec *props[N_PROPS];
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (ConfabMessage, confab_message, G_TYPE_OBJECT)

G_DEFINE_ENUM_TYPE (ConfabRole, confab_role,
  G_DEFINE_ENUM_VALUE (CONFAB_ROLE_SYSTEM, "system"),
  G_DEFINE_ENUM_VALUE (CONFAB_ROLE_USER, "user"),
  G_DEFINE_ENUM_VALUE (CONFAB_ROLE_ASSISTANT, "assistant"),
  G_DEFINE_ENUM_VALUE (CONFAB_ROLE_TOOL, "tool"))

G_DEFINE_ENUM_TYPE (ConfabMessageStatus, confab_message_status,
  G_DEFINE_ENUM_VALUE (CONFAB_MESSAGE_COMPLETE, "complete"),
  G_DEFINE_ENUM_VALUE (CONFAB_MESSAGE_WAITING, "waiting"),
  G_DEFINE_ENUM_VALUE (CONFAB_MESSAGE_STREAMING, "streaming"),
  G_DEFINE_ENUM_VALUE (CONFAB_MESSAGE_STOPPED, "stopped"),
  G_DEFINE_ENUM_VALUE (CONFAB_MESSAGE_INTERRUPTED, "interrupted"),
  G_DEFINE_ENUM_VALUE (CONFAB_MESSAGE_FAILED, "failed"))

static void
confab_message_get_property (GObject    *object,
                             guint       prop_id,
                             GValue     *value,
                             GParamSpec *pspec)
{
  ConfabMessage *self = CONFAB_MESSAGE (object);

  switch (prop_id)
    {
    case PROP_STATUS:
      g_value_set_enum (value, self->status);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
confab_message_finalize (GObject *object)
{
  ConfabMessage *self = CONFAB_MESSAGE (object);

  g_clear_pointer (&self->id, g_free);
  g_clear_pointer (&self->parent_id, g_free);
  g_clear_pointer (&self->provider_id, g_free);
  g_clear_pointer (&self->provider_name, g_free);
  g_clear_pointer (&self->dialect, g_free);
  g_clear_pointer (&self->model, g_free);
  g_clear_pointer (&self->requested_model, g_free);
  g_clear_pointer (&self->suggested_model, g_free);
  g_clear_pointer (&self->raw_stop_reason, g_free);
  g_clear_pointer (&self->parts, g_ptr_array_unref);
  g_clear_error (&self->error);
  g_clear_pointer (&self->attempts, g_ptr_array_unref);

  G_OBJECT_CLASS (confab_message_parent_class)->finalize (object);
}

static void
confab_message_class_init (ConfabMessageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = confab_message_get_property;
  object_class->finalize = confab_message_finalize;

  props[PROP_STATUS] =
    g_param_spec_enum ("status", NULL, NULL,
                       CONFAB_TYPE_MESSAGE_STATUS, CONFAB_MESSAGE_COMPLETE,
                       G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, props);

  /**
   * ConfabMessage::changed:
   * @self: the message
   *
   * Parts were added or grew, or usage, model or error changed. Emitted often while a reply
   * arrives: a listener marks itself stale and looks again at its next frame.
   */
  signals[SIGNAL_CHANGED] =
    g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                  G_TYPE_NONE, 0);
}

static void
confab_message_init (ConfabMessage *self)
{
  self->parts = g_ptr_array_new_with_free_func (g_object_unref);
  self->created_at_us = g_get_real_time ();
  self->duration_ms = -1;
  confab_usage_init (&self->usage);
}

/**
 * confab_message_new:
 * @role: who speaks
 *
 * Returns: (transfer full): an empty message with an id of its own, created now
 */
ConfabMessage *
confab_message_new (ConfabRole role)
{
  g_autofree char *id = g_uuid_string_random ();

  return confab_message_new_with_id (role, id);
}

/**
 * confab_message_new_with_id:
 * @role: who speaks
 * @id: the id it was stored under
 *
 * Returns: (transfer full): an empty message
 */
ConfabMessage *
confab_message_new_with_id (ConfabRole  role,
                            const char *id)
{
  ConfabMessage *self;

  g_return_val_if_fail (id != NULL, NULL);

  self = g_object_new (CONFAB_TYPE_MESSAGE, NULL);
  self->role = role;
  self->id = g_strdup (id);
  return self;
}

/**
 * confab_message_new_text:
 * @role: who speaks
 * @text: what is said, valid UTF-8
 *
 * Returns: (transfer full): a complete message with one part of text
 */
ConfabMessage *
confab_message_new_text (ConfabRole  role,
                         const char *text)
{
  ConfabMessage *self = confab_message_new (role);
  g_autoptr(ConfabPart) part = confab_part_new_text (CONFAB_PART_TEXT, text);

  confab_message_append_part (self, part);
  return self;
}

/**
 * confab_message_get_role:
 *
 * Returns: who speaks
 */
ConfabRole
confab_message_get_role (ConfabMessage *self)
{
  g_return_val_if_fail (CONFAB_IS_MESSAGE (self), CONFAB_ROLE_USER);

  return self->role;
}

/**
 * confab_message_get_id:
 *
 * Returns: (transfer none): its id, unique in the world
 */
const char *
confab_message_get_id (ConfabMessage *self)
{
  g_return_val_if_fail (CONFAB_IS_MESSAGE (self), NULL);

  return self->id;
}

/**
 * confab_message_get_created_at_us:
 *
 * Returns: when it was made, in microseconds since 1970 UTC
 */
gint64
confab_message_get_created_at_us (ConfabMessage *self)
{
  g_return_val_if_fail (CONFAB_IS_MESSAGE (self), 0);

  return self->created_at_us;
}

/**
 * confab_message_set_created_at_us:
 * @created_at_us: when it was made, in microseconds since 1970 UTC
 */
void
confab_message_set_created_at_us (ConfabMessage *self,
                                  gint64         created_at_us)
{
  g_return_if_fail (CONFAB_IS_MESSAGE (self));

  self->created_at_us = created_at_us;
}

/**
 * confab_message_get_parent_id:
 *
 * Returns: (transfer none) (nullable): the message this one follows
 */
const char *
confab_message_get_parent_id (ConfabMessage *self)
{
  g_return_val_if_fail (CONFAB_IS_MESSAGE (self), NULL);

  return self->parent_id;
}

/**
 * confab_message_set_parent_id:
 * @parent_id: (nullable): the message this one follows
 */
void
confab_message_set_parent_id (ConfabMessage *self,
                              const char *parent_id)
{
  g_autofree char *old = NULL;

  g_return_if_fail (CONFAB_IS_MESSAGE (self));

  old = self->parent_id;
  self->parent_id = g_strdup (parent_id);
}

/**
 * confab_message_get_provider_id:
 *
 * Returns: (transfer none) (nullable): the id of the provider that answers
 */
const char *
confab_message_get_provider_id (ConfabMessage *self)
{
  g_return_val_if_fail (CONFAB_IS_MESSAGE (self), NULL);

  return self->provider_id;
}

/**
 * confab_message_set_provider_id:
 * @provider_id: (nullable): the id of the provider that answers
 */
void
confab_message_set_provider_id (ConfabMessage *self,
                                const char *provider_id)
{
  g_autofree char *old = NULL;

  g_return_if_fail (CONFAB_IS_MESSAGE (self));

  old = self->provider_id;
  self->provider_id = g_strdup (provider_id);
}

/**
 * confab_message_get_provider_name:
 *
 * Returns: (transfer none) (nullable): what that provider was called when it answered
 */
const char *
confab_message_get_provider_name (ConfabMessage *self)
{
  g_return_val_if_fail (CONFAB_IS_MESSAGE (self), NULL);

  return self->provider_name;
}

/**
 * confab_message_set_provider_name:
 * @provider_name: (nullable): what that provider was called when it answered
 */
void
confab_message_set_provider_name (ConfabMessage *self,
                                  const char *provider_name)
{
  g_autofree char *old = NULL;

  g_return_if_fail (CONFAB_IS_MESSAGE (self));

  old = self->provider_name;
  self->provider_name = g_strdup (provider_name);
}

/**
 * confab_message_get_dialect:
 *
 * Returns: (transfer none) (nullable): the dialect the reply came in; decides who may get its replay data back
 */
const char *
confab_message_get_dialect (ConfabMessage *self)
{
  g_return_val_if_fail (CONFAB_IS_MESSAGE (self), NULL);

  return self->dialect;
}

/**
 * confab_message_set_dialect:
 * @dialect: (nullable): the dialect the reply came in; decides who may get its replay data back
 */
void
confab_message_set_dialect (ConfabMessage *self,
                            const char *dialect)
{
  g_autofree char *old = NULL;

  g_return_if_fail (CONFAB_IS_MESSAGE (self));

  old = self->dialect;
  self->dialect = g_strdup (dialect);
}

/**
 * confab_message_get_model:
 *
 * Returns: (transfer none) (nullable): the model, as the provider named it in its reply
 */
const char *
confab_message_get_model (ConfabMessage *self)
{
  g_return_val_if_fail (CONFAB_IS_MESSAGE (self), NULL);

  return self->model;
}

/**
 * confab_message_set_model:
 * @model: (nullable): the model, as the provider named it in its reply
 */
void
confab_message_set_model (ConfabMessage *self,
                          const char *model)
{
  g_autofree char *old = NULL;

  g_return_if_fail (CONFAB_IS_MESSAGE (self));

  old = self->model;
  self->model = g_strdup (model);
}

/**
 * confab_message_get_requested_model:
 *
 * Returns: (transfer none) (nullable): the model that was asked, as long as the program runs; it is
 *   not stored
 */
const char *
confab_message_get_requested_model (ConfabMessage *self)
{
  g_return_val_if_fail (CONFAB_IS_MESSAGE (self), NULL);

  return self->requested_model;
}

/**
 * confab_message_set_requested_model:
 * @model: (nullable): the model that was asked
 *
 * A router or an alias may be answered by a model of another name, and wants what that one signed
 * back all the same while its tools are being run.
 */
void
confab_message_set_requested_model (ConfabMessage *self,
                                    const char    *model)
{
  g_return_if_fail (CONFAB_IS_MESSAGE (self));

  g_free (self->requested_model);
  self->requested_model = g_strdup (model);
}

/**
 * confab_message_get_n_parts:
 *
 * Returns: how many parts there are so far
 */
guint
confab_message_get_n_parts (ConfabMessage *self)
{
  g_return_val_if_fail (CONFAB_IS_MESSAGE (self), 0);

  return self->parts->len;
}

/**
 * confab_message_get_part:
 * @position: less than the number of parts
 *
 * Returns: (transfer none): a part
 */
ConfabPart *
confab_message_get_part (ConfabMessage *self,
                         guint          position)
{
  g_return_val_if_fail (CONFAB_IS_MESSAGE (self), NULL);
  g_return_val_if_fail (position < self->parts->len, NULL);

  return g_ptr_array_index (self->parts, position);
}

/**
 * confab_message_append_part:
 * @part: what follows
 *
 * Parts are only ever added at the end and never taken away.
 */
void
confab_message_append_part (ConfabMessage *self,
                            ConfabPart    *part)
{
  g_return_if_fail (CONFAB_IS_MESSAGE (self));
  g_return_if_fail (CONFAB_IS_PART (part));

  g_ptr_array_add (self->parts, g_object_ref (part));
}

static gboolean
has_visible_text (ConfabPart *part)
{
  const ConfabPartKind kind = confab_part_get_kind (part);

  return (kind == CONFAB_PART_TEXT || kind == CONFAB_PART_REFUSAL) && confab_part_get_text_length (part) > 0;
}

/**
 * confab_message_dup_text:
 *
 * Returns: (transfer full): all visible text, parts parted by an empty line
 */
char *
confab_message_dup_text (ConfabMessage *self)
{
  GString *text = g_string_new (NULL);

  g_return_val_if_fail (CONFAB_IS_MESSAGE (self), NULL);

  for (guint i = 0; i < self->parts->len; i++)
    {
      ConfabPart *part = g_ptr_array_index (self->parts, i);

      if (!has_visible_text (part))
        continue;

      if (text->len > 0)
        g_string_append (text, "\n\n");
      g_string_append (text, confab_part_get_text (part));
    }

  return g_string_free (text, FALSE);
}

/**
 * confab_message_has_text:
 *
 * Returns: whether there is any visible text
 */
gboolean
confab_message_has_text (ConfabMessage *self)
{
  g_return_val_if_fail (CONFAB_IS_MESSAGE (self), FALSE);

  for (guint i = 0; i < self->parts->len; i++)
    if (has_visible_text (g_ptr_array_index (self->parts, i)))
      return TRUE;

  return FALSE;
}

/**
 * confab_message_changed:
 *
 * Tells listeners to look again. For whoever changed parts or members.
 */
void
confab_message_changed (ConfabMessage *self)
{
  g_return_if_fail (CONFAB_IS_MESSAGE (self));

  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

/**
 * confab_message_get_status:
 *
 * Returns: how far it has come
 */
ConfabMessageStatus
confab_message_get_status (ConfabMessage *self)
{
  g_return_val_if_fail (CONFAB_IS_MESSAGE (self), CONFAB_MESSAGE_COMPLETE);

  return self->status;
}

/**
 * confab_message_set_status:
 * @status: how far it has come
 */
void
confab_message_set_status (ConfabMessage       *self,
                           ConfabMessageStatus  status)
{
  g_return_if_fail (CONFAB_IS_MESSAGE (self));

  if (self->status == status)
    return;

  self->status = status;
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_STATUS]);
}

/**
 * confab_message_is_open:
 *
 * Returns: whether more of it is still to come
 */
gboolean
confab_message_is_open (ConfabMessage *self)
{
  g_return_val_if_fail (CONFAB_IS_MESSAGE (self), FALSE);

  return self->status == CONFAB_MESSAGE_WAITING || self->status == CONFAB_MESSAGE_STREAMING;
}

/**
 * confab_message_get_stop_reason:
 *
 * Returns: why it ended
 */
ConfabStopReason
confab_message_get_stop_reason (ConfabMessage *self)
{
  g_return_val_if_fail (CONFAB_IS_MESSAGE (self), CONFAB_STOP_REASON_NONE);

  return self->stop_reason;
}

/**
 * confab_message_get_raw_stop_reason:
 *
 * Returns: (transfer none) (nullable): why it ended, in the provider's own word
 */
const char *
confab_message_get_raw_stop_reason (ConfabMessage *self)
{
  g_return_val_if_fail (CONFAB_IS_MESSAGE (self), NULL);

  return self->raw_stop_reason;
}

/**
 * confab_message_set_stop_reason:
 * @stop_reason: why it ended
 * @raw_stop_reason: (nullable): the provider's own word for it
 */
void
confab_message_set_stop_reason (ConfabMessage    *self,
                                ConfabStopReason  stop_reason,
                                const char       *raw_stop_reason)
{
  g_autofree char *old = NULL;

  g_return_if_fail (CONFAB_IS_MESSAGE (self));

  old = self->raw_stop_reason;
  self->stop_reason = stop_reason;
  self->raw_stop_reason = g_strdup (raw_stop_reason);
}

/**
 * confab_message_get_usage:
 *
 * Returns: (transfer none): the tokens it took, as far as known
 */
const ConfabUsage *
confab_message_get_usage (ConfabMessage *self)
{
  g_return_val_if_fail (CONFAB_IS_MESSAGE (self), NULL);

  return &self->usage;
}

/**
 * confab_message_set_usage:
 * @usage: the tokens it took
 */
void
confab_message_set_usage (ConfabMessage     *self,
                          const ConfabUsage *usage)
{
  g_return_if_fail (CONFAB_IS_MESSAGE (self));
  g_return_if_fail (usage != NULL);

  self->usage = *usage;
}

/**
 * confab_message_get_error:
 *
 * Returns: (transfer none) (nullable): why it failed, of %CONFAB_PROVIDER_ERROR
 */
const GError *
confab_message_get_error (ConfabMessage *self)
{
  g_return_val_if_fail (CONFAB_IS_MESSAGE (self), NULL);

  return self->error;
}

/**
 * confab_message_set_error:
 * @error: (nullable): why it failed, of %CONFAB_PROVIDER_ERROR
 */
void
confab_message_set_error (ConfabMessage *self,
                          const GError  *error)
{
  g_autoptr(GError) old = NULL;

  g_return_if_fail (CONFAB_IS_MESSAGE (self));

  old = self->error;
  self->error = error != NULL ? g_error_copy (error) : NULL;
}

/**
 * confab_message_get_suggested_model:
 *
 * Returns: (transfer none) (nullable): the model that may be asked instead, when the reply failed
 *   because its provider does not know the one that was
 */
const char *
confab_message_get_suggested_model (ConfabMessage *self)
{
  g_return_val_if_fail (CONFAB_IS_MESSAGE (self), NULL);

  return self->suggested_model;
}

/**
 * confab_message_set_suggested_model:
 * @model: (nullable): the model that may be asked instead
 *
 * Comes some time after the failure, so it is told. It is not kept: what a provider has changes.
 */
void
confab_message_set_suggested_model (ConfabMessage *self,
                                    const char    *model)
{
  g_return_if_fail (CONFAB_IS_MESSAGE (self));

  if (g_strcmp0 (self->suggested_model, model) == 0)
    return;

  g_free (self->suggested_model);
  self->suggested_model = g_strdup (model);
  confab_message_changed (self);
}

/**
 * confab_message_get_duration_ms:
 *
 * Returns: how long the reply took in milliseconds, or -1
 */
gint64
confab_message_get_duration_ms (ConfabMessage *self)
{
  g_return_val_if_fail (CONFAB_IS_MESSAGE (self), -1);

  return self->duration_ms;
}

/**
 * confab_message_set_duration_ms:
 * @duration_ms: how long the reply took in milliseconds, or -1
 */
void
confab_message_set_duration_ms (ConfabMessage *self,
                                gint64         duration_ms)
{
  g_return_if_fail (CONFAB_IS_MESSAGE (self));

  self->duration_ms = duration_ms;
}

/**
 * confab_message_get_attempts:
 *
 * Returns: (transfer none) (nullable) (element-type ConfabAttempt): who was asked for it, in order,
 *   or %NULL when that was nobody but who answered
 */
GPtrArray *
confab_message_get_attempts (ConfabMessage *self)
{
  g_return_val_if_fail (CONFAB_IS_MESSAGE (self), NULL);

  return self->attempts;
}

/**
 * confab_message_set_attempts:
 * @attempts: (nullable) (element-type ConfabAttempt): who was asked for it; a reference is taken,
 *   and it is not changed any more
 */
void
confab_message_set_attempts (ConfabMessage *self,
                             GPtrArray     *attempts)
{
  g_return_if_fail (CONFAB_IS_MESSAGE (self));

  if (attempts != NULL)
    g_ptr_array_ref (attempts);
  g_clear_pointer (&self->attempts, g_ptr_array_unref);
  self->attempts = attempts;
}
