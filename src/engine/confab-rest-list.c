/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-rest-list"

#include "config.h"

#include "confab-rest-list.h"

#include "confab-breaker.h"

/* Another number is another format, and what is in such a file is forgotten. */
#define FORMAT_VERSION 1
#define FORMAT         "(ua(ssxxm(uuxu)))"
#define ENTRY_FORMAT   "(ssxxm(uuxu))"

/* What is known of providers that rest: which knowledge goes before which, and how a file says it. */

static void
rest_free (gpointer data)
{
  ConfabRest *rest = data;

  g_free (rest->provider_id);
  g_free (rest->address);
  g_clear_pointer (&rest->state, g_variant_unref);
  g_free (rest);
}

/**
 * confab_rest_list_new:
 *
 * Returns: (transfer full) (element-type ConfabRest): no rests
 */
GPtrArray *
confab_rest_list_new (void)
{
  return g_ptr_array_new_with_free_func (rest_free);
}

static ConfabRest *
find (GPtrArray  *list,
      const char *provider_id,
      const char *address)
{
  for (guint i = 0; i < list->len; i++)
    {
      ConfabRest *rest = g_ptr_array_index (list, i);

      if (g_str_equal (rest->provider_id, provider_id) && g_str_equal (rest->address, address))
        return rest;
    }

  return NULL;
}

/**
 * confab_rest_list_find:
 * @list: (element-type ConfabRest): rests
 * @provider_id: a provider
 * @address: a digest of its address
 *
 * Returns: (transfer none) (nullable): its rest, until the list is changed
 */
const ConfabRest *
confab_rest_list_find (GPtrArray  *list,
                       const char *provider_id,
                       const char *address)
{
  g_return_val_if_fail (list != NULL, NULL);
  g_return_val_if_fail (provider_id != NULL && address != NULL, NULL);

  return find (list, provider_id, address);
}

/**
 * confab_rest_list_set:
 * @list: (element-type ConfabRest): rests
 * @provider_id: a provider
 * @address: a digest of its address
 * @changed_us: when the rest began or ended
 * @until_us: when it means nothing any more
 * @state: (nullable): of the breaker, taken if floating; %NULL when it has ended
 *
 * Says what is known of a provider now.
 */
void
confab_rest_list_set (GPtrArray  *list,
                      const char *provider_id,
                      const char *address,
                      gint64      changed_us,
                      gint64      until_us,
                      GVariant   *state)
{
  ConfabRest *rest;

  g_return_if_fail (list != NULL);
  g_return_if_fail (provider_id != NULL && address != NULL);

  rest = find (list, provider_id, address);
  if (rest == NULL)
    {
      if (list->len >= CONFAB_MAX_RESTS)
        g_ptr_array_remove_index (list, 0);
      rest = g_new0 (ConfabRest, 1);
      rest->provider_id = g_strdup (provider_id);
      rest->address = g_strdup (address);
      g_ptr_array_add (list, rest);
    }

  g_clear_pointer (&rest->state, g_variant_unref);
  if (state != NULL)
    rest->state = g_variant_ref_sink (state);
  rest->changed_us = changed_us;
  rest->until_us = until_us;
}

/**
 * confab_rest_list_drop_expired:
 * @list: (element-type ConfabRest): rests
 * @now_us: the present, in microseconds since 1970 UTC
 *
 * Forgets what means nothing any more.
 */
void
confab_rest_list_drop_expired (GPtrArray *list,
                               gint64     now_us)
{
  g_return_if_fail (list != NULL);

  for (guint i = list->len; i > 0; i--)
    {
      const ConfabRest *rest = g_ptr_array_index (list, i - 1);

      /* No rest is as long as that: the clock was set back. */
      if (rest->until_us <= now_us || rest->until_us - now_us > CONFAB_BREAKER_LONGEST_WAIT_MS * 1000)
        g_ptr_array_remove_index (list, i - 1);
    }
}

/* Whether what another process wrote goes before what is known here. */
static gboolean
is_better (const ConfabRest *rest,
           gint64            changed_us,
           gint64            until_us,
           gboolean          rests)
{
  if (rest == NULL)
    return TRUE;
  if (rests && rest->state != NULL)
    return until_us > rest->until_us;

  return changed_us > rest->changed_us;
}

/**
 * confab_rest_list_merge:
 * @list: (element-type ConfabRest): what is known here
 * @text: (nullable): what a file says; nonsense says nothing
 * @now_us: the present, in microseconds since 1970 UTC
 *
 * Takes over what the file knows better, and forgets what means nothing any more.
 *
 * Returns: whether the file knew all that is known here
 */
gboolean
confab_rest_list_merge (GPtrArray  *list,
                        const char *text,
                        gint64      now_us)
{
  g_autoptr(GVariant) content = NULL;
  g_autoptr(GVariant) items = NULL;
  guint n_same = 0;
  guint version;

  g_return_val_if_fail (list != NULL, TRUE);

  if (text == NULL ||
      (content = g_variant_parse (G_VARIANT_TYPE (FORMAT), text, NULL, NULL, NULL)) == NULL)
    return list->len == 0;

  g_variant_get (content, "(u@a" ENTRY_FORMAT ")", &version, &items);
  if (version != FORMAT_VERSION)
    return list->len == 0;

  for (gsize i = 0; i < g_variant_n_children (items); i++)
    {
      g_autoptr(GVariant) state = NULL;
      const char *provider_id;
      const char *address;
      gint64 changed_us;
      gint64 until_us;
      const ConfabRest *rest;

      g_variant_get_child (items, i, "(&s&sxxm@(uuxu))", &provider_id, &address, &changed_us, &until_us, &state);
      rest = find (list, provider_id, address);
      changed_us = MIN (changed_us, now_us);
      if (rest != NULL && rest->changed_us == changed_us && rest->until_us == until_us)
        n_same++;
      else if (is_better (rest, changed_us, until_us, state != NULL))
        {
          confab_rest_list_set (list, provider_id, address, changed_us, until_us, state);
          n_same++;
        }
    }

  confab_rest_list_drop_expired (list, now_us);

  return n_same >= list->len;
}

/**
 * confab_rest_list_to_text:
 * @list: (element-type ConfabRest): rests
 *
 * Returns: (transfer full): them as a file says it
 */
char *
confab_rest_list_to_text (GPtrArray *list)
{
  g_autoptr(GVariant) content = NULL;
  GVariantBuilder builder;

  g_return_val_if_fail (list != NULL, NULL);

  g_variant_builder_init (&builder, G_VARIANT_TYPE ("a" ENTRY_FORMAT));
  for (guint i = 0; i < list->len; i++)
    {
      const ConfabRest *rest = g_ptr_array_index (list, i);

      g_variant_builder_add (&builder, "(ssxxm@(uuxu))", rest->provider_id, rest->address, rest->changed_us,
                             rest->until_us, rest->state);
    }
  content = g_variant_ref_sink (g_variant_new ("(ua" ENTRY_FORMAT ")", FORMAT_VERSION, &builder));

  return g_variant_print (content, TRUE);
}
