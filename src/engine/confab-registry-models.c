/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-registry-models"

#include "config.h"

#include "confab-check.h"
#include "confab-model-nearest.h"
#include "confab-provider-private.h"
#include "confab-registry-private.h"

/* How the registry comes by the lists of models: from the last time at once, and from the providers
 * when that was long ago and somebody looks. */

/* Vendors add and remove models every few days. */
#define STALE_AFTER_US (G_GINT64_CONSTANT (6) * 60 * 60 * G_USEC_PER_SEC)

/* A provider that does not give its list is not asked again and again. */
#define TRY_AGAIN_AFTER_US (G_GINT64_CONSTANT (10) * 60 * G_USEC_PER_SEC)

/* For a list, unlike for a reply, nobody waits long. */
#define LIST_LIMIT_MS 15000

typedef struct
{
  ConfabRegistry *registry;  /* owned */
  ConfabMessage  *message;   /* owned, nullable: the reply that needs another model */
  char           *base_url;  /* owned: whose list it is */
} Request;

static void
request_free (Request *self)
{
  g_object_unref (self->registry);
  g_clear_object (&self->message);
  g_free (self->base_url);
  g_free (self);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Request, request_free)

static Request *
request_new (ConfabRegistry *registry,
             ConfabProvider *provider,
             ConfabMessage  *message)
{
  Request *self = g_new0 (Request, 1);

  self->registry = g_object_ref (registry);
  self->message = message != NULL ? g_object_ref (message) : NULL;
  self->base_url = g_strdup (confab_provider_get_base_url (provider));

  return self;
}

static gboolean
is_still_there (const Request  *self,
                ConfabProvider *provider)
{
  return g_strcmp0 (self->base_url, confab_provider_get_base_url (provider)) == 0;
}

/* confab_registry_take_models:
 * @provider: a provider
 * @models: (element-type ConfabModelInfo): what it has just listed
 *
 * Shows the list and keeps it for the next start. What a local server has is asked for at every
 * look, and need not be kept.
 */
void
confab_registry_take_models (ConfabRegistry *self,
                             ConfabProvider *provider,
                             GPtrArray      *models)
{
  const gint64 now_us = g_get_real_time ();

  if (self->model_cache != NULL && confab_provider_get_base_url (provider) != NULL &&
      !confab_provider_type_get_local (confab_provider_get_provider_type (provider)))
    confab_model_cache_save (self->model_cache, confab_provider_get_id (provider),
                             confab_provider_get_base_url (provider), models, now_us);

  confab_provider_set_models (provider, models, now_us);
}

static void
load_cb (GObject      *object,
         GAsyncResult *result,
         gpointer      user_data)
{
  g_autoptr(ConfabProvider) provider = user_data;
  g_autoptr(GPtrArray) models = NULL;
  g_autoptr(GError) error = NULL;
  gint64 listed_at_us = 0;

  models = confab_model_cache_load_finish (CONFAB_MODEL_CACHE (object), result, &listed_at_us, &error);
  if (models == NULL)
    g_debug ("No list of models is kept for “%s”: %s", confab_provider_get_id (provider), error->message);

  /* By then it may have given one, or may be elsewhere. */
  else if (provider->listed_at_us == 0 && provider->list_loading)
    confab_provider_set_models (provider, models, MIN (listed_at_us, g_get_real_time ()));
}

/* confab_registry_load_models:
 * @provider: a provider
 *
 * Looks in the background for the list that the provider gave before, once for each address.
 */
void
confab_registry_load_models (ConfabRegistry *self,
                             ConfabProvider *provider)
{
  if (provider->listed_at_us > 0 || provider->list_loading || self->model_cache == NULL ||
      confab_provider_get_base_url (provider) == NULL ||
      confab_provider_type_get_local (confab_provider_get_provider_type (provider)))
    return;

  provider->list_loading = TRUE;
  confab_model_cache_load_async (self->model_cache, confab_provider_get_id (provider),
                                 confab_provider_get_base_url (provider), self->cancellable, load_cb,
                                 g_object_ref (provider));
}

/* What takes the place of the model that the reply was to come from. */
static void
suggest (ConfabProvider *provider,
         ConfabMessage  *message)
{
  GListModel *models = confab_provider_get_models (provider);
  const char *wanted = confab_message_get_requested_model (message);
  g_autoptr(ConfabModelInfo) known = confab_provider_lookup_model (provider, wanted);
  g_autoptr(GStrvBuilder) builder = g_strv_builder_new ();
  g_auto(GStrv) ids = NULL;
  int position;

  for (guint i = 0; i < g_list_model_get_n_items (models); i++)
    {
      g_autoptr(ConfabModelInfo) model = g_list_model_get_item (models, i);

      g_strv_builder_add (builder, confab_model_info_get_id (model));
    }
  ids = g_strv_builder_end (builder);

  if (confab_model_info_get_replacement (known) != NULL &&
      g_strv_contains ((const char * const *) ids, confab_model_info_get_replacement (known)))
    confab_message_set_suggested_model (message, confab_model_info_get_replacement (known));
  else if ((position = confab_model_nearest (wanted, (const char * const *) ids)) >= 0)
    confab_message_set_suggested_model (message, ids[position]);
}

static void
list_cb (GObject      *object,
         GAsyncResult *result,
         gpointer      user_data)
{
  g_autoptr(Request) request = user_data;
  g_autoptr(ConfabCheckResult) found = NULL;
  g_autoptr(GError) error = NULL;
  ConfabProvider *provider = CONFAB_PROVIDER (object);

  found = confab_check_run_finish (provider, result, &error);

  /* The old list stays as it is, with its age. Whether the provider works, a check or a question
   * tells. */
  if (found == NULL)
    g_debug ("“%s” gave no list of models: %s", confab_provider_get_id (provider), error->message);
  else if (found->models != NULL && is_still_there (request, provider))
    confab_registry_take_models (request->registry, provider, found->models);

  if (request->message != NULL)
    suggest (provider, request->message);
}

static void
ask (ConfabRegistry *self,
     ConfabProvider *provider,
     ConfabMessage  *message)
{
  provider->list_tried_at_us = g_get_real_time ();
  confab_check_run_async (provider, self->transport, self->credentials, CONFAB_CHECK_MODELS, LIST_LIMIT_MS,
                          self->cancellable, list_cb, request_new (self, provider, message));
}

/**
 * confab_registry_refresh_models:
 *
 * Asks every provider that can be used for its models whose list is hours old. For whenever somebody
 * looks at models. New lists are told by [signal@Registry::models-changed]; where none comes, the
 * old one stays.
 */
void
confab_registry_refresh_models (ConfabRegistry *self)
{
  const gint64 now_us = g_get_real_time ();

  g_return_if_fail (CONFAB_IS_REGISTRY (self));

  for (guint i = 0; i < self->providers->len; i++)
    {
      ConfabProvider *provider = g_ptr_array_index (self->providers, i);

      if (confab_provider_get_usable (provider) &&
          !confab_provider_type_get_local (confab_provider_get_provider_type (provider)) &&
          ABS (now_us - provider->listed_at_us) > STALE_AFTER_US &&
          ABS (now_us - provider->list_tried_at_us) > TRY_AGAIN_AFTER_US)
        ask (self, provider, NULL);
    }
}

/* confab_registry_suggest_model:
 * @provider: a provider that says that it does not know a model
 * @message: the reply that was to come from that model
 *
 * Finds in the background, in the list as it is now, what may be used instead, and writes it into
 * @message.
 */
void
confab_registry_suggest_model (ConfabRegistry *self,
                               ConfabProvider *provider,
                               ConfabMessage  *message)
{
  if (confab_message_get_requested_model (message) != NULL)
    ask (self, provider, message);
}
