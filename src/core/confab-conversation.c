/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-conversation"

#include "config.h"

#include "confab-conversation.h"

/**
 * ConfabConversation:
 *
 * What the list of conversations knows of each: title, times, choices. The messages are elsewhere.
 *
 * Owned by the main thread: change it and listen to it only there. Changing it stores nothing.
 */
struct _ConfabConversation
{
  GObject   parent_instance;

  char     *id;             /* owned, a UUID */
  char     *title;          /* owned */
  char     *provider_id;    /* owned, nullable */
  char     *model;          /* owned, nullable */
  char     *system_prompt;  /* owned, nullable */
  char     *draft;          /* owned, nullable */
  char     *head_id;        /* owned, nullable */
  gint64    created_at_us;
  gint64    updated_at_us;
  gboolean  pinned;
  gboolean  archived;
  gboolean  busy;
  gboolean  unseen;

  ConfabThinkingLevel thinking;
};

enum
{
  PROP_0,
  PROP_ID,
  PROP_TITLE,
  PROP_PROVIDER_ID,
  PROP_MODEL,
  PROP_SYSTEM_PROMPT,
  PROP_DRAFT,
  PROP_HEAD_ID,
  PROP_CREATED_AT_US,
  PROP_UPDATED_AT_US,
  PROP_PINNED,
  PROP_ARCHIVED,
  PROP_BUSY,
  PROP_UNSEEN,
  PROP_THINKING,
  N_PROPS
};

static GParamSpec *props[N_PROPS];

G_DEFINE_FINAL_TYPE (ConfabConversation, confab_conversation, G_TYPE_OBJECT)

static void
set_string (ConfabConversation  *self,
            char               **field,
            const char          *value,
            guint                prop_id)
{
  if (g_strcmp0 (*field, value) == 0)
    return;

  g_free (*field);
  *field = g_strdup (value);
  g_object_notify_by_pspec (G_OBJECT (self), props[prop_id]);
}

static void
set_time (ConfabConversation *self,
          gint64             *field,
          gint64              value,
          guint               prop_id)
{
  if (*field == value)
    return;

  *field = value;
  g_object_notify_by_pspec (G_OBJECT (self), props[prop_id]);
}

static void
set_flag (ConfabConversation *self,
          gboolean           *field,
          gboolean            value,
          guint               prop_id)
{
  if (*field == (value != FALSE))
    return;

  *field = value != FALSE;
  g_object_notify_by_pspec (G_OBJECT (self), props[prop_id]);
}

static void
confab_conversation_get_property (GObject    *object,
                                  guint       prop_id,
                                  GValue     *value,
                                  GParamSpec *pspec)
{
  ConfabConversation *self = CONFAB_CONVERSATION (object);

  switch (prop_id)
    {
    case PROP_ID:
      g_value_set_string (value, self->id);
      break;

    case PROP_TITLE:
      g_value_set_string (value, self->title);
      break;

    case PROP_PROVIDER_ID:
      g_value_set_string (value, self->provider_id);
      break;

    case PROP_MODEL:
      g_value_set_string (value, self->model);
      break;

    case PROP_SYSTEM_PROMPT:
      g_value_set_string (value, self->system_prompt);
      break;

    case PROP_DRAFT:
      g_value_set_string (value, self->draft);
      break;

    case PROP_HEAD_ID:
      g_value_set_string (value, self->head_id);
      break;

    case PROP_CREATED_AT_US:
      g_value_set_int64 (value, self->created_at_us);
      break;

    case PROP_UPDATED_AT_US:
      g_value_set_int64 (value, self->updated_at_us);
      break;

    case PROP_PINNED:
      g_value_set_boolean (value, self->pinned);
      break;

    case PROP_ARCHIVED:
      g_value_set_boolean (value, self->archived);
      break;

    case PROP_BUSY:
      g_value_set_boolean (value, self->busy);
      break;

    case PROP_UNSEEN:
      g_value_set_boolean (value, self->unseen);
      break;

    case PROP_THINKING:
      g_value_set_enum (value, (int) self->thinking);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
confab_conversation_set_property (GObject      *object,
                                  guint         prop_id,
                                  const GValue *value,
                                  GParamSpec   *pspec)
{
  ConfabConversation *self = CONFAB_CONVERSATION (object);

  switch (prop_id)
    {
    case PROP_TITLE:
      confab_conversation_set_title (self, g_value_get_string (value));
      break;

    case PROP_MODEL:
      confab_conversation_set_model (self, g_value_get_string (value));
      break;

    case PROP_PINNED:
      confab_conversation_set_pinned (self, g_value_get_boolean (value));
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
confab_conversation_finalize (GObject *object)
{
  ConfabConversation *self = CONFAB_CONVERSATION (object);

  g_clear_pointer (&self->id, g_free);
  g_clear_pointer (&self->title, g_free);
  g_clear_pointer (&self->provider_id, g_free);
  g_clear_pointer (&self->model, g_free);
  g_clear_pointer (&self->system_prompt, g_free);
  g_clear_pointer (&self->draft, g_free);
  g_clear_pointer (&self->head_id, g_free);

  G_OBJECT_CLASS (confab_conversation_parent_class)->finalize (object);
}

static void
confab_conversation_class_init (ConfabConversationClass *klass)
{
  const GParamFlags flags = G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = confab_conversation_get_property;
  object_class->set_property = confab_conversation_set_property;
  object_class->finalize = confab_conversation_finalize;

  props[PROP_ID] =
    g_param_spec_string ("id", NULL, NULL, NULL, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  props[PROP_TITLE] =
    g_param_spec_string ("title", NULL, NULL, "", flags | G_PARAM_WRITABLE);
  props[PROP_PROVIDER_ID] =
    g_param_spec_string ("provider-id", NULL, NULL, NULL, flags);
  props[PROP_MODEL] =
    g_param_spec_string ("model", NULL, NULL, NULL, flags | G_PARAM_WRITABLE);
  props[PROP_SYSTEM_PROMPT] =
    g_param_spec_string ("system-prompt", NULL, NULL, NULL, flags);
  props[PROP_DRAFT] =
    g_param_spec_string ("draft", NULL, NULL, NULL, flags);
  props[PROP_HEAD_ID] =
    g_param_spec_string ("head-id", NULL, NULL, NULL, flags);
  props[PROP_CREATED_AT_US] =
    g_param_spec_int64 ("created-at-us", NULL, NULL, 0, G_MAXINT64, 0, flags);
  props[PROP_UPDATED_AT_US] =
    g_param_spec_int64 ("updated-at-us", NULL, NULL, 0, G_MAXINT64, 0, flags);
  props[PROP_PINNED] =
    g_param_spec_boolean ("pinned", NULL, NULL, FALSE, flags | G_PARAM_WRITABLE);
  props[PROP_ARCHIVED] =
    g_param_spec_boolean ("archived", NULL, NULL, FALSE, flags);
  props[PROP_BUSY] =
    g_param_spec_boolean ("busy", NULL, NULL, FALSE, flags);
  props[PROP_UNSEEN] =
    g_param_spec_boolean ("unseen", NULL, NULL, FALSE, flags);
  props[PROP_THINKING] =
    g_param_spec_enum ("thinking", NULL, NULL, CONFAB_TYPE_THINKING_LEVEL, CONFAB_THINKING_UNSET, flags);
  g_object_class_install_properties (object_class, N_PROPS, props);
}

static void
confab_conversation_init (ConfabConversation *self)
{
  self->title = g_strdup ("");
  self->thinking = CONFAB_THINKING_UNSET;
  self->created_at_us = g_get_real_time ();
  self->updated_at_us = self->created_at_us;
}

/**
 * confab_conversation_new:
 *
 * Returns: (transfer full): a conversation with an id of its own that begins now
 */
ConfabConversation *
confab_conversation_new (void)
{
  g_autofree char *id = g_uuid_string_random ();

  return confab_conversation_new_with_id (id);
}

/**
 * confab_conversation_new_with_id:
 * @id: the id it was stored under
 *
 * Returns: (transfer full): a conversation
 */
ConfabConversation *
confab_conversation_new_with_id (const char *id)
{
  ConfabConversation *self;

  g_return_val_if_fail (id != NULL, NULL);

  self = g_object_new (CONFAB_TYPE_CONVERSATION, NULL);
  self->id = g_strdup (id);
  return self;
}

/**
 * confab_conversation_get_id:
 *
 * Returns: (transfer none): its id, unique in the world
 */
const char *
confab_conversation_get_id (ConfabConversation *self)
{
  g_return_val_if_fail (CONFAB_IS_CONVERSATION (self), NULL);

  return self->id;
}

/**
 * confab_conversation_get_title:
 *
 * Returns: (transfer none): what it is about; empty until something was said
 */
const char *
confab_conversation_get_title (ConfabConversation *self)
{
  g_return_val_if_fail (CONFAB_IS_CONVERSATION (self), NULL);

  return self->title;
}

/**
 * confab_conversation_set_title:
 * @title: what it is about; empty until something was said
 */
void
confab_conversation_set_title (ConfabConversation *self,
                               const char         *title)
{
  g_return_if_fail (CONFAB_IS_CONVERSATION (self));
  g_return_if_fail (title != NULL);

  set_string (self, &self->title, title, PROP_TITLE);
}

/**
 * confab_conversation_get_provider_id:
 *
 * Returns: (transfer none) (nullable): the provider chosen for it
 */
const char *
confab_conversation_get_provider_id (ConfabConversation *self)
{
  g_return_val_if_fail (CONFAB_IS_CONVERSATION (self), NULL);

  return self->provider_id;
}

/**
 * confab_conversation_set_provider_id:
 * @provider_id: (nullable): the provider chosen for it
 */
void
confab_conversation_set_provider_id (ConfabConversation *self,
                                     const char         *provider_id)
{
  g_return_if_fail (CONFAB_IS_CONVERSATION (self));

  set_string (self, &self->provider_id, provider_id, PROP_PROVIDER_ID);
}

/**
 * confab_conversation_get_model:
 *
 * Returns: (transfer none) (nullable): the model chosen for it
 */
const char *
confab_conversation_get_model (ConfabConversation *self)
{
  g_return_val_if_fail (CONFAB_IS_CONVERSATION (self), NULL);

  return self->model;
}

/**
 * confab_conversation_set_model:
 * @model: (nullable): the model chosen for it
 */
void
confab_conversation_set_model (ConfabConversation *self,
                               const char         *model)
{
  g_return_if_fail (CONFAB_IS_CONVERSATION (self));

  set_string (self, &self->model, model, PROP_MODEL);
}

/**
 * confab_conversation_get_system_prompt:
 *
 * Returns: (transfer none) (nullable): what the model is told before everything else
 */
const char *
confab_conversation_get_system_prompt (ConfabConversation *self)
{
  g_return_val_if_fail (CONFAB_IS_CONVERSATION (self), NULL);

  return self->system_prompt;
}

/**
 * confab_conversation_set_system_prompt:
 * @system_prompt: (nullable): what the model is told before everything else
 */
void
confab_conversation_set_system_prompt (ConfabConversation *self,
                                       const char         *system_prompt)
{
  g_return_if_fail (CONFAB_IS_CONVERSATION (self));

  set_string (self, &self->system_prompt, system_prompt, PROP_SYSTEM_PROMPT);
}

/**
 * confab_conversation_get_draft:
 *
 * Returns: (transfer none) (nullable): what was typed and not sent
 */
const char *
confab_conversation_get_draft (ConfabConversation *self)
{
  g_return_val_if_fail (CONFAB_IS_CONVERSATION (self), NULL);

  return self->draft;
}

/**
 * confab_conversation_set_draft:
 * @draft: (nullable): what was typed and not sent
 */
void
confab_conversation_set_draft (ConfabConversation *self,
                               const char         *draft)
{
  g_return_if_fail (CONFAB_IS_CONVERSATION (self));

  set_string (self, &self->draft, draft, PROP_DRAFT);
}

/**
 * confab_conversation_get_head_id:
 *
 * Returns: (transfer none) (nullable): the message at the end of the branch that is shown
 */
const char *
confab_conversation_get_head_id (ConfabConversation *self)
{
  g_return_val_if_fail (CONFAB_IS_CONVERSATION (self), NULL);

  return self->head_id;
}

/**
 * confab_conversation_set_head_id:
 * @head_id: (nullable): the message at the end of the branch that is shown
 */
void
confab_conversation_set_head_id (ConfabConversation *self,
                                 const char         *head_id)
{
  g_return_if_fail (CONFAB_IS_CONVERSATION (self));

  set_string (self, &self->head_id, head_id, PROP_HEAD_ID);
}

/**
 * confab_conversation_get_created_at_us:
 *
 * Returns: when it began, in microseconds since 1970 UTC
 */
gint64
confab_conversation_get_created_at_us (ConfabConversation *self)
{
  g_return_val_if_fail (CONFAB_IS_CONVERSATION (self), 0);

  return self->created_at_us;
}

/**
 * confab_conversation_set_created_at_us:
 * @created_at_us: when it began, in microseconds since 1970 UTC
 */
void
confab_conversation_set_created_at_us (ConfabConversation *self,
                                       gint64             created_at_us)
{
  g_return_if_fail (CONFAB_IS_CONVERSATION (self));

  set_time (self, &self->created_at_us, created_at_us, PROP_CREATED_AT_US);
}

/**
 * confab_conversation_get_updated_at_us:
 *
 * Returns: when something was last said, in microseconds since 1970 UTC
 */
gint64
confab_conversation_get_updated_at_us (ConfabConversation *self)
{
  g_return_val_if_fail (CONFAB_IS_CONVERSATION (self), 0);

  return self->updated_at_us;
}

/**
 * confab_conversation_set_updated_at_us:
 * @updated_at_us: when something was last said, in microseconds since 1970 UTC
 */
void
confab_conversation_set_updated_at_us (ConfabConversation *self,
                                       gint64             updated_at_us)
{
  g_return_if_fail (CONFAB_IS_CONVERSATION (self));

  set_time (self, &self->updated_at_us, updated_at_us, PROP_UPDATED_AT_US);
}

/**
 * confab_conversation_get_pinned:
 *
 * Returns: whether it stays at the top
 */
gboolean
confab_conversation_get_pinned (ConfabConversation *self)
{
  g_return_val_if_fail (CONFAB_IS_CONVERSATION (self), FALSE);

  return self->pinned;
}

/**
 * confab_conversation_set_pinned:
 * @pinned: whether it stays at the top
 */
void
confab_conversation_set_pinned (ConfabConversation *self,
                                gboolean           pinned)
{
  g_return_if_fail (CONFAB_IS_CONVERSATION (self));

  set_flag (self, &self->pinned, pinned, PROP_PINNED);
}

/**
 * confab_conversation_get_archived:
 *
 * Returns: whether it is out of the way
 */
gboolean
confab_conversation_get_archived (ConfabConversation *self)
{
  g_return_val_if_fail (CONFAB_IS_CONVERSATION (self), FALSE);

  return self->archived;
}

/**
 * confab_conversation_set_archived:
 * @archived: whether it is out of the way
 */
void
confab_conversation_set_archived (ConfabConversation *self,
                                  gboolean           archived)
{
  g_return_if_fail (CONFAB_IS_CONVERSATION (self));

  set_flag (self, &self->archived, archived, PROP_ARCHIVED);
}

/**
 * confab_conversation_get_busy:
 *
 * Returns: whether a reply is arriving; not stored
 */
gboolean
confab_conversation_get_busy (ConfabConversation *self)
{
  g_return_val_if_fail (CONFAB_IS_CONVERSATION (self), FALSE);

  return self->busy;
}

/**
 * confab_conversation_set_busy:
 * @busy: whether a reply is arriving; not stored
 */
void
confab_conversation_set_busy (ConfabConversation *self,
                              gboolean           busy)
{
  g_return_if_fail (CONFAB_IS_CONVERSATION (self));

  set_flag (self, &self->busy, busy, PROP_BUSY);
}

/**
 * confab_conversation_get_unseen:
 *
 * Returns: whether a reply arrived that nobody has looked at yet
 */
gboolean
confab_conversation_get_unseen (ConfabConversation *self)
{
  g_return_val_if_fail (CONFAB_IS_CONVERSATION (self), FALSE);

  return self->unseen;
}

/**
 * confab_conversation_set_unseen:
 * @unseen: whether a reply arrived that nobody has looked at yet; not kept on disk
 */
void
confab_conversation_set_unseen (ConfabConversation *self,
                                gboolean            unseen)
{
  g_return_if_fail (CONFAB_IS_CONVERSATION (self));

  set_flag (self, &self->unseen, unseen, PROP_UNSEEN);
}

/**
 * confab_conversation_get_thinking:
 *
 * Returns: how much models shall think in it; %CONFAB_THINKING_UNSET until somebody chooses
 */
ConfabThinkingLevel
confab_conversation_get_thinking (ConfabConversation *self)
{
  g_return_val_if_fail (CONFAB_IS_CONVERSATION (self), CONFAB_THINKING_UNSET);

  return self->thinking;
}

/**
 * confab_conversation_set_thinking:
 * @thinking: how much models shall think in it
 */
void
confab_conversation_set_thinking (ConfabConversation  *self,
                                  ConfabThinkingLevel  thinking)
{
  g_return_if_fail (CONFAB_IS_CONVERSATION (self));

  if (self->thinking == thinking)
    return;

  self->thinking = thinking;
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_THINKING]);
}
