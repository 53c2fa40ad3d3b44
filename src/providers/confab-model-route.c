/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-model-route"

#include "config.h"

#include "confab-model-route.h"

#include <string.h>

#include <glib/gi18n.h>

#include "confab-model-alias.h"

/* What is tried when nobody said anything. */
#define USUAL_MODEL "sonnet"

#define CUSTOM_PREFIX "compat:"
#define OPENROUTER "openrouter"

typedef struct
{
  ConfabCatalogue           *catalogue;
  const ConfabRouteProvider *providers;
  gsize                      n_providers;
} Search;

static ConfabModelRoute *
route_to (const ConfabRouteProvider *provider,
          const char                *model)
{
  ConfabModelRoute *route = g_new0 (ConfabModelRoute, 1);

  route->provider_id = g_strdup (provider->id);
  route->model = g_strdup (model != NULL && *model != '\0' ? model : provider->model);

  return route;
}

static const ConfabRouteProvider *
find_by_id (const Search *search,
            const char   *id)
{
  for (gsize i = 0; i < search->n_providers; i++)
    if (g_str_equal (search->providers[i].id, id))
      return &search->providers[i];

  return NULL;
}

/* One that can be used goes before one that cannot, which is still good for saying why not. */
static const ConfabRouteProvider *
find_by_type (const Search *search,
              const char   *type_id)
{
  const ConfabRouteProvider *unusable = NULL;

  for (gsize i = 0; i < search->n_providers; i++)
    if (g_str_equal (search->providers[i].type_id, type_id))
      {
        if (search->providers[i].usable)
          return &search->providers[i];
        if (unusable == NULL)
          unusable = &search->providers[i];
      }

  return unusable;
}

static const ConfabRouteProvider *
find_by_model (const Search *search,
               const char   *model)
{
  for (gsize i = 0; i < search->n_providers; i++)
    if (search->providers[i].usable && search->providers[i].listed != NULL &&
        g_strv_contains (search->providers[i].listed, model))
      return &search->providers[i];

  return NULL;
}

static const ConfabRouteProvider *
find_default (const Search *search)
{
  for (gsize i = 0; i < search->n_providers; i++)
    if (search->providers[i].usable)
      return &search->providers[i];

  return NULL;
}

static ConfabModelRoute *
route_alias (const Search              *search,
             const ConfabModelAlias    *alias,
             const ConfabRouteProvider *provider)
{
  g_autofree char *model = confab_model_alias_dup_model (alias, provider->type_id, provider->listed);

  return route_to (provider, model != NULL ? model : confab_model_alias_get_name (alias));
}

/* `provider:model`. Ids of models have colons too, so what is before one only counts when it is
 * the id of a provider, and the longest such id does, for those of custom ones have a colon. */
static ConfabModelRoute *
route_named (const Search *search,
             const char   *reference)
{
  const ConfabRouteProvider *best = NULL;
  gsize best_length = 0;

  for (gsize i = 0; i < search->n_providers; i++)
    {
      const ConfabRouteProvider *provider = &search->providers[i];
      const gsize length = strlen (provider->id);

      if (length > best_length && g_str_has_prefix (reference, provider->id) && reference[length] == ':')
        {
          best = provider;
          best_length = length;
        }
    }

  if (best != NULL)
    {
      const char *model = reference + best_length + 1;
      const ConfabModelAlias *alias = confab_catalogue_lookup_alias (search->catalogue, model);

      return alias != NULL ? route_alias (search, alias, best) : route_to (best, model);
    }

  return NULL;
}

/* `custom-slot/model`, by the name the person gave to the slot. */
static const ConfabRouteProvider *
find_slot (const Search *search,
           const char   *name)
{
  g_autofree char *id = g_strconcat (CUSTOM_PREFIX, name, NULL);

  return find_by_id (search, id);
}

static ConfabModelRoute *
route_with_slash (const Search *search,
                  const char   *reference,
                  const char   *slash)
{
  g_autofree char *before = g_strndup (reference, slash - reference);
  const ConfabRouteProvider *provider = find_slot (search, before);
  const ConfabRouteProvider *openrouter = find_by_type (search, OPENROUTER);

  if (provider != NULL)
    return route_to (provider, slash + 1);
  if (openrouter != NULL && openrouter->usable)
    return route_to (openrouter, reference);

  /* Others have ids with a slash too: Hugging Face, Together, servers of one's own. */
  provider = find_by_model (search, reference);
  if (provider == NULL)
    provider = openrouter;

  return provider != NULL ? route_to (provider, reference) : NULL;
}

static ConfabModelRoute *
route_usual (const Search *search)
{
  const ConfabModelAlias *alias = confab_catalogue_lookup_alias (search->catalogue, USUAL_MODEL);
  const ConfabRouteProvider *provider;

  provider = alias != NULL ? find_by_type (search, confab_model_alias_get_provider (alias)) : NULL;
  if (provider != NULL && provider->usable && !provider->model_is_own)
    return route_alias (search, alias, provider);

  provider = find_default (search);
  return provider != NULL ? route_to (provider, NULL) : NULL;
}

static ConfabModelRoute *
route (const Search *search,
       const char   *reference)
{
  const ConfabModelAlias *alias = confab_catalogue_lookup_alias (search->catalogue, reference);
  const ConfabRouteProvider *provider;
  const char *slash = strchr (reference, '/');
  ConfabModelRoute *named;

  if (alias != NULL)
    {
      provider = find_by_type (search, confab_model_alias_get_provider (alias));
      return provider != NULL ? route_alias (search, alias, provider) : NULL;
    }
  if ((named = route_named (search, reference)) != NULL)
    return named;
  if (slash != NULL && slash != reference)
    return route_with_slash (search, reference, slash);

  provider = find_by_model (search, reference);
  if (provider == NULL)
    provider = find_default (search);

  return provider != NULL ? route_to (provider, reference) : NULL;
}

static ConfabModelRoute *
route_forced (const Search *search,
              const char   *reference,
              const char   *forced_id)
{
  const ConfabRouteProvider *provider = find_by_id (search, forced_id);
  const ConfabModelAlias *alias = confab_catalogue_lookup_alias (search->catalogue, reference);

  if (provider == NULL)
    provider = find_slot (search, forced_id);
  if (provider == NULL)
    provider = find_by_type (search, forced_id);
  if (provider == NULL)
    return NULL;

  return alias != NULL ? route_alias (search, alias, provider) : route_to (provider, reference);
}

/**
 * confab_model_route_find:
 * @catalogue: the catalogue
 * @providers: (array length=n_providers): all providers, in the order in which they are preferred
 * @n_providers: how many
 * @reference: (nullable): what was asked for
 * @forced_id: (nullable): the provider that is to answer whatever @reference says
 * @error: return location for a %CONFAB_PROVIDER_POLICY_ERROR_NO_ROUTE
 *
 * Finds out who is asked for which model. `opus`, `sonnet` and `haiku` mean the newest such model
 * at this moment, at the vendor itself unless a provider is forced. `provider:model` and
 * `custom-slot/model` name who is asked. `vendor/model` goes to OpenRouter. Any other id goes to
 * the first usable provider that lists it, else to the first usable one. With nothing said it is
 * `sonnet` where that can be had and nobody chose otherwise, else the first usable provider's own
 * choice.
 *
 * Who is named is taken at the word, also when it cannot be used now: asking it tells why.
 *
 * Returns: (transfer full): where to go
 */
ConfabModelRoute *
confab_model_route_find (ConfabCatalogue            *catalogue,
                         const ConfabRouteProvider  *providers,
                         gsize                       n_providers,
                         const char                 *reference,
                         const char                 *forced_id,
                         GError                    **error)
{
  const Search search = { catalogue, providers, n_providers };
  const gboolean named = reference != NULL && *reference != '\0';
  ConfabModelRoute *found;

  g_return_val_if_fail (CONFAB_IS_CATALOGUE (catalogue), NULL);
  g_return_val_if_fail (providers != NULL || n_providers == 0, NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  if (forced_id != NULL && *forced_id != '\0')
    {
      found = route_forced (&search, named ? reference : NULL, forced_id);
      if (found == NULL)
        g_set_error (error, CONFAB_PROVIDER_POLICY_ERROR, CONFAB_PROVIDER_POLICY_ERROR_NO_ROUTE,
                     _("There is no provider “%s”."), forced_id);
      return found;
    }

  found = named ? route (&search, reference) : route_usual (&search);
  if (found == NULL)
    g_set_error_literal (error, CONFAB_PROVIDER_POLICY_ERROR, CONFAB_PROVIDER_POLICY_ERROR_NO_ROUTE,
                         _("No provider can be used. Add a key or start a local server."));

  return found;
}

/**
 * confab_model_route_free:
 * @self: (nullable): a route
 *
 * Frees it.
 */
void
confab_model_route_free (ConfabModelRoute *self)
{
  if (self == NULL)
    return;

  g_free (self->provider_id);
  g_free (self->model);
  g_free (self);
}
