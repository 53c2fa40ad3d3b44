/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-attempt"

#include "config.h"

#include "confab-attempt.h"

#include "confab-enum.h"
#include "confab-provider-error.h"

G_DEFINE_ENUM_TYPE (ConfabAttemptOutcome, confab_attempt_outcome,
  G_DEFINE_ENUM_VALUE (CONFAB_ATTEMPT_RUNNING, "running"),
  G_DEFINE_ENUM_VALUE (CONFAB_ATTEMPT_SKIPPED, "skipped"),
  G_DEFINE_ENUM_VALUE (CONFAB_ATTEMPT_FAILED, "failed"),
  G_DEFINE_ENUM_VALUE (CONFAB_ATTEMPT_ANSWERED, "answered"),
  G_DEFINE_ENUM_VALUE (CONFAB_ATTEMPT_STOPPED, "stopped"))

/**
 * confab_attempt_new:
 * @provider_id: who is asked
 * @model: (nullable): for which model
 *
 * Returns: (transfer full): an attempt that is running
 */
ConfabAttempt *
confab_attempt_new (const char *provider_id,
                    const char *model)
{
  ConfabAttempt *self;

  g_return_val_if_fail (provider_id != NULL, NULL);

  self = g_new0 (ConfabAttempt, 1);
  self->provider_id = g_strdup (provider_id);
  self->model = g_strdup (model);

  return self;
}

/**
 * confab_attempt_free:
 * @self: (nullable): the attempt
 *
 * Frees it.
 */
void
confab_attempt_free (ConfabAttempt *self)
{
  if (self == NULL)
    return;

  g_free (self->provider_id);
  g_free (self->provider_name);
  g_free (self->model);
  g_clear_error (&self->error);
  g_free (self);
}

static void
add_text (GVariantDict *dict,
          const char   *key,
          const char   *text)
{
  if (text != NULL)
    g_variant_dict_insert (dict, key, "s", text);
}

static void
add_number (GVariantDict *dict,
            const char   *key,
            gint64        number)
{
  if (number != 0)
    g_variant_dict_insert (dict, key, "x", number);
}

static GVariant *
attempt_to_variant (const ConfabAttempt *attempt)
{
  GVariantDict dict;

  g_variant_dict_init (&dict, NULL);
  add_text (&dict, "provider", attempt->provider_id);
  add_text (&dict, "name", attempt->provider_name);
  add_text (&dict, "model", attempt->model);
  add_text (&dict, "outcome", confab_enum_to_nick (CONFAB_TYPE_ATTEMPT_OUTCOME, (int) attempt->outcome));
  add_number (&dict, "started", attempt->started_at_us);
  add_number (&dict, "ended", attempt->ended_at_us);
  add_number (&dict, "until", attempt->open_until_us);

  if (attempt->error != NULL)
    {
      add_text (&dict, "message", attempt->error->message);
      if (attempt->error->domain == CONFAB_PROVIDER_ERROR)
        {
          add_text (&dict, "error", confab_enum_to_nick (CONFAB_TYPE_PROVIDER_ERROR, attempt->error->code));
          add_number (&dict, "status", confab_provider_error_get_http_status (attempt->error));
          add_text (&dict, "code", confab_provider_error_get_provider_code (attempt->error));
        }
    }

  return g_variant_dict_end (&dict);
}

static ConfabAttempt *
attempt_from_variant (GVariant *variant)
{
  g_auto(GVariantDict) dict = G_VARIANT_DICT_INIT (variant);
  g_autoptr(ConfabAttempt) attempt = NULL;
  const char *provider_id = NULL;
  const char *model = NULL;
  const char *nick = NULL;
  const char *message = NULL;
  const char *code = NULL;
  gint64 status = 0;
  int outcome = CONFAB_ATTEMPT_FAILED;
  int error = CONFAB_PROVIDER_ERROR_OTHER;

  if (!g_variant_dict_lookup (&dict, "provider", "&s", &provider_id))
    return NULL;

  g_variant_dict_lookup (&dict, "model", "&s", &model);
  attempt = confab_attempt_new (provider_id, model);
  g_variant_dict_lookup (&dict, "name", "s", &attempt->provider_name);
  g_variant_dict_lookup (&dict, "started", "x", &attempt->started_at_us);
  g_variant_dict_lookup (&dict, "ended", "x", &attempt->ended_at_us);
  g_variant_dict_lookup (&dict, "until", "x", &attempt->open_until_us);
  if (g_variant_dict_lookup (&dict, "outcome", "&s", &nick))
    confab_enum_from_nick (CONFAB_TYPE_ATTEMPT_OUTCOME, nick, &outcome);
  attempt->outcome = (ConfabAttemptOutcome) outcome;

  if (g_variant_dict_lookup (&dict, "message", "&s", &message))
    {
      if (g_variant_dict_lookup (&dict, "error", "&s", &nick))
        confab_enum_from_nick (CONFAB_TYPE_PROVIDER_ERROR, nick, &error);
      g_variant_dict_lookup (&dict, "status", "x", &status);
      g_variant_dict_lookup (&dict, "code", "&s", &code);
      attempt->error = confab_provider_error_new ((ConfabProviderError) error, (guint) status, code, -1, message);
    }

  return g_steal_pointer (&attempt);
}

/**
 * confab_attempt_list_to_text:
 * @attempts: (nullable) (element-type ConfabAttempt): what was tried, in order
 *
 * Returns: (transfer full) (nullable): the text to keep them as, or %NULL when there are none
 */
char *
confab_attempt_list_to_text (GPtrArray *attempts)
{
  g_autoptr(GVariant) list = NULL;
  GVariantBuilder builder;

  if (attempts == NULL || attempts->len == 0)
    return NULL;

  g_variant_builder_init (&builder, G_VARIANT_TYPE ("aa{sv}"));
  for (guint i = 0; i < attempts->len; i++)
    g_variant_builder_add_value (&builder, attempt_to_variant (g_ptr_array_index (attempts, i)));
  list = g_variant_ref_sink (g_variant_builder_end (&builder));

  return g_variant_print (list, FALSE);
}

/**
 * confab_attempt_list_from_text:
 * @text: (nullable): what [func@attempt_list_to_text] returned once
 *
 * What makes no sense is left out.
 *
 * Returns: (transfer full) (nullable) (element-type ConfabAttempt): the attempts, or %NULL when
 *   there are none
 */
GPtrArray *
confab_attempt_list_from_text (const char *text)
{
  g_autoptr(GPtrArray) attempts = g_ptr_array_new_with_free_func ((GDestroyNotify) confab_attempt_free);
  g_autoptr(GVariant) list = NULL;

  if (text == NULL || !g_utf8_validate (text, -1, NULL) ||
      (list = g_variant_parse (G_VARIANT_TYPE ("aa{sv}"), text, NULL, NULL, NULL)) == NULL)
    return NULL;

  for (gsize i = 0; i < g_variant_n_children (list); i++)
    {
      g_autoptr(GVariant) child = g_variant_get_child_value (list, i);
      ConfabAttempt *attempt = attempt_from_variant (child);

      if (attempt != NULL)
        g_ptr_array_add (attempts, attempt);
    }

  return attempts->len > 0 ? g_steal_pointer (&attempts) : NULL;
}
