/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-provider-search"

#include "config.h"

#include "confab-provider-search.h"

#include <string.h>

/**
 * confab_provider_search_split:
 * @text: what somebody typed
 *
 * Returns: (transfer full): the words to look for, folded; none if there is nothing but blanks
 */
char **
confab_provider_search_split (const char *text)
{
  g_autofree char *folded = g_utf8_casefold (text, -1);
  g_auto(GStrv) pieces = g_strsplit_set (folded, " \t\n", -1);
  g_autoptr(GStrvBuilder) words = g_strv_builder_new ();

  for (guint i = 0; pieces[i] != NULL; i++)
    if (*pieces[i] != '\0')
      g_strv_builder_add (words, pieces[i]);

  return g_strv_builder_end (words);
}

/**
 * confab_provider_search_matches:
 * @provider: a provider
 * @words: what to look for, of [func@provider_search_split]
 *
 * Returns: whether each of the words is in its name, type, ID, model or address
 */
gboolean
confab_provider_search_matches (ConfabProvider     *provider,
                                const char * const *words)
{
  ConfabProviderType *type = confab_provider_get_provider_type (provider);
  const char *model = confab_provider_get_model (provider);
  const char *base_url = confab_provider_get_base_url (provider);
  g_autofree char *text = NULL;
  g_autofree char *folded = NULL;

  if (words[0] == NULL)
    return TRUE;

  text = g_strjoin ("\n", confab_provider_get_name (provider), confab_provider_type_get_name (type),
                    confab_provider_type_get_id (type), confab_provider_get_id (provider),
                    model != NULL ? model : "", base_url != NULL ? base_url : "", NULL);
  folded = g_utf8_casefold (text, -1);
  for (guint i = 0; words[i] != NULL; i++)
    if (strstr (folded, words[i]) == NULL)
      return FALSE;

  return TRUE;
}
