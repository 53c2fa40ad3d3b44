/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "registry-fixture.h"

#include <glib/gstdio.h>
#include <string.h>

gboolean
registry_change (ConfabContext        *context,
                 const char           *id,
                 ConfabProviderField   field,
                 const char           *value,
                 GError              **error)
{
  ConfabRegistry *registry = confab_context_get_registry (context);
  g_autoptr(GAsyncResult) result = NULL;

  confab_registry_change_async (registry, engine_get_provider (context, id), field, value, NULL,
                                await_cb, &result);

  return confab_registry_change_finish (registry, await (&result), error);
}

void
registry_assert_changes (ConfabContext       *context,
                         const char          *id,
                         ConfabProviderField  field,
                         const char          *value)
{
  g_autoptr(GError) error = NULL;

  g_assert_true (registry_change (context, id, field, value, &error));
  g_assert_no_error (error);
}

char *
registry_add (ConfabContext  *context,
              const char     *id,
              const char     *type_id,
              const char     *base_url,
              GError        **error)
{
  ConfabRegistry *registry = confab_context_get_registry (context);
  g_autoptr(GAsyncResult) result = NULL;

  confab_registry_add_async (registry, id, type_id, base_url, "Lab", "m", FALSE, NULL, await_cb, &result);

  return confab_registry_add_finish (registry, await (&result), error);
}

gboolean
registry_remove (ConfabContext  *context,
                 const char     *id,
                 GError        **error)
{
  ConfabRegistry *registry = confab_context_get_registry (context);
  g_autoptr(GAsyncResult) result = NULL;

  confab_registry_remove_async (registry, engine_get_provider (context, id), NULL, await_cb, &result);

  return confab_registry_remove_finish (registry, await (&result), error);
}

gboolean
registry_move (ConfabContext  *context,
               const char     *id,
               const char     *before,
               GError        **error)
{
  ConfabRegistry *registry = confab_context_get_registry (context);
  g_autoptr(GAsyncResult) result = NULL;

  confab_registry_move_async (registry, engine_get_provider (context, id),
                              before != NULL ? engine_get_provider (context, before) : NULL, NULL, await_cb, &result);

  return confab_registry_move_finish (registry, await (&result), error);
}

gboolean
registry_set_default (ConfabContext  *context,
                      const char     *id,
                      GError        **error)
{
  ConfabRegistry *registry = confab_context_get_registry (context);
  g_autoptr(GAsyncResult) result = NULL;

  confab_registry_set_default_async (registry, id != NULL ? engine_get_provider (context, id) : NULL, NULL, await_cb,
                                     &result);

  return confab_registry_set_default_finish (registry, await (&result), error);
}

gboolean
registry_set_key (ConfabContext  *context,
                  const char     *id,
                  const char     *text,
                  GError        **error)
{
  ConfabRegistry *registry = confab_context_get_registry (context);
  g_autoptr(ConfabSecret) key = confab_secret_new (text, -1);
  g_autoptr(GAsyncResult) result = NULL;

  confab_registry_set_key_async (registry, engine_get_provider (context, id), key, NULL, await_cb, &result);

  return confab_registry_set_key_finish (registry, await (&result), error);
}

gboolean
registry_remove_key (ConfabContext  *context,
                     const char     *id,
                     GError        **error)
{
  ConfabRegistry *registry = confab_context_get_registry (context);
  g_autoptr(GAsyncResult) result = NULL;

  confab_registry_remove_key_async (registry, engine_get_provider (context, id), NULL, await_cb, &result);

  return confab_registry_remove_key_finish (registry, await (&result), error);
}

ConfabKeySource
registry_get_key_source (ConfabContext *context,
                         const char    *id)
{
  return confab_provider_get_key_source (engine_get_provider (context, id));
}

const char *
registry_get_default_id (ConfabContext *context)
{
  ConfabProvider *provider = confab_registry_get_default_provider (confab_context_get_registry (context));

  return provider != NULL ? confab_provider_get_id (provider) : NULL;
}

/* Who is in use, as they follow each other: "a b c". */
char *
registry_dup_in_use (ConfabContext *context)
{
  GListModel *list = G_LIST_MODEL (confab_context_get_registry (context));
  g_autoptr(GString) ids = g_string_new (NULL);

  for (guint i = 0; i < g_list_model_get_n_items (list); i++)
    {
      g_autoptr(ConfabProvider) provider = g_list_model_get_item (list, i);

      if (confab_provider_get_in_use (provider))
        g_string_append_printf (ids, "%s%s", ids->len > 0 ? " " : "", confab_provider_get_id (provider));
    }

  return g_string_free (g_steal_pointer (&ids), FALSE);
}

/* With FALSE nothing can be written into the records file: a folder is where its lock has to be, which
 * stops an administrator, too. */
void
registry_set_writable (gboolean writable)
{
  g_autofree char *path = engine_home_build ("config/confab/providers.json.lock");

  if (writable)
    {
      g_assert_cmpint (g_rmdir (path), ==, 0);
      return;
    }

  g_unlink (path);
  g_assert_cmpint (g_mkdir (path, 0700), ==, 0);
}

/* How many files lie where the records are. */
guint
registry_count_files (void)
{
  g_autofree char *path = engine_home_build ("config/confab");
  g_autoptr(GDir) dir = g_dir_open (path, 0, NULL);
  const char *name;
  guint n = 0;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    if (!g_str_has_prefix (name, ".") && !g_str_has_suffix (name, ".lock"))
      n++;

  return n;
}

void
registry_wait_checked (ConfabProvider *provider)
{
  while (confab_provider_get_state (provider) == CONFAB_PROVIDER_STATE_CHECKING)
    g_main_context_iteration (NULL, TRUE);
}
